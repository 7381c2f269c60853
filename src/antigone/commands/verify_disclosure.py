"""antigone verify-disclosure"""

from __future__ import annotations

import click

from antigone.commands.output import write_json
from antigone.errors import InputError


@click.command("verify-disclosure")
@click.argument("folder", metavar="SET")
@click.option("--key", metavar="BASE64", help="The signer's public key, as they gave it to you another way.")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
def verify_disclosure(folder: str, key: str | None, target: str | None) -> None:
    """Check without the record that a disclosure set is whole and as it was signed.

    SET is the ZIP as it was received, or the folder into which it was unpacked.

    Example: antigone verify-disclosure DIS-00001.zip --key q1w2…=
    """
    from antigone.formats.disclosure import check_set

    found = check_set(folder)
    problems = list(found.problems)
    if key is not None and found.key != key.strip():
        problems.append(f"signed with another key than {key}: {found.key or 'none'}")
    if target is not None:
        write_json(target, {"files": found.files, "key": found.key, "problems": problems})
    if problems:
        raise InputError(f"{folder}: does not hold: " + "; ".join(problems))
    if target != "-":
        click.echo(f"{found.files} files, all as listed and signed with the key {found.key}.")
        if key is None:
            click.echo("Compare this key with the one the sender gave you, or name it with --key.")
