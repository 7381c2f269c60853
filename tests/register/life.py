"""The whole life of one invented person in the record, step by step, for the tests."""

from datetime import UTC, date, datetime
from pathlib import Path

from antigone.formats.invented_case import write_invented_case
from antigone.register.field.recovering import add_site, recover
from antigone.register.laboratory.custody import pass_on, take_sample
from antigone.register.laboratory.profiling import import_frequencies, import_profiles
from antigone.register.people.families import add_relative, consent, members, start_family
from antigone.register.people.reporting import Reported, report_missing

DAY = date(2026, 3, 1)
PASSWORD = "four invented words here"


def invented_files(folder: Path) -> dict[str, str]:
    case = write_invented_case(folder / "case", seed=1)
    return {p.name: p.read_text(encoding="utf-8") for p in case.iterdir()}


def reported(author, name="Ismene Orchard", **report):
    return report_missing(author, Reported([name], report, {"sex": "female", "birth": "1970"}))


def custody(author, sample, seal):
    return pass_on(
        author, sample, "field", "laboratory", datetime(2026, 3, 2, tzinfo=UTC), place="here", seal=seal
    )


def two_profiled_sides(member, files):
    """Missing X4 of the invented family Cedar with both parents typed, and remains V4 of the cave."""
    interviewer, field, laboratory = member("interviewer"), member("field"), member("laboratory")
    person = reported(interviewer, last_seen="spring 1993", place="Lower meadow")
    family = start_family(interviewer, person)
    her = members(family)[0].relative
    subjects = {}
    for relation, source in (("father", "FA4"), ("mother", "MO4")):
        relative = add_relative(interviewer, her, relation, f"her {relation}")
        consent(interviewer, relative, "sample", True, DAY)
        sample = take_sample(laboratory, "saliva", DAY, relative=relative)
        custody(laboratory, sample, f"seal-{source}")
        subjects[source] = sample.code
    remains = recover(field, add_site(field, "Lower cave", 40.0, 45.0), DAY, "a body")
    sample = take_sample(laboratory, "femur", DAY, remains=remains)
    custody(laboratory, sample, "seal-V4")
    subjects["V4"] = sample.code
    header, *rows = files["profiles.csv"].splitlines()
    kept = [
        ",".join([subjects[r.split(",")[0]], *r.split(",")[1:]]) for r in rows if r.split(",")[0] in subjects
    ]
    import_profiles(laboratory, "profiles.csv", "\n".join([header, *kept]).encode())
    table = import_frequencies(laboratory, "invented", "frequencies.csv", files["frequencies.csv"].encode())
    return person, remains, table
