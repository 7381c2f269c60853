"""The language in which a text is written, and which of its sections are not English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

SHORTEST = 100
"""Characters below which a text is too short to tell; the rules for English then apply."""
_SAMPLE = 20_000
_SURE = 0.95
# Spoken forms that are written as the language itself.
_FAMILY = {"pcm": "en", "sco": "en", "ary": "ar", "arz": "ar", "apc": "ar", "ajp": "ar"}
_FAMILY |= {"wuu": "zh", "yue": "zh"}
_NAMES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "km": "Khmer", "ko": "Korean", "ku": "Kurdish",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "rw": "Kinyarwanda", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_of(view: str) -> str | None:
    """The language in English words; None where the text is too short or the answer not sure."""
    if len(view.strip()) < SHORTEST:
        return None
    code, probability = max(_families(view).items(), key=lambda x: x[1])
    return _NAMES.get(code) if probability > _SURE else None


def foreign_sections(view: str, starts: Sequence[int]) -> Iterator[tuple[int, int, str | None]]:
    """Sections (cut at `starts`) that are surely not English, with their language where that is sure too.

    The rules for English would misread them.
    """
    cuts = [0, *sorted({s for s in starts if 0 < s < len(view)}), len(view)]
    for start, end in zip(cuts, cuts[1:], strict=False):
        text = view[start:end]
        if len(text.strip()) >= SHORTEST and _families(text).get("en", 0.0) < 1 - _SURE:
            yield start, end, language_of(text)


def _families(view: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for code, probability in _ranked(view):
        family = _FAMILY.get(code, code)
        found[family] = found.get(family, 0.0) + probability
    return found


def _ranked(view: str) -> list[tuple[str, float]]:
    return _rank(" ".join(view[:_SAMPLE].split()))


@lru_cache(maxsize=64)
def _rank(text: str) -> list[tuple[str, float]]:
    return [(str(code), float(p)) for code, p in _identifier().rank(text)[:5]]


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
