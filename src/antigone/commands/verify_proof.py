"""antigone verify-proof"""

from __future__ import annotations

import click

from antigone.commands.output import write_json
from antigone.errors import InputError


@click.command("verify-proof")
@click.argument("file", metavar="FILE")
@click.option("--key", metavar="BASE64", help="The record's public key, as it was given to you another way.")
@click.option("--json", "target", metavar="PATH", help="Write JSON to PATH, '-' for standard output.")
def verify_proof(file: str, key: str | None, target: str | None) -> None:
    """Check without the record that what a case file rests on stands in the record's signed ledger.

    Example: antigone verify-proof DOC-00002.json --key q1w2…=
    """
    from antigone.formats.ledger_proof import check_proof

    found = check_proof(file)
    signed, problems = found.proof.checkpoint, list(found.problems)
    if key is not None and signed.key != key.strip():
        problems.append(f"signed with another key than {key}: {signed.key}")
    if target is not None:
        number = len(found.proof.entries)
        write_json(target, {"entries": number, "root": signed.root, "key": signed.key, "problems": problems})
    if problems:
        raise InputError(f"{file}: does not hold: " + "; ".join(problems))
    if target != "-":
        click.echo(
            f"{found.proof.of}: {len(found.proof.entries)} entries stand in the ledger of {signed.size}"
            f" entries, root {signed.root}, signed {signed.at} with the key {signed.key}."
        )
        if key is None:
            click.echo("Compare this key with the one you were given, or name it with --key.")
