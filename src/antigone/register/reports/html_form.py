"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language_info

from antigone.register.reports.content import Heading, PageBreak, Paragraph, Report, Table


def to_html(report: Report) -> bytes:
    """UTF-8 HTML with its style inside."""
    blocks = [{"kind": _KINDS[type(block)], "block": block} for block in report.blocks]
    context = {"report": report, "blocks": blocks, "direction": _direction(report.language)}
    return render_to_string("reports/report.html", context).encode()


def _direction(language: str) -> str:
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


_KINDS = {Heading: "heading", Paragraph: "paragraph", Table: "table", PageBreak: "break"}
