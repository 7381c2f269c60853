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
# Latin and Cyrillic: lists of different bodies spell one name in different scripts.
GIVEN = {
    "female": (
        ("Antia", "Антиа"),
        ("Belina", "Белина"),
        ("Carise", "Карисе"),
        ("Delphe", "Делфе"),
        ("Ismena", "Исмена"),
        ("Lirane", "Лиране"),
        ("Merope", "Меропе"),
        ("Ninel", "Нинел"),
        ("Orsola", "Орсола"),
        ("Tamire", "Тамире"),
    ),
    "male": (
        ("Aronel", "Аронел"),
        ("Bertan", "Бертан"),
        ("Corvin", "Корвин"),
        ("Darian", "Дариан"),
        ("Emeric", "Эмерик"),
        ("Haimar", "Хаймар"),
        ("Leonar", "Леонар"),
        ("Polyn", "Полин"),
        ("Rustem", "Рустем"),
        ("Varden", "Варден"),
    ),
}


def invented_name(random: Any, sex: str) -> list[str]:
    """A name, and for one in four the family name in another script."""
    family = FAMILY[int(random.integers(len(FAMILY)))]
    given = GIVEN[sex][int(random.integers(len(GIVEN[sex])))]
    middle = chr(ord("A") + int(random.integers(26)))
    names = [f"{given[0]} {middle}. {family[0]}"]
    if random.random() < 0.25:
        names.append(family[1 + int(random.integers(2))])
    return names


def spelt_otherwise(name: str, number: int) -> str:
    """A name of `invented_name` as another body's list spells it: in Cyrillic, or with a letter doubled."""
    given, middle, family = name.split()
    if number % 2:
        first = next(c for pairs in GIVEN.values() for latin, c in pairs if latin == given)
        last = next(f[1] for f in FAMILY if f[0] == family)
        return f"{first} {last}"
    return f"{family}, {given.replace('l', 'll', 1).replace('r', 'rr', 1)}"
