"""One family as the plain part of a .fam file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from antigone.cases.draft import CaseDraft, PersonRow
from antigone.formats.familias.profiles import Profiles


def plain_section(
    draft: CaseDraft, profiles: Profiles, frequencies: Mapping[str, Mapping[str, float]]
) -> list[str]:
    """The lines from the number of persons to the last pedigree; alleles are numbers in `frequencies`."""
    people = draft.people
    number = {p.id: i for i, p in enumerate(people)}
    systems = {m: i for i, m in enumerate(frequencies)}
    lines = [str(len(people))]
    for person in people:
        typed = profiles.of["reference"].get(person.id, {})
        considered = " (Consider dropouts)" if person.id in profiles.with_dropout else ""
        male = written_sex(person, people) == "male"
        lines += [
            f'"{person.id}"',
            "#FALSE#",
            _born(person) + considered,
            "#FALSE#",
            f"#{str(male).upper()}#",
        ]
        lines.append(str(len(typed)))
        for marker, alleles in typed.items():
            listed = list(frequencies[marker])
            lines += [*(str(listed.index(a)) for a in alleles), str(systems[marker])]
    relations = [(p, c.id) for c in people for p in (c.father, c.mother) if p is not None]
    lines += ['"Known relations"', "0", "0", "0", "1", "0", f'"{people[0].family}"', "0", "0"]
    lines.append(str(len(relations)))
    for parent, child in relations:
        lines += [str(number[parent]), str(number[child])]
    return lines


def written_sex(person: PersonRow, people: Sequence[PersonRow]) -> str:
    """The sex as stated, else as the person's role has it, else male: Familias knows no other."""
    if person.sex != "unknown":
        return person.sex
    return "female" if any(p.mother == person.id for p in people) else "male"


def _born(person: PersonRow) -> str:
    year = person.details.get("born", "")[:4]
    return year if year.isdigit() and int(year) > 0 else "-1"
