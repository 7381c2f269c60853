"""Random markers, twice: as the engine builds them, and written out from docs/case-folder.md."""

from dataclasses import replace

import numpy as np
from engine.brute_force import Model
from hypothesis import strategies as st

from antigone.genetics.marker import build_marker
from antigone.genetics.mutation import MutationModel

NAMES = [("9", "10", "11"), ("9", "9.3", "10"), ("9", "11", "12"), ("9", "9.3", "10.2")]
RATES = st.sampled_from([0.0, 0.001, 0.01])


def equal(rate, names, p):
    return [[rate / (len(names) - 1)] * len(names) for _ in names]


def proportional(rate, names, p, visible=1.0):
    # As Familias has it, the rate is that of all alleles, silent ones (which never mutate) included.
    a = rate / sum(visible * x * (1 - x) for x in p)
    return [[a * x for x in p] for _ in names]


def stepwise(rate, names, p, rate2=0.004, span=0.1):
    groups = [n.partition(".")[2] for n in names]
    matrix = [[0.0] * len(names) for _ in names]
    for i, a in enumerate(names):
        own = {
            j: span ** abs(float(a) - float(b))
            for j, b in enumerate(names)
            if groups[j] == groups[i] and j != i
        }
        other = [j for j in range(len(names)) if groups[j] != groups[i]]
        for j in own:
            matrix[i][j] = rate * own[j] / sum(own.values())
        for j in other:
            matrix[i][j] = rate2 / len(other)
    return matrix


def onestep(rate, names, p):
    matrix = [[0.0] * len(names) for _ in names]
    for i, a in enumerate(names):
        near = [j for j, b in enumerate(names) if abs(float(a) - float(b)) == 1]
        for j in near:
            matrix[i][j] = rate / len(near)
    return matrix


def custom(rate, names, p):
    return [[rate * (j + 1) / 9 for j in range(len(names))] for _ in names]


MODELS = {f.__name__: f for f in (equal, proportional, stepwise, onestep, custom)}


def transmission(rule, rate, names, p, **more):
    matrix = np.array(rule(rate, names, p, **more), dtype=float)
    np.fill_diagonal(matrix, 0)
    return matrix + np.diag(1 - matrix.sum(axis=1))


@st.composite
def markers(draw, alleles=3, mutation="none", silent=False, dropout=False, theta=False, x_linked=False):
    """(marker of the engine, Model of the brute force)."""
    names = draw(st.sampled_from(NAMES))[:alleles]
    parts = draw(st.lists(st.integers(1, 9), min_size=alleles, max_size=alleles))
    p = [x / sum(parts) for x in parts]
    null = draw(st.sampled_from([0.01, 0.2])) if silent else 0.0
    out = draw(st.sampled_from([0.05, 0.4])) if dropout else 0.0
    drop_in = draw(st.sampled_from([0.0, 0.1])) if dropout else 0.0
    female, male = (draw(RATES), draw(RATES)) if mutation != "none" else (0.0, 0.0)
    rule = MODELS.get(mutation, equal)
    more = {"visible": 1 - null} if rule is proportional else {}
    mother, father = (transmission(rule, rate, names, p, **more) for rate in (female, male))
    stated = MutationModel(mutation, female, male, 0.004, 0.1)
    if mutation == "custom":
        stated, father = replace(stated, matrix=tuple(map(tuple, mother))), mother
    frequencies = [x * (1 - null) for x in p]
    marker = build_marker(
        "M",
        dict(zip(names, frequencies, strict=True)),
        silent=null,
        mutation=stated,
        x_linked=x_linked,
        dropout=out,
        dropin=drop_in,
    )
    if silent:
        frequencies.append(null)
        mother, father = (
            np.block([[m, np.zeros((alleles, 1))], [np.zeros((1, alleles)), np.ones((1, 1))]])
            for m in (mother, father)
        )
    amount = draw(st.sampled_from([0.01, 0.3])) if theta else 0.0
    model = Model(
        tuple(frequencies), mother, father, amount, x_linked, alleles if silent else None, out, drop_in
    )
    return marker, model
