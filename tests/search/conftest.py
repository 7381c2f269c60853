"""Random invented cases of many shapes for the search tests."""

from dataclasses import replace

import numpy as np

from antigone.cases.build import build_case
from antigone.cases.draft import CaseDraft, GenotypeRow, PersonRow, RemainsRow, genotype_columns
from antigone.cases.settings import MarkerSettings, Model, Mutation, Settings

ALLELES = ("8", "9", "9.3", "10", "11", "12")

# "child:father.mother"; X and Y are missing, a name in capitals may be typed, the others never are.
PEDIGREES = {
    "alone": "X",
    "trio": "F M X:F.M",
    "uncle": "g h f:g.h U:g.h M X:f.M S:f.M",
    "sibs": "f m X:f.m A:f.m B:f.m C:f.m",
    "children": "X W v A:X.W B:X.W C:X.v D:X.v",
    "grandchild": "X c:.X d:.X w G:c.w H:c.w I:d.",
    "cousin": "g h f:g.h u:g.h a C:u.a D:u.a X:f. T:f.",
    "great": "a b G h f:a.b m:G.h N:G.h X:f.m V:a.b p:G.h q P:q.p",
    "inbred": "a b c:a.b d:a.b X:c.d A:a.b",
    "strangers": "f M X:f.M S T:S.",
    "double": "f m X:f.m Y:f.m A:f.m",
}


def _people(text):
    """(name, father, mother, sex) of a line of PEDIGREES."""
    rows = [(*t.partition(":")[::2],) for t in text.split()]
    rows = [(name, *(parents.split(".") if parents else ("", ""))) for name, parents in rows]
    fathers, mothers = {r[1] for r in rows}, {r[2] for r in rows}
    return [
        (n, f, m, "male" if n in fathers else "female" if n in mothers else "unknown" if n == "A" else "male")
        for n, f, m in rows
    ]


def random_case(seed, mutation=None, families=None, typed_chance=0.8, partial=0.0, x_linked=False,
                copies=1, remains=6, theta=0.0, dropout=0.0, silent=0.0, markers=4, untyped=0.1):  # fmt: skip
    """A case whose every family has one of PEDIGREES; genotypes drop down the pedigrees, errors included."""
    random = np.random.default_rng(seed)
    names = [f"M{i + 1}" for i in range(markers)]
    frequencies = {
        m: dict(zip(ALLELES, (random.dirichlet(np.full(len(ALLELES), 2.0)) * 0.99).tolist(), strict=True))
        for m in names
    }
    people, rows, bodies = [], [], []
    for number, (shape, copy) in enumerate((s, c) for s in (families or PEDIGREES) for c in range(copies)):
        own = {}
        for name, father, mother, sex in _people(PEDIGREES[shape]):
            who = f"{shape}{copy}-{name}"
            status = "missing" if name in ("X", "Y") else ""
            parents = tuple(f"{shape}{copy}-{p}" if p else None for p in (father, mother))
            people.append(PersonRow(f"{shape}{copy}", who, *parents, sex, status))
            own[who] = [
                tuple(
                    own[p][m][random.integers(2)]
                    if p and random.random() > 0.01
                    else random.choice(ALLELES, p=_scaled(frequencies[name_m]))
                    for p in parents
                )
                for m, name_m in enumerate(names)
            ]
            if name.isupper() and name not in ("X", "Y") and random.random() < typed_chance:
                rows += _rows(who, "reference", own[who], names, random, partial, untyped)
        if number < remains:
            bodies.append((f"V{number}", own[f"{shape}{copy}-X"]))
    while len(bodies) < remains:
        bodies.append((f"V{len(bodies)}", [tuple(random.choice(ALLELES, 2)) for _ in names]))
    listed = []
    for body, genotypes in bodies:
        rows += _rows(body, "remains", genotypes, names, random, partial, untyped, 0.2 if dropout else None)
        listed.append(RemainsRow(body, str(random.choice(["male", "female", "unknown"]))))
    settings = Settings(model=Model(theta=theta, dropout=dropout, silent=silent,
                                    mutation=mutation or Mutation()))  # fmt: skip
    if x_linked:
        settings.markers = {names[0]: MarkerSettings(chromosome="X")}
        men = {r.id for r in people if r.sex == "male"}
        # A man has his mother's copy alone; one allele is seen of any remains.
        rows = [
            replace(r, allele1=r.allele2, allele2="")
            if r.marker == names[0] and (r.subject in men or r.kind == "remains")
            else r
            for r in rows
        ]
    return build_case(CaseDraft(settings, frequencies, tuple(people), genotype_columns(rows), tuple(listed),
                                hashes={"profiles.csv": f"{seed:064x}"}))  # fmt: skip


def _scaled(listed):
    p = np.array(list(listed.values()))
    return p / p.sum()


def _rows(who, kind, genotypes, names, random, partial, untyped, dropout=None):
    rows = []
    for marker, (a, b) in zip(names, genotypes, strict=True):
        if random.random() < untyped:
            continue
        if random.random() < partial:
            b = ""
        stated = dropout if dropout and random.random() < 0.5 else None
        rows.append(GenotypeRow(who, kind, marker, str(a), str(b), dropout=stated))
    return rows
