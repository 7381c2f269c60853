"""A draft as the text of a .fam file, and what such a file cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft
from antigone.formats.familias.losses import losses
from antigone.formats.familias.profiles import fam_profiles
from antigone.formats.familias.writable import check_writable
from antigone.formats.familias.write_dvi import dvi_section
from antigone.formats.familias.write_loci import loci_lines, written_frequencies
from antigone.formats.familias.write_plain import plain_section

VERSION = "3.3.1"
SETTINGS = """[Advanced]
[[Direct/Identity]]
Dropin= 0
Dropout= 0
Error= 0
[[Other]]
NumberOfDecimals= 10
[[DVI]]
QuickSearch= Enabled
AllowedMismatches= 5
[[Simulation]]
SaveGenotypes= Disabled
SaveComplete= Enabled
ForceMAF= Disabled"""


NO_PERSONS: Sequence[str] = ("0", '"Known relations"', "0", "0", "0", "0")


def fam_text(draft: CaseDraft) -> tuple[str, tuple[str, ...]]:
    """The text and notes on what is lost.

    A case of one family without missing persons and remains is a plain file, any other a DVI file.
    Raises InputError where the file would mean something else: a mutation model that Familias lacks, twins,
    ids that Familias reads as its own words.
    """
    case = build_case(draft)
    check_writable(draft)
    profiles = fam_profiles(draft, case)
    frequencies, frequency_notes = written_frequencies(draft, case)
    loci, loci_notes = loci_lines(draft, case, frequencies, profiles.considered)
    families = {p.family: [r for r in draft.people if r.family == p.family] for p in draft.people}
    remains = {r.id: r.sex for r in draft.remains} | {
        s: "unknown" for s in profiles.of["remains"] if s not in {r.id for r in draft.remains}
    }
    plain = len(families) == 1 and not remains and not case.missing
    people = plain_section(draft, profiles, frequencies) if plain else NO_PERSONS
    lines = [
        f'"Output from Familias, version {VERSION}"',
        '"Written by Antigone"',
        VERSION if plain else f"{VERSION} (DVI)",
        '""',
        *people,
        f"#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: {case.theta!r} )",
        *loci,
        *([] if plain else ["", *dvi_section(families, remains, profiles)]),
        SETTINGS,
    ]
    notes = (*frequency_notes, *loci_notes, *profiles.notes, *losses(draft, plain))
    return "\n".join(lines) + "\n", notes
