"""A small record, tampered with in every way: each is found and named."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection

from antigone.errors import InputError
from antigone.register.ledger import checkpoint, values
from antigone.register.ledger.facts import Immutable
from antigone.register.ledger.merkle import Frontier, leaf_hash
from antigone.register.ledger.models import Entry, Head
from antigone.register.ledger.record import Conflict, retract, state, supersede
from antigone.register.ledger.verify import covered_models, entry_findings, findings
from antigone.register.people.models import Description, Event, Name, Person


@pytest.fixture
def small(coordinator):
    """Six entries and their rows."""
    person = state(coordinator, Person(code="P-1"))
    name = state(coordinator, Name(person=person, text="Ամիրա Օրինակ", key="amira orinak"))
    supersede(coordinator, name, text="Amira Orinak")
    return person


def sql(statement, *values):
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def where():
    return {f.where for f in findings()}


def test_untouched_record_holds(small):
    assert list(findings()) == []
    assert Entry.objects.count() == 6


def test_every_byte_of_every_entry(small):
    """The n-th byte of all entries at once, so that a pass over the log serves them all."""
    entries = list(Entry.objects.all())
    changed = 0
    for column in ("content", "leaf", "root", "table", "row"):
        texts = [getattr(e, column) for e in entries]
        for i in range(max(map(len, texts))):
            touched = [(e, text) for e, text in zip(entries, texts, strict=True) if i < len(text)]
            for entry, text in touched:
                new = text[:i] + ("0" if text[i] != "0" else "1") + text[i + 1 :]
                Entry.objects.filter(pk=entry.pk).update(**{column: new})
            found = {f.where for f in entry_findings({})}
            assert {f"entry {e.sequence}" for e, _ in touched} <= found, (column, i)
            changed += len(touched)
        for entry, text in zip(entries, texts, strict=True):
            Entry.objects.filter(pk=entry.pk).update(**{column: text})
    assert changed > 3000
    assert list(findings()) == []


def test_every_removed_entry_is_named(small):
    for entry in list(Entry.objects.all()):
        Entry.objects.filter(pk=entry.pk).delete()
        last = entry.sequence == 5
        assert ("the end of the log" if last else f"entry {entry.sequence}") in where()
        entry.save(force_insert=True)
    assert list(findings()) == []


def test_swapped_entries_are_named(small):
    a, b = Entry.objects.get(pk=3), Entry.objects.get(pk=4)
    fields = {f.name: getattr(a, f.name) for f in Entry._meta.fields if f.name not in ("sequence", "root")}
    other = {f.name: getattr(b, f.name) for f in Entry._meta.fields if f.name not in ("sequence", "root")}
    Entry.objects.filter(pk=3).update(**other)
    Entry.objects.filter(pk=4).update(**fields)
    assert {"entry 3", "entry 4"} <= where()


def test_every_value_of_every_row(small):
    ours = [m for m in covered_models() if m._default_manager.exists()]
    assert {m.__name__ for m in ours} >= {"Person", "Name", "Membership", "Investigation", "User"}
    for model in ours:
        table = connection.ops.quote_name(model._meta.db_table)
        key = model._meta.pk.column
        for row in list(model._default_manager.values()):
            for field in model._meta.concrete_fields:
                if (
                    field.primary_key
                    or field.is_relation
                    or model is User
                    and field.name not in ("username",)
                ):
                    continue
                old = row[field.attname]
                new = not old if isinstance(old, bool) else f"{old}x" if isinstance(old, str) else None
                if isinstance(old, int) and not isinstance(old, bool):
                    new = old + 1
                if new is None:
                    continue
                column = connection.ops.quote_name(field.column)
                pk = model._meta.pk.get_db_prep_value(row[model._meta.pk.attname], connection)
                sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", new, pk)
                named = f"{model._meta.label_lower} {row[model._meta.pk.attname]}"
                assert named in where(), (model, field.name)
                sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", old, pk)
    assert list(findings()) == []


def test_rows_entered_before_a_column_was_added_hold_while_it_is_empty(coordinator, monkeypatch):
    with monkeypatch.context() as older:
        columns = values._covered(Event)
        older.setattr(values, "_covered", lambda model: [c for c in columns if c[0] != "place"])
        event = state(coordinator, Event(title="The flood"))
    assert '"place"' not in Entry.objects.get(row=str(event.pk)).content
    assert list(findings()) == []
    pk = Event._meta.pk.get_db_prep_value(event.pk, connection)
    sql("UPDATE people_event SET place = 'elsewhere' WHERE id = %s", pk)
    assert where() == {f"people.event {event.pk}"}


def test_removed_and_unrecorded_rows_are_named(small, coordinator):
    name = Name.objects.get(supersedes__isnull=False)
    pk = Name._meta.pk.get_db_prep_value(name.pk, connection)
    sql("DELETE FROM people_name WHERE id = %s", pk)
    assert f"people.name {name.pk}" in where()
    name._state.adding = True
    name.save(force_insert=True)
    assert list(findings()) == []
    smuggled = Person(
        code="P-2", investigation=coordinator.investigation, made_by=coordinator.user, made_at=small.made_at
    )
    smuggled.save()
    assert where() == {f"people.person {smuggled.pk}"}


def test_a_log_rewritten_with_all_its_hashes_betrays_itself_by_a_checkpoint(small):
    signed = checkpoint.make_checkpoint()
    tree = Frontier()
    for entry in Entry.objects.all():
        content = entry.content.replace("Amira", "Anita").replace("Ամիրա", "Անիտա")
        leaf = leaf_hash(content.encode())
        tree.append(leaf)
        Entry.objects.filter(pk=entry.pk).update(content=content, leaf=leaf.hex(), root=tree.root().hex())
    Head.objects.update(peaks=[p.hex() for p in tree.peaks])
    sql("UPDATE people_name SET text = replace(replace(text, 'Amira', 'Anita'), 'Ամիրա', 'Անիտա')")
    assert list(findings()) == []
    with pytest.raises(InputError, match="not those that were signed"):
        checkpoint.check_against_log("old.json", signed)


def test_checkpoints_prove_growth_without_the_log(small, coordinator):
    old = checkpoint.make_checkpoint()
    state(coordinator, Person(code="P-3"))
    new = checkpoint.make_checkpoint(since=old)
    again = checkpoint.read_checkpoint("new.json", checkpoint.write_checkpoint(new))
    assert checkpoint.check_pair(old, again)
    checkpoint.check_against_log("old.json", old)
    forged = checkpoint.write_checkpoint(new).replace(f'"size": {new.size}', f'"size": {new.size - 1}')
    with pytest.raises(InputError, match="signature"):
        checkpoint.read_checkpoint("new.json", forged)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"size": 1}', "\x00", "1", '{"size":1,"root":1,"at":1,"key":1,"signature":1}']
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(InputError):
        checkpoint.read_checkpoint("x.json", text)


def test_facts_cannot_be_overwritten_or_deleted(small):
    small.code = "P-9"
    for act in (
        small.save,
        small.delete,
        Person.objects.all().delete,
        lambda: Person.objects.update(code=""),
    ):
        with pytest.raises(Immutable):
            act()


def test_two_people_editing_one_row_lose_nothing(small, coordinator):
    old = state(coordinator, Description(person=small, body="a scar"))
    supersede(coordinator, old, body="a scar on the left hand")
    with pytest.raises(Conflict) as conflict:
        supersede(coordinator, old, body="two scars")
    assert conflict.value.latest.body == "a scar on the left hand"
    assert [d.body for d in Description.objects.standing()] == ["a scar on the left hand"]


def test_standing_at_a_moment(small, coordinator):
    row = state(coordinator, Description(person=small, body="first"))
    new = supersede(coordinator, row, body="second")
    gone = retract(coordinator, new)
    said = lambda at: [d.body for d in Description.objects.standing(at)]  # noqa: E731
    assert said(row.made_at) == ["first"]
    assert said(new.made_at) == ["second"]
    assert said(gone.made_at) == [] == said(None)


def test_failed_change_leaves_no_entry(small, coordinator):
    before = Entry.objects.count()
    with pytest.raises(IntegrityError):
        state(coordinator, Person(code="P-1"))
    assert Entry.objects.count() == before
    assert list(findings()) == []
