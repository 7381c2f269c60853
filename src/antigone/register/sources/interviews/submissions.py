"""Submissions of the interview form: XML instances, alone or in a ZIP, and the CSV export of ODK Central."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from antigone.errors import InputError
from antigone.register.sources.interviews.form import FORM

MOST = 512 * 2**20
MOST_FILES = 50_000
INTERVIEW = ("interviewer", "held_on", "language", "witness", "consent")
CLAIM = ("kind", "statement", "told_by", "words", "when", "place", "position", "subject", "fate", "least",
         "most", "other", "relation", "thing", "extent", "picture")  # fmt: skip
_INSTANCE = re.compile(r"[\w:.-]{1,200}")


@dataclass(frozen=True, slots=True)
class Submission:
    """One interview: its id, the id it replaces (empty for none), the XML kept as the original.

    `pictures` are the files that came with it, by name.
    """

    instance: str
    replaces: str
    original: bytes
    interview: Mapping[str, str]
    claims: tuple[Mapping[str, str], ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def read_submissions(name: str, data: bytes) -> list[Submission]:
    """All submissions of a file (XML, or ZIP of XML or CSV); InputError says which is wrong and why."""
    if data.startswith(b"PK"):
        found = _of_zip(name, data)
    elif data.lstrip()[:1] == b"<":
        found = [read_xml(name, data)]
    else:
        raise InputError(f"{name}: is neither an XML submission nor a ZIP; export the submissions again")
    if not found:
        raise InputError(f"{name}: holds no submission of the form {FORM}")
    twice = {s.instance for s in found if sum(x.instance == s.instance for x in found) > 1}
    if twice:
        raise InputError(f"{name}: holds {', '.join(sorted(twice))} twice; export the submissions again")
    return found


def is_submission(head: bytes) -> bool:
    """Whether a file that begins so is a submission of the form."""
    return re.search(rb"<\w+[^>]*\sid=[\"']" + FORM.encode() + rb"[\"']", head) is not None


def read_xml(name: str, data: bytes, pictures: Mapping[str, bytes] | None = None) -> Submission:
    """One XML instance; entities and document types are refused."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        reason = str(error) or type(error).__name__
        raise InputError(f"{name}: is not a readable XML submission ({reason})") from None
    if root.get("encrypted") or any(_tag(e) == "base64EncryptedKey" for e in root):
        raise InputError(f"{name}: is encrypted; decrypt the submissions in ODK Central first")
    if root.get("id") != FORM:
        raise InputError(f"{name}: is a submission of the form '{root.get('id')}', not of {FORM}")
    meta = {_tag(e): (e.text or "").strip() for m in root if _tag(m) == "meta" for e in m}
    interview = {_tag(e): (e.text or "").strip() for g in root if _tag(g) == "interview" for e in g}
    claims = [{_tag(e): (e.text or "").strip() for e in c} for c in root if _tag(c) == "claim"]
    named = {c["picture"] for c in claims if c.get("picture")}
    return Submission(
        _instance(name, meta.get("instanceID", "")),
        meta.get("deprecatedID", ""),
        data,
        {k: v for k, v in interview.items() if k in INTERVIEW},
        tuple({k: v for k, v in c.items() if k in CLAIM and v} for c in claims),
        {k: v for k, v in (pictures or {}).items() if k in named},
    )


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _instance(name: str, instance: str) -> str:
    if not _INSTANCE.fullmatch(instance):
        raise InputError(f"{name}: has no instanceID; without it the same interview could be entered twice")
    return instance


def _of_zip(name: str, data: bytes) -> list[Submission]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [i for i in package.infolist() if not i.is_dir()]
            if sum(i.file_size for i in infos) > MOST or len(infos) > MOST_FILES:
                raise InputError(f"{name}: unpacks to more than {MOST >> 20} MiB; export fewer at a time")
            files = {i.filename: package.read(i) for i in infos}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise InputError(f"{name}: is no readable ZIP ({error}); export the submissions again") from None
    tables = {n: d for n, d in files.items() if n.lower().endswith(".csv")}
    if tables:
        return _of_tables(name, tables, files)
    found = []
    for path, content in files.items():
        if path.lower().endswith(".xml"):
            folder = PurePosixPath(path).parent
            beside = {PurePosixPath(n).name: d for n, d in files.items() if PurePosixPath(n).parent == folder}
            found.append(read_xml(f"{name}: {path}", content, beside))
    return found


def _of_tables(name: str, tables: Mapping[str, bytes], files: Mapping[str, bytes]) -> list[Submission]:
    """The main table and that of the repeated claims, joined by KEY and PARENT_KEY."""
    rows = {path: list(_rows(f"{name}: {path}", content)) for path, content in tables.items()}
    main = next((r for r in rows.values() if r and "KEY" in r[0] and "PARENT_KEY" not in r[0]), None)
    if main is None:
        raise InputError(
            f"{name}: no table in it has the column KEY; export all tables of {FORM} from Central"
        )
    told: dict[str, list[dict[str, str]]] = {}
    for table in rows.values():
        for row in table:
            if "PARENT_KEY" in row:
                told.setdefault(row["PARENT_KEY"], []).append(_claim_row(row))
    pictures = {PurePosixPath(n).name: d for n, d in files.items() if n not in tables}
    found = []
    for row in main:
        xml = _as_xml(row, told.get(row["KEY"], []))
        found.append(read_xml(f"{name}: {row['KEY']}", xml, pictures))
    return found


def _rows(name: str, content: bytes) -> Iterator[dict[str, str]]:
    try:
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True):
            yield {k: v or "" for k, v in row.items() if k is not None}
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{name}: is no readable CSV in UTF-8 ({error})") from None


def _claim_row(row: Mapping[str, str]) -> dict[str, str]:
    said = {k: row[k] for k in CLAIM if row.get(k)}
    if row.get("position-Latitude") and row.get("position-Longitude"):
        said["position"] = f"{row['position-Latitude']} {row['position-Longitude']}"
    return said


def _as_xml(row: Mapping[str, str], claims: list[dict[str, str]]) -> bytes:
    """The row as the submission it came from, which becomes the original of the testimony."""
    root = Element("data", {"id": FORM})
    interview = SubElement(root, "interview")
    for key in INTERVIEW:
        SubElement(interview, key).text = _clean(row.get(f"interview-{key}", row.get(key, "")))
    for claim in claims:
        said = SubElement(root, "claim")
        for key, value in claim.items():
            SubElement(said, key).text = _clean(value)
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = _clean(row.get("meta-instanceID") or row["KEY"])
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)
