"""Random pedigrees: loops, half-siblings, parents nobody stated, identical twins, unknown sexes."""

from hypothesis import strategies as st

from antigone.pedigrees.pedigree import Person, build_pedigree


@st.composite
def pedigrees(draw, most=9, unknown=True):
    people = []
    for i in range(draw(st.integers(1, most))):
        males = [p.id for p in people if p.sex != "female"]
        females = [p.id for p in people if p.sex != "male"]
        father = draw(st.sampled_from([None, *males]))
        mother = draw(st.sampled_from([None, *(f for f in females if f != father)]))
        sexes = ["male", "female", "unknown"] if unknown else ["male", "female"]
        sex = draw(st.sampled_from(sexes))
        alike = [
            p.id for p in people if (p.father, p.mother) == (father, mother) and p.sex == sex != "unknown"
        ]
        twin = draw(st.sampled_from([None, None, None, *alike])) if unknown else None
        people.append(Person(f"P{i}", father, mother, sex, twin))
    return build_pedigree("F", people)
