"""Pedigrees drawn as SVG in the field's convention."""

from antigone.pedigrees.drawing.marks import Marks
from antigone.pedigrees.drawing.svg import draw_pedigree

__all__ = ["Marks", "draw_pedigree"]
