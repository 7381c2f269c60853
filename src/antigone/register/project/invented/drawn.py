"""Pictures of a house before and after, drawn for the invented case."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from antigone.register.access.author import Author
from antigone.register.sources.claiming import compare
from antigone.register.sources.models import Claim
from antigone.register.sources.taking import Incoming, take_in


def show(author: Author, claim: Claim) -> None:
    """Puts the two pictures beside the claim of damage."""
    before, after = (
        take_in(
            author,
            Incoming("photo", f"A house of Lower Alder {when} (drawn)", "The invented archive", f"{when}.png",
                     about={"date": year}),
            [_house(roof, wall)],
        ).source
        for when, year, roof, wall in (
            ("before", "1990", "#a5492d", "#d8c89a"), ("after", "1994", "#222222", "#777777"),
        )
    )  # fmt: skip
    compare(author, claim, before, after)


def _house(roof: str, wall: str) -> bytes:
    picture = Image.new("RGB", (640, 400), "#bcd6e6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 330, 640, 400), fill="#7d9a5a")
    draw.rectangle((150, 170, 490, 350), fill=wall)
    draw.polygon([(130, 170), (510, 170), (320, 60)], fill=roof)
    for x in (190, 290, 390):
        draw.rectangle((x, 210, x + 50, 260), fill="#2d3b45")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
