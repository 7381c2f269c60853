"""The interview form as XLSForm (a workbook) and as XForm (what ODK Collect and Enketo load)."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from antigone.register.sources.models import Claim, Testimony

FORM = "antigone-interview"
VERSION = "1"

_Row = dict[str, str]


def xlsform() -> bytes:
    """The workbook, in the language of the page that asks for it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (("survey", survey()), ("choices", choices()), ("settings", [settings()])):
        sheet = book.create_sheet(name)
        header = list(dict.fromkeys(k for row in rows for k in row))
        sheet.append(header)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append([row.get(k) for k in header])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xform() -> str:
    """The same form as XForm XML, made and checked by pyxform; InputError cannot happen."""
    from pyxform.xls2xform import convert

    return str(convert(xlsform(), form_name="data", file_type=".xlsx").xform)


def settings() -> _Row:
    """The sheet of settings."""
    return {
        "form_title": _("Interview"), "form_id": FORM, "version": VERSION,
        "instance_name": "concat(${held_on}, ' ', ${interviewer})",
    }  # fmt: skip


def choices() -> list[_Row]:
    """The sheet of choices: the record's own kinds, fates and levels of consent."""
    lists: list[tuple[str, Any]] = [
        ("kind", [c for c in Claim.Kind.choices if c[0] != Claim.Kind.TIME]),
        ("fate", Claim.Fate.choices),
        ("consent", Testimony.Consent.choices),
    ]
    return [{"list_name": n, "name": v, "label": str(label)} for n, pairs in lists for v, label in pairs]


def survey() -> list[_Row]:
    """The sheet of questions. Nothing about the device or its owner is asked."""
    return [
        {"type": "start", "name": "start"},
        {"type": "end", "name": "end"},
        {"type": "begin_group", "name": "interview", "label": _("The interview")},
        _ask("text", "interviewer", _("Interviewer"), required="yes"),
        _ask("date", "held_on", _("Held on"), required="yes", constraint=". <= today()",
             constraint_message=_("The day of the interview cannot lie ahead.")),
        _ask("text", "language", _("Language of the interview")),
        _ask("text", "witness", _("Pseudonym, or name of the witness"), required="yes",
             hint=_("A witness who must stay unknown has a pseudonym in the record: write only that.")),
        _ask("select_one consent", "consent", _("The witness agrees that it may be used by"), required="yes"),
        {"type": "end_group", "name": "interview"},
        {"type": "begin_repeat", "name": "claim", "label": _("Something the witness says")},
        _ask("select_one kind", "kind", _("What is it about?"), required="yes"),
        _ask("text", "statement", _("In a sentence, as the witness says it"), required="yes"),
        _ask("text", "told_by", _("Who told the witness? Empty: seen or heard themselves")),
        _ask("text", "words", _("How sure: the words of the witness")),
        _ask("text", "when", _("When"), hint=_("1993, 1993-07, 1993-07-15, spring 1993, 1993-07~ (about)")),
        _ask("text", "place", _("Where"), 
             required="${kind} = 'site' or (${kind} = 'event' and ${when} = '')"),
        _ask("geopoint", "position", _("Position, if you stand there")),
        _ask("text", "subject", _("Of whom or what"), required="yes",
             relevant="${kind} = 'fate' or ${kind} = 'count' or ${kind} = 'relation'"),
        _ask("select_one fate", "fate", _("What became of them"), required="yes",
             relevant="${kind} = 'fate'"),
        _ask("integer", "least", _("At least how many"), required="${kind} = 'count'",
             relevant="${kind} = 'count' or ${kind} = 'site'",
             constraint=". >= 0", constraint_message=_("A count is not negative.")),
        _ask("integer", "most", _("At most how many; the same number where it is exact"),
             relevant="${kind} = 'count' or ${kind} = 'site'",
             constraint=". >= 0 and (${least} = '' or . >= ${least})",
             constraint_message=_("At most is not less than at least.")),
        _ask("text", "other", _("Related to whom"), required="yes", relevant="${kind} = 'relation'"),
        _ask("text", "relation", _("As what"), required="yes", relevant="${kind} = 'relation'"),
        _ask("text", "thing", _("What was damaged (house, school, cemetery …)"), required="yes",
             relevant="${kind} = 'damage'"),
        _ask("text", "extent", _("How far (destroyed, partly, looted …)"), required="yes",
             relevant="${kind} = 'damage'"),
        _ask("image", "picture", _("Picture"), parameters="max-pixels=2000"),
        {"type": "end_repeat", "name": "claim"},
    ]  # fmt: skip


def _ask(kind: str, name: str, label: str, **more: str) -> _Row:
    return {"type": kind, "name": name, "label": label, **more}
