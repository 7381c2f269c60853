"""Families edited by relation: who is whose what afterwards, in the engine's words; what is refused."""

import csv
import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from register.life import DAY, custody, invented_files, reported, two_profiled_sides

from antigone.errors import InputError
from antigone.pedigrees.relationships import relationship
from antigone.register.identification.freezing import Question, freeze
from antigone.register.laboratory.custody import take_sample
from antigone.register.ledger.verify import findings
from antigone.register.people.families import (
    add_relative,
    consent,
    correct_relative,
    members,
    name_missing,
    pedigree_of,
    remove_relative,
    say_twins,
    start_family,
)
from antigone.register.people.models import Couple, Family, Kinship, Relative, Twins


@pytest.fixture
def her(member):
    """The missing woman's place in her family, and the interviewer."""
    interviewer = member("interviewer")
    family = start_family(interviewer, reported(interviewer))
    return interviewer, members(family)[0].relative


def now(relative):
    """The row that stands for a relative now."""
    found = relative
    while hasattr(found, "superseded_by"):
        found = found.superseded_by
    return Relative.objects.get(pk=found.pk)


RELATIONS = (
    ("father", "father"),
    ("mother's brother", "uncle"),
    ("add her mother’s brother", "uncle"),
    ("His maternal grandmother's sister", "great-aunt"),
    ("mother’s sister's son", "first cousin"),
    ("half-sister on the father's side", "half-sister"),
    ("maternal half-brother", "half-brother"),
    ("son", "son"),
    ("brother's daughter", "niece"),
    ("father's paternal half-brother", "half-uncle"),
    ("husband's daughter", None),
)


@pytest.mark.parametrize("relation, word", RELATIONS)
def test_the_engine_names_what_was_added(her, relation, word):
    interviewer, she = her
    added = add_relative(interviewer, she, relation, "Somebody")
    said = relationship(pedigree_of(she.family), now(added).code, she.code)
    assert word is None or word in said, said
    assert list(findings()) == []


def test_his_wife_is_the_mother_of_his_next_child(her):
    interviewer, she = her
    brother = add_relative(interviewer, she, "brother", "Brother")
    wife = add_relative(interviewer, brother, "wife", "Wife")
    child = add_relative(interviewer, brother, "son", "Son")
    kinship = Kinship.objects.standing().get(relative=child)
    assert (kinship.father, kinship.mother) == (brother, wife) and Couple.objects.count() == 1
    second = add_relative(interviewer, brother, "wife", "Second wife")
    with pytest.raises(InputError, match="several partners .*Wife.*choose the other parent"):
        add_relative(interviewer, brother, "daughter", "Daughter")
    other = add_relative(interviewer, brother, "daughter", "Daughter", second)
    assert Kinship.objects.standing().get(relative=other).mother == second
    with pytest.raises(InputError, match="is male"):
        add_relative(interviewer, brother, "husband", "X")


def test_identical_twins_go_to_the_engine(member, tmp_path):
    person, _remains, table = two_profiled_sides(member, invented_files(tmp_path))
    interviewer = member("interviewer")
    she = Relative.objects.standing().get(person=person)
    twin = add_relative(interviewer, she, "identical twin", "Her twin")
    assert twin.sex == she.sex and Twins.objects.get().identical
    files = freeze(interviewer.investigation, Question(table, 4.0)).files
    people = csv.DictReader(io.StringIO(files["people.csv"]))
    assert {r["id"]: r["twin_of"] for r in people if r["twin_of"]} == {twin.code: she.code}
    brother = add_relative(interviewer, she, "twin brother", "Brother")
    assert not Twins.objects.get(second=brother).identical
    cousin = add_relative(interviewer, she, "mother's sister's son", "Cousin")
    brother = add_relative(interviewer, she, "brother", "Another brother")
    for other in (cousin, brother):
        with pytest.raises(InputError, match="identical twins"):
            say_twins(interviewer, she, other, True)
    with pytest.raises(InputError, match="twins already"):
        say_twins(interviewer, twin, she, False)


def test_several_missing_of_one_family(her):
    interviewer, she = her
    brother = add_relative(interviewer, she, "brother", "Brother")
    consent(interviewer, brother, "share", True, DAY)
    second = reported(interviewer, "Polyneikes Orchard")
    named = name_missing(interviewer, brother, second)
    assert (named.code, named.label) == (second.code, "Polyneikes Orchard")
    assert named.consents.standing().get().purpose == "share"
    assert {m.relative.person_id for m in members(she.family)} >= {she.person_id, second.pk}
    assert relationship(pedigree_of(she.family), second.code, she.code) == "full brother"
    sister = add_relative(interviewer, she, "sister", "S")
    for wrong, said in ((named, "already"), (sister, "stands in family")):
        with pytest.raises(InputError, match=said):
            name_missing(interviewer, wrong, second)
    assert list(findings()) == []


