"""English words that end a phrase, and nouns of persons whose form does not show their number."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP = _set(
    """a an the this that these those and or nor but of in on at by for from to with without within into
    onto over under about above below across after before against among amongst around along behind
    between beyond during despite except following inside near off out outside per since through
    throughout toward towards until till upon via versus whose who whom which what when where while why
    how whether if as than because although though so thus hence however moreover therefore also too
    then there here not no yes is are was were be been being am has have had having do does did done
    will would shall should may might must can could cannot ought i you he she it we they me him her us
    them my your his its our their hers ours theirs himself herself itself themselves both either
    neither each every any all some such same only just even still yet already again once twice now
    later earlier ago thereafter afterwards meanwhile including included excluding namely respectively
    perhaps always sometimes besides unless whereas plus less went came fled lost died survived escaped
    managed took got fell became remained began ran sent brought gave lay stood said told made saw knew
    begins ends continues comes goes says lies stands takes shows means makes gives lives follows
    used remains remain reached tried returned claimed reported bore contained gave await awaits wore"""
)
IRREGULAR_PLURAL = _set(
    """people children men women persons police personnel cattle sheep livestock aircraft staff corpses
    bodies others oxen geese clergy crew militia youth"""
)
NOMINAL = _set("""dead killed wounded injured missing detained captured displaced casualties elderly
    abducted deceased disappeared arrested exhumed murdered executed deported interned""")
PERSON = _set(
    """child man woman boy girl person teenager civilian resident soldier officer serviceman villager
    prisoner hostage captive detainee doctor nurse teacher driver shepherd journalist priest relative
    brother sister father mother son daughter husband wife baby infant witness eyewitness survivor
    victim body corpse grave village house member fighter combatant refugee pupil student farmer worker
    pensioner adult minor"""
)
NOT_AFTER_ONE = _set(
    """hand side way day time another thing more single such party point end extent form part kind sort
    aspect word example reason exception case country state people nation third half quarter fifth
    fourth other voice step occasion goal last stop main major key most"""
)
FRACTION = _set("""third thirds half halves quarter quarters fifth fifths tenth tenths""")
MEASURE = _set(
    """km kilometre kilometres kilometer kilometers m metre metres meter meters cm mm centimetre
    centimetres millimetre millimetres mi mile miles foot feet ft inch inches yard yards hectare
    hectares ha acre acres square sq cubic kg kilogram kilograms kilogramme kilogrammes g gram grams
    tonne tonnes ton tons litre litres liter liters per percent percentage percentages degree degrees
    times time fold point points second seconds minute minutes hour hours night nights day days week
    weeks month months year years decade decades century centuries pm am o'clock calibre dollar
    dollars euro euros cent cents pound pounds rouble roubles ruble rubles franc francs manat manats
    dram drams lari dinar
    dinars mm² m² km² consecutive calendar half-hour"""
)
SUPERLATIVE = re.compile(r"(?:most|least|main|key|major|primary|principal|first|only|few|best|worst|\w+est)$")
MONTHS_AND_DAYS = _set(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday"""
)
NOT_NAMES = (
    _set(
        """several many few most other another further additional numerous neighbouring surrounding nearby
    entire whole former some respective general national international foreign united autonomous federal
    central capital mr
    mrs ms dr"""
    )
    | MONTHS_AND_DAYS
)
PARTICLES = _set("""al el ez as ash ar de la del di da do dos du des van von bin e i y na en""")


def is_plural(word: str) -> bool:
    """Whether the noun looks plural."""
    w = word.lower()
    if w in STOP:
        return False
    return w in IRREGULAR_PLURAL or w.endswith(("men", "children", "people")) or _s_plural(w)


def _s_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "sis", "'s", "’s"))


def is_person(word: str) -> bool:
    """Whether the singular noun is one of a person, a body or a dwelling."""
    w = word.lower()
    return w in PERSON or w.endswith(("man", "woman", "child", "person", "worker", "keeper", "driver"))
