"""Sources: the list, taking in, one source, its original."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from antigone.errors import InputError
from antigone.register.access.author import Author
from antigone.register.access.pages import Link, Section, Visit, files_of, made, page, paged
from antigone.register.access.roles import Right
from antigone.register.people.date_words import date_in_words
from antigone.register.sources import forms, store
from antigone.register.sources.capture import capture
from antigone.register.sources.extracting import extract_text, is_long, standing_extraction
from antigone.register.sources.long_texts import text_extraction
from antigone.register.sources.models import Source
from antigone.register.sources.pictures import has_pictures
from antigone.register.sources.proposals import accept
from antigone.register.sources.seeing import name_reader, set_visibility, visible_sources
from antigone.register.sources.taking import Incoming, pass_on, take_in
from antigone.register.sources.views.looking import PLAYED
from antigone.register.sources.views.seen import claim_row, sent, source_seen
from antigone.register.sources.web import as_warc
from antigone.register.work.asking import enqueue

ABOUT = ("origin", "author_name", "addressee", "date", "language")


@page()
def sources(visit: Visit) -> HttpResponse:
    """The list."""
    shown = paged(visit.request, visible_sources(visit.author))
    rows = [
        (
            Link(s.code, visit.url("source", s.pk)),
            Link(s.title, visit.url("source", s.pk)),
            s.get_kind_display(),
            date_in_words(s.date),
            s.author_name,
        )
        for s in shown
    ]
    actions = [
        Link(_("Take in a source"), visit.url("source_add"), Right.SOURCES),
        Link(_("Take in a testimony"), visit.url("testimony_add"), Right.SOURCES),
        Link(_("Interviews with ODK"), visit.url("interviews"), Right.SOURCES),
    ]
    header = (_("Number"), _("Title"), _("Kind"), _("Date"), _("Author"))
    empty = _("No sources yet. Papers, testimonies and pictures come first; all else rests on them.")
    return visit.sheet(
        _("Sources"), [Section("", header, rows, [*actions, *files_of(visit, "sources")], empty)], page=shown
    )


@page(Right.SOURCES)
def source_add(visit: Visit) -> HttpResponse:
    """A document, picture, film, item or web page."""

    def act(author, said):
        file, address = said.pop("file"), said.pop("address")
        if address and file is None and said["kind"] == Source.Kind.WEB:
            said["origin"] = said["origin"] or address
            return _taken(visit, author, said, [_captured(address)], "page.warc", None)
        if file is None and said["kind"] != Source.Kind.ITEM:
            raise InputError(_("Choose the file; only an item has none."))
        pieces, name = (file.chunks(store.CHUNK), file.name) if file else (None, "")
        if address and file:
            pieces, name = [as_warc(address, file.read(), "text/html")], f"{file.name}.warc"
            said["origin"] = said["origin"] or address
        return _taken(visit, author, said, pieces, name, None)

    form = forms.SourceForm(visit.posted, visit.files)
    return visit.enter(_("Take in a source"), form, act, lambda url: url)


@page(Right.SOURCES)
def testimony_add(visit: Visit) -> HttpResponse:
    """What a witness said."""

    def act(author, said):
        file, words = said.pop("file"), said.pop("words")
        if not file and not words.strip():
            raise InputError(_("Give the file of the testimony, or its words."))
        names = ("witness", "witness_name", "interviewer", "held_on", "consent")
        testimony = {n: said.pop(n) for n in names}
        pieces = file.chunks(store.CHUNK) if file else [words.encode()]
        said["kind"] = Source.Kind.TESTIMONY
        return _taken(visit, author, said, pieces, file.name if file else "testimony.txt", testimony)

    form = forms.TestimonyForm(visit.author.investigation, visit.posted, visit.files)
    return visit.enter(_("Take in a testimony"), form, act, lambda url: url)


def _captured(address: str) -> bytes:
    if not settings.CAPTURE:
        raise InputError(
            _("This record fetches nothing. Save the page in your browser and choose its file, or have it "
              "started with ANTIGONE_CAPTURE=1.")
        )  # fmt: skip
    return capture(address)


def _taken(visit, author, said, pieces, name, testimony):
    about = {n: said.pop(n) for n in ABOUT}
    taken = take_in(author, Incoming(**said, file_name=name, about=about, testimony=testimony), pieces)
    if taken.known or not taken.source.size or _is_played(taken.source):
        return visit.url("source", taken.source.pk)
    return _read(visit, author, taken.source, visit.url("source", taken.source.pk))


def _read(visit: Visit, author: Author, row: Source, done: str) -> str:
    """Extracts the text now or, where that may take long, in the queue; where to go on."""
    if is_long(row):
        title = _("Text of %s") % row
        return visit.url("job", enqueue(author, text_extraction, title[:300], source=str(row.pk)).pk)
    extract_text(author, row)
    return done


def _is_played(row: Source) -> bool:
    return row.media_type.startswith(("video/", "audio/"))


@page()
def source(visit: Visit, key) -> HttpResponse:
    """All that is known of a source."""
    row = source_seen(visit, key)
    act = lambda text, name, right=Right.SOURCES: Link(text, visit.url(name, row.pk), right)  # noqa: E731
    sections = [
        Section("", ("", ""), _about(row), image=_picture(visit, row),
                actions=[act(text, name, right) for text, name, right in _acts(row)]),
        Section(_("What the paper says of itself"), (_("Particular"), _("As accepted"), _("Accepted by")),
                [(p.name, in_words(p.value), made(p))
                 for p in row.particulars.standing().select_related("made_by").order_by("made_at")]),
        Section(_("Claims"), (_("Number"), _("Claim"), _("Kind"), _("When"), _("Source"), _("Assessed")),
                [claim_row(visit, c) for p in row.passages.standing() for c in p.claims.standing()]),
        Section(_("Receipts"),
                (_("Received from"), _("At"), _("In what way"), _("File name"), _("Entered by")),
                [(r.received_from, f"{r.received_at:%Y-%m-%d %H:%M}", r.way, r.file_name, made(r))
                 for r in row.receipts.standing().select_related("made_by").order_by("made_at")]),
        Section(_("Custody of the original"), (_("Handed over by"), _("Received by"), _("When"), _("Where")),
                [(c.giver, c.receiver, f"{c.when:%Y-%m-%d %H:%M}", c.place)
                 for c in row.custody.standing().order_by("when")], [act(_("Hand over"), "source_custody")]),
        Section(_("Who may see it"), (_("Who"), _("Stated by")), _readers(row),
                [act(_("Change"), "source_visibility"), act(_("Name a reader"), "source_reader")]),
    ]  # fmt: skip
    return visit.sheet(str(row), sections, history=visit.url("ledger") + f"?row={row.pk}")


def _acts(row: Source) -> list:
    claim = (_("Record a claim"), "claim_add", Right.SOURCES)
    if not row.sha256:
        return [claim]
    looked = has_pictures(row) or PLAYED.fullmatch(row.media_type)
    return [
        (_("Read it"), "reading", Right.READ),
        *([(_("Look at it"), "look", Right.READ)] if looked else []),
        (_("The original"), "source_original", Right.READ),
        claim,
        (_("Enter a particular"), "particular_add", Right.SOURCES),
    ]


def _about(row: Source) -> list:
    about = [(f.verbose_name, getattr(row, f.name)) for f in row._meta.fields
             if f.name in ABOUT and getattr(row, f.name)]  # fmt: skip
    for t in row.testimonies.standing():
        about += [(_("witness"), t.speaker), (_("interviewer"), t.interviewer), (_("held on"), t.held_on),
                  (_("may be used by"), t.get_consent_display())]  # fmt: skip
    if row.sha256:
        about += [(_("bytes"), f"{row.size:,} ({row.media_type})"), ("SHA-256", row.sha256)]
    for m in row.metadata.standing():
        about.append((_("Content Credentials"), f"{m.get_credentials_display()} {m.credentials_note}"))
        about += [(f"EXIF {name}", value) for name, value in m.exif.items()]
    extraction = standing_extraction(row)
    if extraction:
        text = extraction.refusal or _("%s characters") % f"{extraction.characters:,}"
        about += [(_("text"), text), *((_("note"), n) for n in extraction.notes)]
    return about


def _picture(visit: Visit, row: Source):
    if not row.media_type.startswith("image/"):
        return None
    return Link(row.title, visit.url("source_picture", row.pk, 1))


def _readers(row: Source) -> list:
    rows = [(v.get_who_display(), made(v)) for v in row.visibility.standing().select_related("made_by")]
    return rows + [(r.user, made(r)) for r in row.readers.standing().select_related("user", "made_by")]


def in_words(value) -> str:
    """An accepted particular on one line."""
    if isinstance(value, dict):
        return "; ".join(f"{k}: {in_words(v)}" for k, v in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


@page()
def source_original(visit: Visit, key) -> HttpResponse:
    """The original bytes, to be saved: a page never shows them (source_picture makes a picture)."""
    row = source_seen(visit, key)
    if not row.sha256:
        raise InputError(_("This source has no bytes."))
    if store.altered(row.sha256):
        raise InputError(_("The original is missing or was altered; restore the home folder from a backup."))
    return FileResponse(
        store.path_of(row.sha256).open("rb"),
        as_attachment=True,
        filename=row.receipts.order_by("made_at").first().file_name or row.code,
        content_type="application/octet-stream",
    )


@page(Right.SOURCES)
def source_extract(visit: Visit, key) -> HttpResponse:
    """Extracts the text anew."""
    sent(visit)
    return redirect(_read(visit, visit.author, source_seen(visit, key), visit.url("reading", key)))


@page(Right.SOURCES)
def source_custody(visit: Visit, key) -> HttpResponse:
    """The original goes to another holder."""
    row = source_seen(visit, key)
    form = forms.CustodyForm(visit.posted)
    return visit.enter(_("Hand over"), form, lambda a, said: pass_on(a, row, said), visit.url("source", key))


@page(Right.SOURCES)
def source_visibility(visit: Visit, key) -> HttpResponse:
    """Who may see it."""
    row = source_seen(visit, key)
    form = forms.VisibilityForm(visit.posted)
    return visit.enter(
        _("Who may see it"), form, lambda a, said: set_visibility(a, row, **said), visit.url("source", key)
    )


@page(Right.SOURCES)
def source_reader(visit: Visit, key) -> HttpResponse:
    """One more reader."""
    row = source_seen(visit, key)

    def act(author, said):
        members = User.objects.filter(memberships__in=_members(author))
        return name_reader(author, row, get_object_or_404(members.distinct(), username=said["user"]))

    return visit.enter(_("Name a reader"), forms.ReaderForm(visit.posted), act, visit.url("source", key))


def _members(author):
    from antigone.register.access.models import Membership

    return Membership.objects.standing().of(author.investigation)


@page(Right.SOURCES)
def particular_add(visit: Visit, key) -> HttpResponse:
    """What a paper says of itself, by hand."""
    row = source_seen(visit, key)
    form = forms.ParticularForm(visit.posted)
    act = lambda a, said: accept(a, row, said["name"], said["value"], proposed=False)  # noqa: E731
    return visit.enter(_("Enter a particular"), form, act, visit.url("source", key))
