"""Pictures of a candidate: the LR of each marker, and the pedigree with the remains in their place."""

from __future__ import annotations

from antigone.cases.family_marks import family_marks
from antigone.pedigrees.drawing import draw_pedigree
from antigone.register.identification.answering import open_case
from antigone.register.identification.models import Candidate
from antigone.report.chart import lr_chart


def markers_svg(candidate: Candidate) -> str:
    """Bars of the candidate's LR; diamonds of the nearest rival's."""
    v, x = candidate.remains.code, candidate.person.code
    rivals = [r for r in candidate.explanation.get("rivals", ()) if r.get("markers")]
    title = f"Likelihood ratio by marker: {v} as {x}"
    return lr_chart(candidate.markers, title, rivals[0]["markers"] if rivals else None)


def pedigree_svg(candidate: Candidate) -> str:
    """The family as it was frozen for the run."""
    case = open_case(candidate.run.inputs)
    v, x = candidate.remains.code, candidate.person.code
    family = case.missing[x]
    title = f"Family {family} with {v} in the place of {x}"
    return draw_pedigree(case.families[family], family_marks(case, family, {x: v}), title)
