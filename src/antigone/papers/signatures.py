"""Who signed: the name after '(Signed)', without the office that follows it."""

from __future__ import annotations

import re

_SIGNED = re.compile(r"[(\[]\s*Signed\s*[)\]]\s*:?", re.IGNORECASE)
_OFFICE = re.compile(
    r"\s(?:Ambassador|Permanent|Deputy|Acting|Charg[eé]|Minister|Prime|President|Vice|Co-Chair"
    r"|Chair|Under-Secretary"
    r"|Secretary|Assistant|Representative|Special|Envoy|Head|Director|Counsellor|Coordinator"
    r"|Commissioner|Ombuds"
    r"|Prosecutor|General Prosecutor|Attorney|Executive|Adviser|Observer|Member|Governor|Speaker"
    r"|Foreign|First|Second"
    r"|Third|High|for and|on behalf|For the|Alternate|Leader|Commander)"
)


def signatories(view: str, start: int, end: int) -> tuple[str, ...]:
    """Names of all who signed in `view[start:end]`, in order."""
    names = []
    for match in _SIGNED.finditer(view, start, end):
        stop = _SIGNED.search(view, match.end(), end)
        name = _name(view[match.end() : stop.start() if stop else end][:400])
        if name:
            names.append(name)
    return tuple(names)


def _name(text: str) -> str:
    line = next((x.strip() for x in text.split("\n") if x.strip()), "")
    line = line.split(",")[0].split(";")[0].strip()
    for office in _OFFICE.finditer(line):
        before, after = line[: office.start()].split(), line[office.start() :].split()
        # A surname may look like an office ('Anna Head'): two names before it, or an office of two words.
        if len(before) > 1 or len(after) > 1:
            line = line[: office.start()]
            break
    return " ".join(line.rstrip(" .*").split()) if len(line) <= 120 else ""
