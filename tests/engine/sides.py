"""One observation for both sides: the engine's evidence and the brute force's sets."""

from engine.brute_force import subsets_with

from antigone.genetics.observation import observation_matrix


def evidence(marker, people, profiles):
    """person → P(profile | ordered genotype), by the engine."""
    by_id = {p.id: p for p in people}
    return {w: seen(marker, g, marker.x_linked and by_id[w].sex == "male") for w, g in profiles.items()}


def seen(marker, genotype, haploid=False):
    first, second = genotype
    known = (first,) if second is None else (first, second)
    return observation_matrix(marker, known, second is not None, marker.dropout, marker.dropin, haploid)


def sets(model, profiles):
    """person → the sets that may have shown, for the brute force."""
    return {w: subsets_with(model, a) if b is None else [{a, b}] for w, (a, b) in profiles.items()}
