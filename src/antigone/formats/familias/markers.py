"""The database of a .fam file as frequencies and settings of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from antigone.cases.settings import MarkerSettings, Model, Mutation, SexRates
from antigone.errors import InputError
from antigone.formats.familias.content import EXTENDED, STATIONARY, FamFile, FamLocus
from antigone.formats.marker_names import AMELOGENIN, X_LINKED, Y_LINKED


@dataclass(frozen=True, slots=True)
class FamMarkers:
    """`left_out` are markers of the Y chromosome and amelogenin, which are not scored."""

    frequencies: dict[str, dict[str, float]]
    model: Model
    settings: dict[str, MarkerSettings]
    left_out: frozenset[str]
    notes: tuple[str, ...]


def fam_markers(fam: FamFile) -> FamMarkers:
    """Raises InputError where the two sexes' mutation models cannot both hold."""
    left_out = frozenset(
        x.name for x in fam.loci if Y_LINKED.fullmatch(x.name) or AMELOGENIN.fullmatch(x.name)
    )
    loci = [x for x in fam.loci if x.name not in left_out]
    mutations = {x.name: _mutation(fam.name, x) for x in loci}
    shared = next(iter(mutations.values()), Mutation())
    if any(m != shared for m in mutations.values()):
        shared = Mutation()
    silent = {x.silent for x in loci}
    common_silent = silent.pop() if len(silent) == 1 else 0.0
    settings = {}
    for x in loci:
        own = MarkerSettings(
            silent=x.silent if x.silent != common_silent else None,
            minimum_frequency=x.minor_allele_frequency or None,
            mutation=mutations[x.name] if mutations[x.name] != shared else None,
            chromosome="X" if X_LINKED.fullmatch(x.name) else None,
        )
        if own != MarkerSettings():
            settings[x.name] = own
    model = Model(population=fam.database, theta=fam.theta, silent=common_silent, mutation=shared)
    return FamMarkers(
        {x.name: dict(x.frequencies) for x in loci}, model, settings, left_out, _notes(loci, left_out)
    )


def _mutation(place: str, x: FamLocus) -> Mutation:
    acting = [s for s in (x.female, x.male) if s.model != "none"]
    if not acting:
        return Mutation()
    first = acting[0]
    rate: float | SexRates = SexRates(x.female.rate, x.male.rate)
    if x.female.rate == x.male.rate:
        rate = x.female.rate
    if first.model != "stepwise":
        same = all(s.model == first.model for s in acting)
        mutation = Mutation(first.model, rate)
    else:
        # A sex with rate 0 still has the second rate, which a case states once for both.
        same = all((s.model, s.rate2) == ("stepwise", first.rate2) for s in (x.female, x.male) if s in acting)
        same &= len(acting) == 2 or first.rate2 == 0
        same &= len({s.range for s in acting if s.rate}) < 2
        spans = [s.range for s in acting if s.rate] or [first.range]
        mutation = Mutation("stepwise", rate, first.rate2, spans[0])
    if not same:
        raise InputError(
            f"{place}, line {x.line}: the mutation models of {x.name} differ by sex in more than the rate "
            f"(female {x.female.model}, range {x.female.range:g}, second rate {x.female.rate2:g}; male "
            f"{x.male.model}, range {x.male.range:g}, second rate {x.male.rate2:g}); a case has one model a "
            "marker: choose one in Familias and save again"
        )
    return mutation


def _notes(loci: Sequence[FamLocus], left_out: frozenset[str]) -> tuple[str, ...]:
    notes = []
    stationary = [x.name for x in loci if STATIONARY in (x.female.code, x.male.code) and _mutates(x)]
    if stationary:
        notes.append(
            f"{', '.join(stationary)}: Familias' stationary stepwise model is taken as stepwise of the same "
            "rate and range; likelihoods with a mutation in them differ slightly from Familias'"
        )
    plain = [
        x.name
        for x in loci
        if _mutates(x)
        and {x.female.code, x.male.code} & {2, STATIONARY}
        and EXTENDED not in (x.female.code, x.male.code)
        and any("." in a for a in x.frequencies)
    ]
    if plain:
        notes.append(
            f"{', '.join(plain)}: micro-variants under a stepwise model that is not the extended one mutate "
            "within their group, and to other groups at the second rate stated"
        )
    linked = [x.name for x in loci if X_LINKED.fullmatch(x.name)]
    if linked:
        notes.append(f"{', '.join(linked)}: taken as X-linked by name; a .fam file does not state it")
    if left_out:
        notes.append(f"{', '.join(sorted(left_out))}: not scored (Y chromosome or amelogenin), left out")
    raised = [x.name for x in loci if x.minor_allele_frequency]
    if raised:
        notes.append(
            f"{', '.join(raised)}: the minor allele frequency is kept as minimum_frequency of alleles "
            "that are not listed; listed frequencies below it are not raised"
        )
    sizes = sorted({x.database_size for x in loci if x.database_size is not None})
    if sizes:
        notes.append(
            f"database sizes ({', '.join(f'{s:g}' for s in sizes)}) are not kept; no result depends on them"
        )
    return tuple(notes)


def _mutates(x: FamLocus) -> bool:
    return {x.female.model, x.male.model} != {"none"}
