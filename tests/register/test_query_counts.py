"""A page asks the database as often in a record three times as large: never once for each row."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from register.addresses import patterns
from register.many import fill_many
from register.one_of_each import KEY
from register.test_addresses import signed_in, with_every_role

MOST, FEW = 50, 15
ASKED = (
    "persons/?q=orchard", "persons/?column=missing", "persons/?place=Village+1",
    "persons/?column=missing&at=2026-01-01", "accounting/?by=event", "accounting/?by=place",
    "accounting/?by=list",
)  # fmt: skip


def counts(author, persons):
    """Address below the investigation → queries, of every page that names no object, and of a person."""
    author = with_every_role(author)
    slug = author.investigation.slug
    someone = fill_many(author, persons)[10]
    client = signed_in(author.user)
    paths = [a.removeprefix(f"/i/{slug}/") for _name, a, keyed in patterns(slug, KEY) if not keyed]
    found = {}
    for path in (*paths, *ASKED, f"persons/{someone.pk}/"):
        client.get(f"/i/{slug}/{path}")  # what is kept from the first time on
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/i/{slug}/{path}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[path.replace(str(someone.pk), "KEY")] = len(asked)
    return found


def test_queries_do_not_grow_with_the_record(coordinator, other):
    small, large = counts(coordinator, 60), counts(other, 180)
    assert small.keys() == large.keys() and len(small) > 40
    # The first page ("") names the first few of each kind of work: more of them in the larger record.
    grown = {p: (small[p], n) for p, n in large.items() if n > small[p] + 2 and p}
    assert not grown and large[""] <= small[""] + FEW
    assert not {p: n for p, n in large.items() if n > MOST and p}
