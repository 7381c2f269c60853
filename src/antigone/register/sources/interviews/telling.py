"""An interview as text: what the testimony's pages show and passages are marked in."""

from __future__ import annotations

from pathlib import Path

from antigone.papers.extracted import Extracted
from antigone.register.sources.interviews.submissions import Submission, is_submission, read_xml
from antigone.register.sources.models import Source

_HEAD = 4096


def text_of_interview(path: Path, source: Source) -> Extracted | None:
    """The text of a submission kept as a testimony; None for any other source."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not is_submission(head):
        return None
    text, _spans = told(read_xml(source.code, path.read_bytes()))
    return Extracted(source.sha256, text, (0,))


def told(submission: Submission) -> tuple[str, list[tuple[int, int]]]:
    """The text, and where in it the sentence of each claim stands."""
    said = submission.interview
    text = f"Interview {submission.instance}\n\n"
    for key in ("interviewer", "held_on", "language"):
        if said.get(key):
            text += f"{key.replace('_', ' ')}: {said[key]}\n"
    spans = []
    for number, claim in enumerate(submission.claims, start=1):
        text += f"\n{number}. {claim.get('kind', '')}\n"
        sentence = " ".join(claim.get("statement", "").split())
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "\n"
        for key, value in claim.items():
            if key not in ("kind", "statement"):
                text += f"{key.replace('_', ' ')}: {' '.join(value.split())}\n"
    return text, spans
