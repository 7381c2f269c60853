"""Alleles as tables write them: a spreadsheet makes 9.0 of 9."""

from __future__ import annotations

import re


def allele_name(text: str) -> str:
    """The text, but a decimal number without needless zeros: 9.0 and 09 are 9, 9.30 is 9.3."""
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) is None:
        return text
    whole, _, part = text.partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole
