"""What of a draft must survive a conversion, without where it stood."""

import msgspec

from antigone.cases.settings import Mutation, SexRates


def facts(draft):
    rows = [draft.genotypes.at(i) for i in range(len(draft.genotypes))]
    typed = [r for r in rows if r.allele1 or r.allele2]
    return {
        "frequencies": {m: dict(p) for m, p in draft.frequencies.items()},
        "people": {
            p.id: (p.family, p.father, p.mother, p.sex, p.status, p.twin_of, dict(p.details))
            for p in draft.people
        },
        "genotypes": sorted(
            (r.subject, r.kind, r.marker, *sorted((r.allele1, r.allele2)), r.sample, r.dropout or 0.0)
            for r in typed
        ),
        "remains": {r.id: (r.sex, dict(r.details)) for r in draft.remains},
        "settings": settings_facts(draft),
    }


def settings_facts(draft):
    """The settings that act on each marker, wherever they are stated."""
    s = draft.settings
    result = {"theta": s.model.theta, "population": s.model.population, "prior": msgspec.to_builtins(s.prior)}
    for marker in draft.frequencies:
        own = s.markers.get(marker)
        result[marker] = {
            key: getattr(own, key, None) if getattr(own, key, None) is not None else getattr(s.model, key)
            for key in ("silent", "dropout", "dropin", "minimum_frequency")
        }
        result[marker]["chromosome"] = own.chromosome if own else None
        result[marker]["mutation"] = mutation_facts((own.mutation if own else None) or s.model.mutation)
    return result


def mutation_facts(mutation: Mutation):
    rate = mutation.rate
    rates = (rate.female, rate.male) if isinstance(rate, SexRates) else (rate, rate)
    if mutation.model == "none":
        return ("none",)
    stepwise = (mutation.rate2, mutation.range) if mutation.model == "stepwise" else ()
    return (mutation.model, *rates, *stepwise)
