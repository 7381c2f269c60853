"""Random families: half-sibs, loops, persons with one known parent, several founders."""

from hypothesis import strategies as st

from antigone.pedigrees.pedigree import Person


@st.composite
def families(draw, most=6, least=2):
    """A list of persons, parents first. Any earlier man and woman may be parents, kin or not."""
    people = []
    for i in range(draw(st.integers(least, most))):
        sex = draw(st.sampled_from(("male", "female")))
        men = [p.id for p in people if p.sex == "male"]
        women = [p.id for p in people if p.sex == "female"]
        father = draw(st.sampled_from([None, *men, *men])) if men else None
        mother = draw(st.sampled_from([None, *women, *women])) if women else None
        people.append(Person(f"P{i}", father, mother, sex))
    return people


def genes(people, x_linked=False):
    return sum(1 if x_linked and p.sex == "male" else 2 for p in people)
