"""Duplicates over five scripts: found where they are known to be, explained, decided, reversible."""

import math
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from register.five_scripts import two_lists

from antigone.errors import InputError
from antigone.register.ledger.verify import findings
from antigone.register.people.duplicates import keep_apart, last_search, no_longer_apart, undecided
from antigone.register.people.likeness import LEVELS, Known, find_alike
from antigone.register.people.merging import merge, undo_merge
from antigone.register.people.models import Distinct, Likeness, Merge, Person
from antigone.register.people.reporting import Reported, report_many
from antigone.register.people.sounds import name_words, sound
from antigone.register.people.state import counted
from antigone.register.work.worker import run_waiting

ONE_NAME = (
    "Khachatryan Хачатурян Խաչատրյան Xaçatryan خاتشاتريان",
    "Shahla Шехла Şəhla شهلا Շահլա",
    "Jafar Джафар Cəfər جعفر Ջաֆար",
    "Yusuf Юсуф Yusif يوسف",
    "Qasimov Касымов Гасымов Qasımov قاسموف Կասիմով",
    "Elchin Эльчин Elçin إلتشين Էլչին",
    "Ismene Исмене Իսմենե İsmene إسمين",
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize("spellings", ONE_NAME)
def test_one_name_sounds_alike_in_all_scripts(spellings):
    assert len({sound(w) for s in spellings.split() for w in name_words(s)}) == 1


def test_unlike_names_sound_unlike():
    names = ["Aram", "Arman", "Leyla", "Ali", "Hasan", "Karen", "Garun", "Vardan", "Bertan", "Nina", "Anna"]
    alike = [(a, b) for a in names for b in names if a < b and sound(a) == sound(b)]
    assert alike == [("Garun", "Karen")]  # told apart by their letters


@pytest.fixture(scope="module")
def searched():
    persons, truth = two_lists(1200, 200)
    return persons, truth, find_alike(persons)


def test_known_duplicates_are_found(searched):
    """Of 200 pairs with errors; brothers and sisters share family name, place and time."""
    _persons, truth, found = searched
    pairs = {(p.first, p.second) for p in found.pairs}
    assert len(pairs & truth) >= 0.9 * len(truth)
    assert len(pairs & truth) >= 0.8 * len(pairs)


def test_weights_add_up_and_come_from_the_stated_rates(searched):
    _persons, _truth, found = searched
    rates = {words: (m, u) for _null, levels in LEVELS.values() for _sql, words, m, u in levels}
    for pair in found.pairs:
        assert pair.bits == pytest.approx(pair.prior + sum(t.bits for t in pair.terms), abs=1e-8)
        for term in pair.terms:
            m, u = rates[term.found]
            assert term.bits == pytest.approx(math.log2(m / u))
    assert [p.bits for p in found.pairs] == sorted((p.bits for p in found.pairs), reverse=True)


def test_the_same_persons_give_the_same_bits(searched):
    persons, _truth, found = searched
    assert find_alike(list(persons)) == found


def test_pairs_that_are_decided_are_left_out(searched):
    persons, _truth, found = searched
    first = found.pairs[0]
    again = find_alike(persons, without={(first.first, first.second)})
    assert again.pairs == found.pairs[1:]


def test_brothers_and_differing_initials_weigh_against():
    def terms(a, b):
        pair = find_alike([Known("a", (a,)), Known("b", (b,))], -99).pairs[0]
        return {t.what: t.bits for t in pair.terms}

    assert terms("Aronel K. Aldermere", "Aronel B. Aldermere")["initials"] < 0
    assert terms("Aronel K. Aldermere", "Аронел К. Алдермере")["initials"] > 0
    assert terms("Aronel K. Aldermere", "Aronel G. Aldermere")["initials"] == 0
    born = (date(1970, 1, 1), date(1970, 12, 31))
    brothers = [Known("a", ("Aronel Aldermere",), born=born), Known("b", ("Bertan Aldermere",), born=born)]
    assert find_alike(brothers, -99).pairs[0].terms[0].bits < 0


@pytest.mark.parametrize(
    "names", [("",), (), ("١٢٣",), ("x" * 300,), ("=1+1", "'; DROP TABLE persons --"), ("é́ ́",)]
)
def test_names_that_say_little_break_nothing(names):
    persons = [Known(str(i), names) for i in range(3)]
    assert all(math.isfinite(p.bits) for p in find_alike(persons, -99).pairs)
    assert find_alike(persons[:1]).pairs == ()


@pytest.fixture
def pair(coordinator):
    """Two reports of one person in two scripts, and one of somebody else."""
    told = {"last_seen": "1993-07", "place": "Birchford"}
    about = {"sex": "male", "birth": "1970-05-03"}
    return report_many(
        coordinator,
        [
            Reported(["Aronel Aldermere"], told, about),
            Reported(["Алдермере Аронел"], told, about),
            Reported(["Ninel Rowanov"], {"place": "Cedar Mill"}, {"sex": "female", "birth": "1950"}),
        ],
    )


def ask(coordinator):
    if not Authenticator.objects.filter(user=coordinator.user).exists():
        TOTP.activate(coordinator.user, generate_totp_secret())
    client = Client()
    client.force_login(coordinator.user, backend=BACKEND)
    assert client.post(reverse("duplicate_search", args=("valley",))).status_code == 302
    run_waiting()
    return client


def test_a_person_decides_and_may_take_it_back(coordinator, pair):
    client = ask(coordinator)
    search = last_search(coordinator.investigation)
    (row,) = undecided(search)
    assert {row.first, row.second} == set(pair[:2])
    page = client.get(reverse("duplicate", args=("valley", row.pk))).content.decode()
    assert "born on the same day" in page and "Алдермере" in page
    drawing = client.get(reverse("duplicate_drawing", args=("valley", row.pk)))
    assert drawing["Content-Type"] == "image/svg+xml" and b"sum" in drawing.content
    assert Merge.objects.count() == 0 and counted(coordinator.investigation).count() == 3
    # Without a reason nothing is merged.
    address = reverse("duplicate_merge", args=("valley", row.pk))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"reason": "same birth, same village"}).status_code == 302
    assert counted(coordinator.investigation).count() == 2 and not undecided(search).exists()
    undo_merge(coordinator, Merge.objects.get())
    assert counted(coordinator.investigation).count() == 3 and undecided(search).count() == 1
    assert (
        client.post(reverse("duplicate_apart", args=("valley", row.pk)), {"reason": "cousins"}).status_code
        == 302
    )
    assert not undecided(search).exists()
    assert "cousins" in client.get(reverse("distinct", args=("valley",))).content.decode()
    ask(coordinator)
    assert last_search(coordinator.investigation) != search and Likeness.objects.count() == 1
    no_longer_apart(coordinator, Distinct.objects.standing().get())
    ask(coordinator)
    assert undecided(last_search(coordinator.investigation)).count() == 1
    assert list(findings()) == []


def test_what_is_refused(coordinator, member, pair):
    first, second, _ = pair
    with pytest.raises(InputError, match="say why"):
        keep_apart(coordinator.because(""), first, second)
    keep_apart(coordinator.because("cousins"), first, second)
    with pytest.raises(InputError, match="already"):
        keep_apart(coordinator.because("cousins"), second, first)
    with pytest.raises(PermissionDenied):
        keep_apart(member("reviewer").because("x"), first, second)
    merge(coordinator.because("the same"), first, Person.objects.get(code="P-00003"))
    with pytest.raises(InputError, match="merged"):
        keep_apart(coordinator.because("x"), Person.objects.get(code="P-00003"), first)