def test_a_wrong_relation_is_mended(her):
    interviewer, she = her
    uncle = add_relative(interviewer, she, "father's brother", "Uncle")
    mother = add_relative(interviewer, she, "mother", "Mother")
    grandparents = {m.relative.code: m for m in members(she.family)}[uncle.code]
    # He was the mother's brother after all.
    add_relative(interviewer, mother, "sister", "Aunt")
    aunt = {m.relative.label: m for m in members(she.family)}["Aunt"]
    correct_relative(interviewer, uncle, "Uncle", "male", aunt.father, aunt.mother)
    mended = {m.relative.label: m for m in members(she.family)}["Uncle"]
    assert (mended.father, mended.mother) == (aunt.father, aunt.mother) != (grandparents.father, None)
    renamed = correct_relative(interviewer, now(uncle), "Uncle Elm", "male", aunt.father, aunt.mother)
    assert renamed.label == "Uncle Elm" and list(findings()) == []


def test_what_cannot_be_is_refused_and_changes_nothing(her):
    interviewer, she = her
    son = add_relative(interviewer, she, "son", "Son")
    before = [(m.relative, m.father, m.mother) for m in members(she.family)]
    for label, sex, father, mother, said in (
        ("Ismene", "female", None, son, "is male"),
        ("Ismene", "female", son, None, "own ancestor"),
        ("Ismene", "male", None, None, "is male"),
        ("", "female", None, None, "cannot be emptied"),
        ("Ismene", "female", she, None, "their own parent"),
    ):
        with pytest.raises(InputError, match=said):
            correct_relative(interviewer, she, label, sex, father, mother)
    for relation, said in (
        ("friend", "not a relation"),
        ("", "not a relation"),
        ("half-sister", "on whose side"),
        ("mother's", "name the relative"),
    ):
        with pytest.raises(InputError, match=said):
            add_relative(interviewer, she, relation, "" if relation == "mother's" else "X")
    with pytest.raises(InputError, match="is a parent of others"):
        remove_relative(interviewer, she)
    assert [(m.relative, m.father, m.mother) for m in members(she.family)] == before
    remove_relative(interviewer, son)
    assert "Son" not in [m.relative.label for m in members(she.family)] and list(findings()) == []


def test_whose_sample_it_is_cannot_be_changed(her, member):
    interviewer, she = her
    father = add_relative(interviewer, she, "father", "Father")
    consent(interviewer, father, "sample", True, DAY)
    laboratory = member("laboratory")
    custody(laboratory, take_sample(laboratory, "saliva", DAY, relative=father), "S1")
    with pytest.raises(InputError, match="was taken of Father"):
        correct_relative(interviewer, father, "Another", "male", None, None)
    with pytest.raises(InputError, match="was taken of Father"):
        remove_relative(interviewer, father)


def test_the_pages(her):
    interviewer, she = her
    TOTP.activate(interviewer.user, generate_totp_secret())
    client = Client()
    client.force_login(interviewer.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def send(name, row, **said):
        return client.post(reverse(name, args=("valley", row.pk)), said)

    second = reported(interviewer, "Polyneikes Orchard")
    assert send("relative_add", she, relation="brother", label="B", person="P-77777").status_code == 422
    assert Relative.objects.standing().count() == 1
    assert send("relative_add", she, relation="brother", label="B", person="p-00002").status_code == 302
    brother = Relative.objects.standing().get(person=second)
    assert send("relative_add", she, relation="sister", label="<b>S</b>").status_code == 302
    sister = Relative.objects.standing().get(label="<b>S</b>")
    assert send("relative_twin", she, twin=sister.pk, identical="on").status_code == 302
    assert send("relative_correct", sister, label="Sister", sex="male").status_code == 422
    page = client.get(reverse("family", args=("valley", Family.objects.get().pk))).content.decode()
    assert "identical twins" in page and "<b>S</b>" not in page and "Polyneikes" in page
    assert client.get(reverse("relative", args=("valley", brother.pk))).status_code == 200
    assert send("relative_remove", brother).status_code == 422
    assert send("relative_remove", brother, reason="not hers").status_code == 302
    drawing = client.get(reverse("family_drawing", args=("valley", Family.objects.get().pk)))
    assert drawing.status_code == 200 and b"<b>" not in drawing.content
