"""Names that nobody bears: trees and letters, some also in other scripts."""

from __future__ import annotations

from typing import Any

FAMILY = (
    ("Aldermere", "Алдермере", "Ալդերմերե"),
    ("Birchen", "Бирчен", "Բիրչեն"),
    ("Cedarow", "Седаров", "Սեդարով"),
    ("Elmstead", "Элмстед", "Էլմստեդ"),
    ("Hawthor", "Хаутор", "Հաութոր"),
    ("Lindenar", "Линденар", "Լինդենար"),
    ("Mapleyan", "Маплян", "Մապլյան"),
    ("Oakhamli", "Окхамли", "Օքհամլի"),
    ("Poplaren", "Попларен", "Պոպլարեն"),
    ("Rowanov", "Рованов", "Ռովանով"),
    ("Sorbusli", "Сорбусли", "Սորբուսլի"),
    ("Willowan", "Вилован", "Վիլովան"),
)
GIVEN = {
    "female": (
        "Antia",
        "Belina",
        "Carise",
        "Delphe",
        "Ismena",
        "Lirane",
        "Merope",
        "Ninel",
        "Orsola",
        "Tamire",
    ),
    "male": (
        "Aronel",
        "Bertan",
        "Corvin",
        "Darian",
        "Emeric",
        "Haimar",
        "Leonar",
        "Polyn",
        "Rustem",
        "Varden",
    ),
}


def invented_name(random: Any, sex: str) -> list[str]:
    """A name, and for one in four the family name in another script."""
    family = FAMILY[int(random.integers(len(FAMILY)))]
    given = str(random.choice(GIVEN[sex]))
    middle = chr(ord("A") + int(random.integers(26)))
    names = [f"{given} {middle}. {family[0]}"]
    if random.random() < 0.25:
        names.append(family[1 + int(random.integers(2))])
    return names
