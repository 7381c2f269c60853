"""Invented names spelt in five scripts, syllable by syllable, and persons of whom it is known who is whom."""

import random
from datetime import date

from antigone.register.people.likeness import Known

# Latin, Cyrillic, Armenian, Arabic, Azerbaijani.
SYLLABLES = (
    ("kha", "ха", "խա", "خا", "xa"), ("cha", "ча", "չա", "تشا", "ça"), ("tur", "тур", "տուր", "تور", "tur"),
    ("sha", "ша", "շա", "شا", "şa"), ("ja", "джа", "ջա", "جا", "ca"), ("mir", "мир", "միր", "مير", "mir"),
    ("ne", "не", "նե", "ني", "ne"), ("lo", "ло", "լո", "لو", "lo"), ("ro", "ро", "րո", "رو", "ro"),
    ("va", "ва", "վա", "فا", "va"), ("bi", "би", "բի", "بي", "bi"), ("ka", "ка", "կա", "كا", "ka"),
    ("de", "де", "դե", "دي", "de"), ("gha", "га", "ղա", "غا", "ğa"), ("zu", "зу", "զու", "زو", "zu"),
    ("pe", "пе", "պե", "بي", "pe"), ("fi", "фи", "ֆի", "في", "fi"), ("sol", "сол", "սոլ", "سول", "sol"),
    ("ren", "рен", "րեն", "رين", "ren"), ("man", "ман", "ման", "مان", "man"),
)  # fmt: skip
ENDS = (
    ("yan", "ян", "յան", "يان", "yan"),
    ("ov", "ов", "ով", "وف", "ov"),
    ("li", "ли", "լի", "لي", "li"),
    ("er", "ер", "եր", "ير", "er"),
)
JULY = (date(1993, 7, 1), date(1993, 7, 31))


def spelt(chance, syllables):
    """One name in the five scripts."""
    parts = [chance.choice(SYLLABLES) for _ in range(syllables)] + [chance.choice(ENDS)]
    return tuple("".join(p[i] for p in parts).title() for i in range(5))


def two_lists(count, again, seed=1):
    """Persons of list A, brothers and sisters among them, and `again` of them on list B too; and the pairs.

    On list B a name is in any script, one in two with the family name first, one in seven without a letter;
    one in seven has a year of birth that is one off, one in ten none; one in five another place.
    """
    chance = random.Random(seed)
    families = [spelt(chance, chance.choice([2, 2, 3])) for _ in range(max(200, count // 15))]
    given = [spelt(chance, 2) for _ in range(80)]
    places = [f"Village {chr(65 + i // 6)}{'aeiouy'[i % 6] * 3}" for i in range(40)]
    persons, truth = [], set()
    for i in range(count):
        first, last, sex = chance.choice(given), chance.choice(families), chance.choice(["male", "female"])
        year, place = chance.randint(1930, 1985), chance.choice(places)
        persons.append(_known(f"A{i:06}", f"{first[0]} {last[0]}", sex, year, place, "A"))
        if chance.random() < 0.2:
            kin = f"{chance.choice(given)[0]} {last[0]}"
            persons.append(_known(f"K{i:06}", kin, sex, year + chance.randint(1, 8), place, "A"))
        if i < again:
            script = chance.randrange(5)
            name = [first[script], last[script]]
            text = " ".join(reversed(name) if chance.random() < 0.5 else name)
            if chance.random() < 1 / 7:
                at = chance.randrange(1, len(text) - 1)
                text = text[:at] + text[at + 1 :]
            off = chance.choice([-1, 1]) if chance.random() < 1 / 7 else 0
            born = None if chance.random() < 0.1 else year + off
            there = place if chance.random() < 0.8 else chance.choice(places)
            persons.append(_known(f"B{i:06}", text, sex, born, there, "B"))
            truth.add((f"A{i:06}", f"B{i:06}"))
    return persons, truth


def _known(key, name, sex, year, place, on):
    born = (date(year, 1, 1), date(year, 12, 31)) if year else None
    return Known(key, (name,), sex, born, JULY, place, (), (on,))
