"""Making a report: in the form that is asked for, kept under its hash, with a line in the ledger."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.ledger.codes import codes
from antigone.register.ledger.record import state
from antigone.register.reports.content import Report
from antigone.register.reports.docx_form import to_docx
from antigone.register.reports.html_form import to_html
from antigone.register.reports.models import Document
from antigone.register.reports.pdf_form import to_pdf
from antigone.register.reports.site_form import to_site
from antigone.register.sources import store

FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "zip": "application/zip",
}
KEPT = {**FORMS, "json": "application/json"}


def in_form(report: Report, form: str) -> bytes:
    """The report's bytes; InputError for a form that there is not."""
    if form not in FORMS:
        raise InputError(f"'{form}' is no form of a report; choose one of {', '.join(FORMS)}")
    with translation.override(report.language):
        if form == "pdf":
            return to_pdf(report)
        if form == "docx":
            return to_docx(report)
        return to_site(report) if form == "zip" else to_html(report)


def make(author: Author, report: Report, form: str) -> Document:
    """Makes and keeps a report; beside it, where it has one, its proof in the ledger as JSON."""
    parts = {form: in_form(report, form)} | ({"json": report.proof.encode()} if report.proof else {})
    stored = {f: store.put([data]) for f, data in parts.items()}
    with transaction.atomic():
        number = codes(author.investigation, Document, "DOC")
        rows = [
            state(
                author,
                Document(code=next(number), kind=report.kind, title=report.title[:500], form=f,
                         sha256=s.sha256, about=list(report.about)),
            )
            for f, s in stored.items()
        ]  # fmt: skip
    return rows[0]
