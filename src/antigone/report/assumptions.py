"""What every number of the report rests on."""

from __future__ import annotations

from antigone.cases.case import Case
from antigone.cases.settings import Mutation, SexRates
from antigone.report.findings import SUPPORTED_AT, prior_words
from antigone.report.words import power_of_ten


def assumptions(case: Case, method: str) -> tuple[str, ...]:
    """The assumptions in plain sentences, those of the settings with their values."""
    model = case.settings.model
    population = f"population: {model.population}" if model.population else "no population is named"
    texts = [
        "The pedigrees are as stated: each relationship in people.csv is taken as biological truth.",
        f"Allele frequencies are those of frequencies.csv ({population}); an allele it lacks has frequency "
        f"{model.minimum_frequency:g}.",
        "Founders are in Hardy–Weinberg proportions"
        + (
            f" but for theta = {case.theta:g} (Balding–Nichols over all typed persons)."
            if case.theta
            else "."
        ),
        "Markers are independent of each other: no linkage, no linkage disequilibrium.",
        f"Mutation: {mutation_words(model.mutation)}.",
        f"Remains: each allele fails to show with probability {model.dropout:g}, a foreign allele shows with "
        f"probability {model.dropin:g}; silent alleles have frequency {model.silent:g}. Relatives' profiles "
        "are taken as complete.",
        "A remains and a missing person of different stated sex are excluded; unknown sex excludes nothing.",
        "One remains is one person, and one missing person is at most one of the remains: parts of one body "
        "must be joined before.",
        f"Before the profiles: {prior_words(case)}.",
        f"An identity is called supported where its posterior is at least {SUPPORTED_AT:g} and its "
        f"likelihood ratio at least {power_of_ten(case.threshold_log10)}.",
        f"The joint posterior was computed by the method “{method}” (docs/joint.md).",
    ]
    own = [name for name, m in case.settings.markers.items() if m != type(m)()]
    if own:
        texts.append(f"Markers with settings of their own (case.toml): {', '.join(own)}.")
    x_linked = [m.name for m in case.markers if m.x_linked]
    if x_linked:
        texts.append(f"X-linked markers: {', '.join(x_linked)}.")
    return tuple(texts)


def mutation_words(mutation: Mutation) -> str:
    """The mutation model with its rates."""
    if mutation.model == "none":
        return "none, so that a single inconsistent marker excludes"
    rates = mutation.rate
    if isinstance(rates, SexRates):
        text = (
            f"model {mutation.model}, rate {rates.female:g} (mothers), {rates.male:g} (fathers) per meiosis"
        )
    else:
        text = f"model {mutation.model}, rate {rates:g} per meiosis"
    if mutation.model == "stepwise":
        text += f", range {mutation.range:g}, rate {mutation.rate2:g} to other micro-variants"
    return text
