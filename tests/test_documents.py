"""The documents name what is there: files they link to, and the reason of every dependency."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(path):
    """The places of a document that a link can name, as GitHub makes them from headings."""
    headings = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def test_every_link_leads_somewhere():
    broken, followed = [], 0
    for document in DOCUMENTS:
        for link in LINK.findall(document.read_text(encoding="utf-8")):
            name, _, place = link.partition("#")
            if "://" in link or link.startswith("mailto:"):
                continue
            target = (document.parent / name) if name else document
            followed += 1
            if not target.exists() or (place and place not in anchors(target)):
                broken.append(f"{document.relative_to(ROOT)}: {link}")
    assert not broken
    assert followed >= 30


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(d for extra in project["optional-dependencies"].values() for d in extra),
    ]
    names = {re.match(r"[\w-]+", d)[0] for d in asked}
    table = (ROOT / "docs" / "dependencies.md").read_text()
    given = {
        n for row in re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE) for n in re.findall(r"[\w-]+", row)
    }
    assert not names - given
