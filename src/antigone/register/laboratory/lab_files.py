"""Profiles in a laboratory's file: profiles.csv, a workbook, GeneMapper, CODIS CMF."""

from __future__ import annotations

from antigone.cases.draft import GenotypeColumns
from antigone.errors import InputError
from antigone.formats.cmf import parse_cmf
from antigone.formats.genemapper import parse_genemapper
from antigone.formats.profiles import parse_profiles
from antigone.formats.specimens import Reading, specimens_draft
from antigone.formats.tables import Table, parse_table
from antigone.register.people.list_files import read_list

Genotypes = dict[str, list[str]]
# Whose sample it is, the record knows; the formats want a word.
ANY_KIND = "remains"


def read_genotypes(name: str, data: bytes, homozygous: bool = False) -> dict[str, Genotypes]:
    """Sample's number → marker → alleles.

    `homozygous`: one allele in a GeneMapper or CMF file stands for two. Raises InputError
    naming the row that cannot be used, or a sample typed twice at a marker.
    """
    columns = _columns(name, data, Reading(homozygous))
    typed: dict[str, Genotypes] = {}
    for i in range(len(columns)):
        row = columns.at(i)
        code = row.sample or row.subject
        pair = [a for a in (row.allele1, row.allele2) if a]
        held = typed.setdefault(code, {}).setdefault(row.marker, pair)
        if sorted(held) != sorted(pair):
            raise InputError(f"{name}, row {row.row}: {code} is typed twice at {row.marker}; keep one")
    return typed


def _columns(name: str, data: bytes, reading: Reading) -> GenotypeColumns:
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        specimens, _notes = parse_cmf(name, data, ANY_KIND)
        return specimens_draft(name, specimens, reading, {}, {}).genotypes
    if _is_genemapper(data):
        specimens, _notes = parse_genemapper(name, data, ANY_KIND)
        return specimens_draft(name, specimens, reading, {}, {}).genotypes
    return parse_profiles(table_of(name, data))


def _is_genemapper(data: bytes) -> bool:
    start = data[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n").splitlines()
    return bool(start) and b"sample name" in start[0].lower()


def table_of(name: str, data: bytes) -> Table:
    """A CSV file, or a workbook of one sheet."""
    return read_list(name, data) if data.startswith(b"PK") else parse_table(name, data)
