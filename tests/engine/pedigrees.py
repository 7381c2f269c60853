"""Random families: half-sibs, loops, persons with one known parent, several founders, twins."""

from hypothesis import strategies as st

from antigone.pedigrees.pedigree import Person


@st.composite
def families(draw, most=6, least=2, twins=False):
    """A list of persons, parents first. Any earlier man and woman may be parents, kin or not."""
    people = []
    for i in range(draw(st.integers(least, most))):
        sex = draw(st.sampled_from(("male", "female")))
        men = [p.id for p in people if p.sex == "male"]
        women = [p.id for p in people if p.sex == "female"]
        father = draw(st.sampled_from([None, *men, *men])) if men else None
        mother = draw(st.sampled_from([None, *women, *women])) if women else None
        people.append(Person(f"P{i}", father, mother, sex))
    if twins:
        first = draw(st.sampled_from(people))
        people.append(Person("T", first.father, first.mother, first.sex, first.id))
    return people


@st.composite
def profiles(draw, people, alleles, x_linked=False, least=1):
    """{person: visible alleles (a, b)} of some of the people; (a, a) shows one, (a, None) at least one."""
    typed = draw(st.lists(st.sampled_from([p.id for p in people]), min_size=least, unique=True))
    found = {}
    for person in people:
        if person.id in typed:
            first = draw(st.integers(0, alleles - 1))
            second = draw(st.sampled_from([None, *range(alleles), *range(alleles)]))
            single = x_linked and person.sex == "male"
            found[person.id] = (first, first if single else second)
    return found
