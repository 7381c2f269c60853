"""The text of a DOCX file: running head, body, footnotes, running foot; refuses macros and zip bombs."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from antigone.errors import InputError

MOST_UNPACKED = 256 * 2**20
MOST_RATIO = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def docx_text(data: bytes, name: str) -> str:
    """The text, one line a paragraph; footnotes follow the body, each after its mark in superscript.

    Raises InputError for a damaged file, another kind of zip, macros, and a file that unpacks beyond reason.
    """
    _check_package(data, name)
    # lxml and python-docx meet damage with many kinds of error; none may reach the user as a traceback.
    try:
        return _text(data)
    except Exception as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise InputError(f"{name}: is not a readable DOCX ({reason}); save it again as .docx") from None


def _check_package(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(f"{name}: is not a readable DOCX ({error}); save it again as .docx") from None
    unpacked = sum(i.file_size for i in infos)
    ratio = max((i.file_size / max(i.compress_size, 1) for i in infos if i.file_size > 2**20), default=0)
    if unpacked > MOST_UNPACKED or ratio > MOST_RATIO or len(infos) > 10_000:
        raise InputError(
            f"{name}: unpacks to {unpacked} bytes, a zip bomb rather than a paper; do not open it"
        )
    if any(i.flag_bits & 1 for i in infos):
        raise InputError(f"{name}: is protected by a password; save a copy without the password")
    names = {i.filename for i in infos}
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        raise InputError(f"{name}: contains macros; save it as .docx without macros")
    if "word/document.xml" not in names:
        raise InputError(f"{name}: is a zip file but no Word document; give a TXT, PDF or DOCX file")


def _text(data: bytes) -> str:
    from docx import Document

    document = Document(io.BytesIO(data))
    heads, feet = _running_parts(document)
    marks: list[str] = []
    body = _lines(document.element.body, marks)
    notes = _footnotes(document, marks)
    text = "".join(["".join(heads), body, notes, "".join(feet)])
    return text.replace("\r", "\n").rstrip("\n") + "\n"


def _running_parts(document: Any) -> tuple[list[str], list[str]]:
    heads: dict[str, None] = {}
    feet: dict[str, None] = {}
    for section in document.sections:
        first = section.different_first_page_header_footer
        for part in (section.first_page_header if first else section.header, section.header):
            if not part.is_linked_to_previous:
                heads[_lines(part._element, [])] = None
        for part in (section.first_page_footer if first else section.footer, section.footer):
            if not part.is_linked_to_previous:
                feet[_lines(part._element, [])] = None
    return list(heads), list(feet)


def _footnotes(document: Any, marks: list[str]) -> str:
    from docx.oxml import parse_xml

    parts = [r.target_part for r in document.part.rels.values() if r.reltype.endswith("/footnotes")]
    text = {}
    for part in parts:
        for note in parse_xml(part.blob).iter(f"{_W}footnote"):
            text[note.get(f"{_W}id")] = " ".join(_lines(note, []).split())
    shown = [f"\n{_mark(n)} {text[i]}\n" for n, i in enumerate(marks, start=1) if text.get(i)]
    return "".join(shown)


def _mark(number: int) -> str:
    return str(number).translate(_SUPERSCRIPT)


def _lines(root: Any, marks: list[str]) -> str:
    """Text below `root`; the ids of the footnotes it refers to are appended to `marks`."""
    out: list[str] = []

    def walk(element: Any) -> None:
        tag = element.tag
        if tag == _FALLBACK:
            return
        if tag == f"{_W}t":
            out.append(element.text or "")
        elif tag == f"{_W}footnoteReference":
            marks.append(element.get(f"{_W}id"))
            out.append(_mark(len(marks)))
        elif isinstance(tag, str) and tag.startswith(_W) and tag[len(_W) :] in _SIGNS:
            # A tab stop defined in the paragraph's settings has the tag of a typed tab.
            if element.getparent().tag == f"{_W}r":
                out.append(_SIGNS[tag[len(_W) :]])
        else:
            for child in element:
                walk(child)
            if tag == f"{_W}p":
                out.append("\n")

    walk(root)
    return "".join(out)
