"""The pages of a PDF as text, through pypdf; scripts in it are never run."""

from __future__ import annotations

import io
import logging
from typing import Any

from antigone.errors import InputError
from antigone.papers.extracted import OnPage

_TIDY = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "", "\0": "\ufffd", "\r": "\n"}
)


def pdf_pages(data: bytes, name: str, on_page: OnPage | None) -> tuple[list[str], list[str]]:
    """Text of every page, and notes on what was left out.

    Raises InputError for a damaged file, a password, and a paper without any text (scanned).
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # pypdf meets damage with many kinds of error; none of them may reach the user as a traceback.
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:
        raise _damaged(name, error) from None
    if locked:
        raise InputError(f"{name}: is protected by a password; save a copy without the password")
    try:
        pages = _pages(reader, on_page)
        scripts = _has_script(reader)
    except Exception as error:
        raise _damaged(name, error) from None
    if not pages:
        raise InputError(f"{name}: has no pages; get the PDF again from its origin")
    silent = [n for n, page in enumerate(pages, start=1) if not page.strip()]
    if len(silent) == len(pages):
        raise InputError(
            f"{name}: has {len(pages)} pages and no text (scanned?); run character recognition "
            "(for example ocrmypdf) and read its result"
        )
    notes = ["The PDF contains JavaScript; it was not run."] if scripts else []
    if silent:
        listed = ", ".join(map(str, silent[:20])) + (" …" if len(silent) > 20 else "")
        notes.append(f"Pages without text (pictures or blank): {listed}.")
    return pages, notes


def _damaged(name: str, error: Exception) -> InputError:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return InputError(f"{name}: is not a readable PDF ({reason}); get it again or print it to a new PDF")


def _pages(reader: Any, on_page: OnPage | None) -> list[str]:
    pages = []
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text().translate(_TIDY)
        pages.append(text.encode("utf-8", "replace").decode("utf-8"))
        if on_page is not None:
            on_page(number, total)
    return pages


def _has_script(reader: Any) -> bool:
    root = reader.trailer["/Root"].get_object()
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        return True
    if _is_script(root.get("/OpenAction")) or _any_script(root.get("/AA")):
        return True
    return any(_any_script(page.get("/AA")) for page in reader.pages)


def _any_script(actions: Any) -> bool:
    return actions is not None and any(_is_script(a) for a in actions.get_object().values())


def _is_script(action: Any) -> bool:
    action = None if action is None else action.get_object()
    return isinstance(action, dict) and (action.get("/S") == "/JavaScript" or "/JS" in action)
