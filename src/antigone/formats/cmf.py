"""CODIS Common Message Format (CMF) XML: specimens with their category, loci and alleles."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element, ParseError

from antigone.errors import InputError
from antigone.formats.specimens import Call, Specimen

ROOT = "CODISImportFile"
RELATIVES = (
    "biological", "maternal", "paternal", "relative", "spouse", "sibling", "mother", "father", "child",
)  # fmt: skip


def parse_cmf(name: str, data: bytes, kind: str | None) -> tuple[tuple[Specimen, ...], tuple[str, ...]]:
    """The specimens, of `kind` or as their category says, and notes on those left out.

    Raises InputError for a file that is no XML, declares entities or a document type, or is of another kind.
    """
    root = _parse(name, data)
    if _tag(root) != ROOT:
        raise InputError(f"{name}: the XML is <{_tag(root)}>, not <{ROOT}>; export it from CODIS as CMF")
    specimens: list[Specimen] = []
    left_out: Counter[str] = Counter()
    for number, element in enumerate((e for e in root if _tag(e) == "SPECIMEN"), start=1):
        where = f"{name}, specimen {number}"
        identity = _text(element, "SPECIMENID")
        if not identity:
            raise InputError(f"{where}: SPECIMENID is empty; every specimen needs one")
        category = _text(element, "SPECIMENCATEGORY")
        own = kind or kind_of(category)
        if own is None:
            left_out[category or "(none stated)"] += 1
            continue
        calls = tuple(_call(f"{where} ({identity})", e, number) for e in element if _tag(e) == "LOCUS")
        specimens.append(Specimen(identity, own, calls, element.get("CASEID", "").strip()))
    notes = tuple(
        f"{count} specimens of category '{category}' are left out; --kind takes all specimens as one kind"
        for category, count in left_out.items()
    )
    if left_out and not specimens:
        raise InputError(f"{name}: {'; '.join(notes)}")
    return tuple(specimens), notes


def kind_of(category: str) -> str | None:
    """The kind of a specimen category, None where a case of missing persons has no place for it."""
    text = category.lower().strip()
    if text.startswith("unidentified") or text == "uhr":
        return "remains"
    if text == "missing person":
        return "personal"
    # A deduced profile is inferred from the relatives: as evidence it would count them twice.
    if not text.startswith("deduced") and any(word in text for word in RELATIVES):
        return "reference"
    return None


def _parse(name: str, data: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if not data.strip():
        raise InputError(f"{name}: the file is empty; export it again from CODIS as CMF")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise InputError(
            f"{name}: the XML declares a document type or entities, which CMF never does; it was not read"
        ) from error
    except ParseError as error:
        line, column = error.position
        raise InputError(
            f"{name}, line {line}, column {column + 1}: not well-formed XML; export it again from CODIS"
        ) from error
    except (ValueError, LookupError) as error:
        raise InputError(f"{name}: not readable XML ({error}); export it again from CODIS as CMF") from error
    assert isinstance(root, Element)
    return root


def _call(where: str, locus: Element, number: int) -> Call:
    marker = _text(locus, "LOCUSNAME")
    if not marker:
        raise InputError(f"{where}: a LOCUS without LOCUSNAME; export it again from CODIS as CMF")
    alleles = [_text(a, "ALLELEVALUE") for a in locus if _tag(a) == "ALLELE"]
    return Call(marker, tuple(a for a in alleles if a), number)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element, tag: str) -> str:
    return next(((e.text or "").strip() for e in element if _tag(e) == tag), "")
