"""What a .fam file states, in the file's own terms."""

from __future__ import annotations

from dataclasses import dataclass

MODELS = {0: "equal", 1: "proportional", 2: "stepwise", 3: "stepwise", 4: "stepwise"}
STATIONARY = 3
EXTENDED = 4


@dataclass(frozen=True, slots=True)
class FamMutation:
    """Mutation parameters for one sex of the parent; `code` is a key of MODELS."""

    code: int
    rate: float
    range: float
    rate2: float

    @property
    def model(self) -> str:
        """The model, "none" where nothing mutates."""
        return MODELS[self.code] if self.rate or (self.rate2 and self.code >= 2) else "none"


@dataclass(frozen=True, slots=True)
class FamLocus:
    """A marker of the database ("system"); `line` is where it begins."""

    name: str
    female: FamMutation
    male: FamMutation
    silent: float
    frequencies: dict[str, float]
    dropout: float
    minor_allele_frequency: float
    database_size: float | None
    line: int


@dataclass(frozen=True, slots=True)
class FamGenotype:
    """Two alleles by name; "" is unknown."""

    system: str
    allele1: str
    allele2: str
    line: int


@dataclass(frozen=True, slots=True)
class FamPerson:
    """A person or unidentified person; `sex` is male, female or unknown."""

    name: str
    sex: str
    genotypes: tuple[FamGenotype, ...]
    line: int
    born: str = ""
    dropouts: bool = False


@dataclass(frozen=True, slots=True)
class FamRelation:
    """`parent` is a parent of `child`, or its identical twin where `twin`."""

    parent: str
    child: str
    line: int
    twin: bool = False


@dataclass(frozen=True, slots=True)
class FamPedigree:
    """Relations among named persons; `extras` are (name, sex) of persons that only this pedigree has."""

    name: str
    relations: tuple[FamRelation, ...]
    extras: tuple[tuple[str, str], ...] = ()

    def in_words(self) -> str:
        """The relations as a sentence."""
        said = [f"{r.parent} {'twin' if r.twin else 'parent'} of {r.child}" for r in self.relations]
        return "; ".join(said) or "no relations"


@dataclass(frozen=True, slots=True)
class FamFamily:
    """A family: the reference family of a DVI file, or all persons of the plain part."""

    name: str
    persons: tuple[FamPerson, ...]
    pedigrees: tuple[FamPedigree, ...]
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FamFile:
    """A whole file. `plain` holds the persons outside the DVI section."""

    name: str
    version: str
    database: str
    theta: float
    loci: tuple[FamLocus, ...]
    plain: FamFamily | None
    unidentified: tuple[FamPerson, ...] = ()
    families: tuple[FamFamily, ...] = ()
    notes: tuple[str, ...] = ()
