"""The handbook names pages and buttons that exist, and that the role it speaks to may use."""

import re
from pathlib import Path

import pytest

from antigone.cli import COMMANDS
from antigone.register.access.roles import RIGHTS, Right, Role

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "handbook.md").read_text(encoding="utf-8")
PROGRAM = "\n".join(
    p.read_text(encoding="utf-8")
    for folder in [ROOT / "src" / "antigone" / "register"]
    for ending in ("*.py", "*.html")
    for p in sorted(folder.rglob(ending))
)
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S))


def names(text):
    return sorted(set(re.findall(r"\*\*([^*]+)\*\*", text)) - {"Bold"})


def rights_asked(name):
    """The rights that some link or button of this name asks for."""
    told = re.escape(f'_("{name}")')
    found = re.findall(rf'{told},\s*(?:f?"[^"]*"|visit\.url\([^)]*\)),\s*Right\.([A-Z_]+)', PROGRAM)
    return {Right[r] for r in found}


@pytest.mark.parametrize("name", names(TEXT))
def test_each_name_stands_on_a_page(name):
    assert f'("{name}")' in PROGRAM or f'translate "{name}"' in PROGRAM


@pytest.mark.parametrize("role", SECTIONS)
def test_a_role_may_do_what_it_is_told_to_do(role):
    own = RIGHTS[Role(role.lower())]
    refused = {n: asked for n in names(SECTIONS[role]) if (asked := rights_asked(n)) and not asked & own}
    assert refused == {}


def test_every_role_that_works_has_a_section():
    assert {s.lower() for s in SECTIONS} == {
        r for r in Role.values if r not in ("read-only", "investigator", "alleged")
    }


def test_commands_exist():
    assert {c for c in re.findall(r"`antigone ([\w-]+)", TEXT)} <= set(COMMANDS)
