"""Drawings as pixels, for forms that know no SVG."""

from __future__ import annotations

import io

from antigone.register.reports.html_form import without_halos
from antigone.register.reports.pdf_form import html_to_pdf

PER_INCH, RIM = 216, 12


def png_of(svg: str) -> bytes:
    """The SVG as PNG, on white and cropped to what is drawn; the same drawing gives the same bytes."""
    import pypdfium2
    from PIL import ImageChops, ImageOps

    style = "@page { size: 400mm 400mm; margin: 20mm } body { margin: 0 } svg { overflow: visible }"
    page = f'<html lang="en"><title>drawing</title><style>{style}</style>{without_halos(svg)}'
    document = pypdfium2.PdfDocument(html_to_pdf(page.encode()))
    try:
        picture = document[0].render(scale=PER_INCH / 72).to_pil().convert("RGB")
    finally:
        document.close()
    white = picture.copy()
    white.paste((255, 255, 255), (0, 0, *picture.size))
    box = ImageChops.difference(picture, white).getbbox()
    if box:
        # A rim of white: letters at the very edge are cut where a word processor makes the picture smaller.
        picture = ImageOps.expand(picture.crop(box), RIM, "white")
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(PER_INCH, PER_INCH))
    return out.getvalue()
