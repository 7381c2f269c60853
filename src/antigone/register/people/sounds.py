"""What a name sounds like, whatever its script: its consonants in classes that all the scripts share.

Arabic writes no short vowels, Russian no h, Azerbaijani c is a Latin j: what they all keep is the order of
the consonants by kind. Related idea: Soundex and its kin; here the classes follow the romanisations of
Armenian, Arabic, Azerbaijani, Georgian, Persian, Russian and Turkish names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Letters whose sound plain Latin loses; c and x only where another letter shows whose spelling it is.
_LATIN = str.maketrans(
    {"ş": "sh", "ș": "sh", "š": "sh", "ś": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh", "ź": "zh",
     "ğ": "gh", "ə": "a", "ı": "i", "đ": "d", "ț": "ts"}
)  # fmt: skip
_TURKIC = re.compile("[əğış]")
_TURKIC_SOUNDS = str.maketrans({"c": "j", "x": "kh", "q": "g"})
_VOWELLESS = re.compile("[\u0590-\u06ff]")
_CLASSES = (
    ("shch", "X"), ("dzh", "J"), ("tch", "J"), ("sch", "X"), ("zh", "J"), ("ch", "J"), ("sh", "X"),
    ("kh", "K"), ("gh", "K"), ("ph", "F"), ("th", "T"), ("dz", "S"), ("ts", "S"), ("tz", "S"), ("ck", "K"),
)  # fmt: skip
_SOFT = re.compile("c(?=[eiy])")
_ONE = {"k": "K", "g": "K", "q": "K", "h": "K", "c": "K", "j": "J", "s": "S", "z": "S", "x": "K",
        "t": "T", "d": "T", "p": "P", "b": "P", "f": "F", "v": "F", "w": "F", "l": "L", "m": "M", "n": "N",
        "r": "R"}  # fmt: skip
# Words that say whose child somebody is, titles and articles: they tell no two persons apart.
PARTICLES = frozenset(
    "al el ul ar as ad bin ibn bint ben abu oglu ogly oghlu qizi kyzy kizi gyzy khanum bek".split()  # noqa: SIM905
)


def name_words(text: str) -> list[str]:
    """The words of a name in its own script, lower case, without particles and initials.

    Where a letter shows that the spelling is Azerbaijani or Turkish, c, x and q are written as they sound.
    """
    text = unicodedata.normalize("NFC", text.replace("İ", "i").lower())
    if _TURKIC.search(text):
        text = text.translate(_TURKIC_SOUNDS)
    words = re.findall(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652'’`ʼ]+[^\W\d_]*)*", text)
    return [w for w in words if len(w) > 1 and anyascii(w).lower().strip("'`") not in PARTICLES]


def initials(text: str) -> dict[str, str]:
    """The single letters of a name in plain Latin → the class of their sound: 'А. G. Aldermere' → A, K."""
    letters = re.findall(r"(?<!\w)\w(?!\w)", text.lower())
    return {re.sub("[^a-z]", "", in_latin(w)) or s[0]: s[0] for w in letters if (s := sound(w))}


def writes_vowels(text: str) -> bool:
    """Whether the script has letters for short vowels: Arabic and Hebrew have none."""
    return not _VOWELLESS.search(text)


def in_latin(word: str) -> str:
    """The word in plain Latin letters, with the sounds that a diacritic stands for."""
    return anyascii(word.translate(_LATIN)).lower()


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """The word's consonants by class, A before them where it begins with a vowel: 'Şəhla', 'Шехла' → XKL."""
    vowels = writes_vowels(word)
    word = unicodedata.normalize("NFC", word.lower())
    word = word.replace("ու", "u").replace("تش", "چ")
    letters = re.sub("[^a-z]", "", in_latin(word))
    if word[:1] in "عاأإآىئ":
        letters = "a" + letters
    begins = "A" if letters[:1] and letters[0] in "aeiouy" else ""
    if not vowels:
        # The letters waw and ya are mostly long vowels; so is a ta marbuta at the end.
        letters = letters[:1].replace("y", "") + re.sub("[wy]", "", letters[1:])
        begins = begins or ("A" if word[:1] == "ي" else "")
        letters = letters[:-1] if word[-1:] in "ةهى" and len(letters) > 2 else letters
    letters = _SOFT.sub("s", letters)
    for spelling, kind in _CLASSES:
        letters = letters.replace(spelling, kind)
    kinds = begins + "".join(_ONE.get(c, c if c.isupper() else "") for c in letters)
    return re.sub(r"(.)\1+", r"\1", kinds)
