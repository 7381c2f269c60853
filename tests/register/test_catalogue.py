"""The catalogue of texts holds every text of the pages, and every text of a template is marked."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

REGISTER = Path(__file__).parents[2] / "src" / "antigone" / "register"
TEMPLATES = sorted(REGISTER.rglob("*.html"))
# What a template may say that is no text of ours: names of formats and of the program, punctuation.
NOT_OURS = {"Antigone", "CSV", "XLSX", "API", "h1", "log10", "LR"}


def messages(path):
    text = path.read_text(encoding="utf-8").replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2;")
    catalogue = read_po(io.StringIO(text))
    return {m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogue if m.id}


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="no gettext here: apt install gettext")
def test_the_catalogue_is_current(tmp_path):
    """Made anew in a copy, it holds the same messages; else `make texts`."""
    copy = tmp_path / "register"
    shutil.copytree(REGISTER, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.json"))
    run = "import django; from django.conf import settings; settings.configure(); django.setup();"
    run += "from django.core.management import call_command as c;"
    run += "c('makemessages', keep_pot=True, no_location=True, locale=['xx'], verbosity=0)"
    subprocess.run([sys.executable, "-c", run], cwd=copy, check=True)
    assert messages(copy / "locale" / "django.pot") == messages(REGISTER / "locale" / "django.pot")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.name)
def test_every_text_of_a_template_is_marked(template):
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"\{% blocktrans(late)?.*?\{% endblocktrans(late)? %\}", "", text, flags=re.S)
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
    said = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', text)
    said.append(re.sub(r"<[^>]*>|&\w+;", " ", text))
    words = {w for part in said for w in re.findall(r"[A-Za-z][A-Za-z0-9]+", part)}
    assert words <= NOT_OURS
