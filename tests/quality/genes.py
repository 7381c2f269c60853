"""Profiles dropped through a family, by seed."""

import numpy as np

MARKERS = [f"M{i}" for i in range(1, 19)]
ALLELES = [str(a) for a in range(8, 18)]
LISTED = {m: dict.fromkeys(ALLELES, 0.1) for m in MARKERS}


def drop(rows, seed):
    """{person: {marker: (allele, allele)}} for rows (id, father, mother, sex), parents first."""
    random = np.random.default_rng(seed)
    held = {}
    for who, father, mother, _ in rows:
        held[who] = {
            m: tuple(random.choice(held[p][m] if p else ALLELES) for p in (father, mother)) for m in MARKERS
        }
    return {w: {m: (str(a), str(b)) for m, (a, b) in own.items()} for w, own in held.items()}


def family(name):
    """Parents and three children, ids ending in the family's name."""
    parents = (f"FA{name}", f"MO{name}")
    return [
        (parents[0], None, None, "male"),
        (parents[1], None, None, "female"),
        *((f"S{i}{name}", *parents, "male") for i in (1, 2, 3)),
    ]
