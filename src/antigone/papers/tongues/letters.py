"""Letters and notes verbales in a language."""

from __future__ import annotations

import re

from antigone.papers.letters import Letter, Title
from antigone.papers.lines import Line, is_furniture
from antigone.papers.tongues.dates import find_dates_in
from antigone.papers.tongues.tongue import Tongue

_MOST_LINES = 8
_MARKS = re.compile(r"[\s,*⁰¹²³⁴⁵⁶⁷⁸⁹]+$")


def annex_starts_in(lines: list[Line], tongue: Tongue) -> list[int]:
    """Offsets of all headings of annexes."""
    annex = re.compile(tongue.annex, re.IGNORECASE)
    return [line.start for line in lines if annex.match(line.text)]


def find_titles_in(lines: list[Line], tongue: Tongue) -> list[Title]:
    """Headings of letters, in order, each a paragraph of its own."""
    found: list[Title] = []
    form = re.compile(tongue.form, re.IGNORECASE)
    for i, line in enumerate(lines):
        if found and line.start <= found[-1].end:
            continue
        begun = " ".join(x.text for x in lines[i : i + 3])
        # Arabic has no capitals.
        if tongue.code != "ar" and line.text and not line.text[0].isupper():
            continue
        if form.match(begun) and (title := _title(lines, i, tongue)) is not None:
            found.append(title)
    return found


def _title(lines: list[Line], i: int, tongue: Tongue) -> Title | None:
    opening = re.compile(rf"(?:{tongue.opening})", re.IGNORECASE)
    annex = re.compile(tongue.annex, re.IGNORECASE)
    text, end = lines[i].text, lines[i].end
    for line in lines[i + 1 : i + _MOST_LINES]:
        if not line.text or is_furniture(line.text) or opening.match(line.text) or annex.match(line.text):
            break
        text, end = f"{text} {line.text}", line.end
    # A heading that was copied onto one line with its letter ends where the letter opens:
    # 'La Mission permanente' does, 'la Mission permanente' stands within the heading.
    inline = next(
        (m for m in opening.finditer(text, 1) if text[m.start() - 1] == " " and not m[0][0].islower()), None
    )
    if inline is not None:
        text = text[: inline.start()]
        end = min(end, lines[i].start + len(text))
    text = _MARKS.sub("", " ".join(text.split()))
    match = re.match(tongue.letter, text, re.IGNORECASE)
    return None if match is None else Title(lines[i].start, end, text)


def find_letters_in(view: str, lines: list[Line], titles: list[Title], tongue: Tongue) -> list[Letter]:
    """The letters under `titles`; each is signed by those who sign before the next letter or annex."""
    annexes = annex_starts_in(lines, tongue)
    first = next((a for a in annexes if titles and a > titles[0].start), None)
    letters = []
    for n, title in enumerate(titles):
        nexts = [t.start for t in titles[n + 1 : n + 2]] + [a for a in annexes if a > title.end][:1]
        signed = _signatories(view[title.end : min(nexts, default=len(view))], tongue)
        match = re.match(tongue.letter, title.text, re.IGNORECASE)
        said = {} if match is None else match.groupdict()
        dates = find_dates_in(said.get("date") or "", tongue)
        letters.append(
            Letter(
                dates[0].edtf if dates else None,
                _without_article(said.get("office"), tongue),
                _addressees(said.get("addressee"), tongue),
                signed,
                first is not None and title.start > first,
                re.search(tongue.note, title.text, re.IGNORECASE) is not None,
                title.start,
                title.end,
            )
        )
    return letters


def _addressees(words: str | None, tongue: Tongue) -> tuple[str, ...]:
    parts = re.split(tongue.another, words, flags=re.IGNORECASE) if words else []
    return tuple(w for part in parts if (w := _without_article(part, tongue)) is not None)


def _without_article(words: str | None, tongue: Tongue) -> str | None:
    if words is None:
        return None
    plain = _MARKS.sub("", words.strip())
    return re.sub(rf"^(?:{tongue.article})", "", plain, flags=re.IGNORECASE) if tongue.article else plain


def _signatories(text: str, tongue: Tongue) -> tuple[str, ...]:
    names = []
    for match in re.finditer(rf"\(\s*(?:{tongue.signed})\s*\)\s*:?", text, re.IGNORECASE):
        line = next((x.strip() for x in text[match.end() :][:300].split("\n") if x.strip()), "")
        line = re.split(r"[,;،]", line)[0]
        office = re.search(rf"\s(?:{tongue.offices})", line, re.IGNORECASE)
        name = line[: office.start()] if office else line
        if name.strip() and len(name) <= 120:
            names.append(" ".join(name.split()).rstrip(".*"))
    return tuple(names)
