"""Papers that are not in English: what their heads say, and their days, counts and lengths of time."""

from __future__ import annotations

from antigone.papers.tongues.arabic import ARABIC
from antigone.papers.tongues.french import FRENCH
from antigone.papers.tongues.russian import RUSSIAN
from antigone.papers.tongues.spanish import SPANISH
from antigone.papers.tongues.tongue import Tongue

TONGUES: dict[str, Tongue] = {t.name: t for t in (ARABIC, FRENCH, RUSSIAN, SPANISH)}
"""Language in English → its words."""
