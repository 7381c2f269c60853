"""A report as PDF, from its HTML; nothing is fetched from anywhere."""

from __future__ import annotations

from typing import Any, NoReturn

from antigone.errors import ModelError
from antigone.register.reports.content import Report, words_of
from antigone.register.reports.fonts import require_letters
from antigone.register.reports.html_form import to_paged_html

# Tagged, with title, language and all fonts inside: to be read aloud, and kept (ISO 19005-2, level a).
VARIANT = "pdf/a-2a"


def to_pdf(report: Report) -> bytes:
    """The PDF's bytes; the same report gives the same bytes. InputError where a letter has no font here."""
    require_letters(words_of(report))
    return html_to_pdf(to_paged_html(report))


def html_to_pdf(html: bytes) -> bytes:
    """PDF of an HTML file without any reference to other files."""
    from weasyprint import HTML

    made = HTML(string=html.decode(), url_fetcher=_refuse).write_pdf(
        pdf_identifier=b"antigone", pdf_tags=True, pdf_variant=VARIANT
    )
    assert isinstance(made, bytes)
    return made


def _refuse(url: str, *args: Any, **kwargs: Any) -> NoReturn:
    raise ModelError(f"a report asked for {url}; reports hold all they need")
