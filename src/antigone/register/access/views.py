"""First run, investigations, members, protected identities, the ledger."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.apps import apps
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.models import Investigation, Membership, ProtectedIdentity
from antigone.register.access.opening_up import (
    add_member,
    create_user,
    deactivate_user,
    open_investigation,
    remove_member,
    renew_access,
)
from antigone.register.access.pages import Entry, Link, ReasonForm, Section, Visit, made, page, paged
from antigone.register.access.roles import Right, Role
from antigone.register.access.vault import ROTATE_AFTER, key_age, key_is_lost, open_identity, protect
from antigone.register.ledger.models import Entry as LedgerEntry
from antigone.register.project.home import secret

KEY_OR_HASH = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")


class SetupForm(forms.Form):
    """The first account and the first investigation."""

    token = forms.CharField(label=gettext_lazy("Token that 'antigone serve' printed"))
    name = forms.CharField(label=gettext_lazy("Your user name"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Password (12 characters or more)"), widget=forms.PasswordInput
    )
    title = forms.CharField(label=gettext_lazy("Title of the investigation"), max_length=200)
    slug = forms.SlugField(label=gettext_lazy("Its short name (Latin letters, for addresses)"))


def setup(request: HttpRequest) -> HttpResponse:
    """Open only while there are no users, and only with the token from the server's console."""
    if User.objects.exists():
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if not secrets.compare_digest(said["token"].encode(), secret("setup-token")):
            form.add_error("token", _("This is not the token; copy it from the console."))
        else:
            try:
                user = create_user(said["name"], said["password"])
                investigation = open_investigation(user, said["slug"], said["title"])
            except InputError as error:
                form.add_error(None, str(error))
            else:
                login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
                return redirect("dashboard", investigation.slug)
    return render(request, "form.html", {"title": _("Set up this record"), "form": form})


def investigations(request: HttpRequest) -> HttpResponse:
    """The investigations the user is a member of."""
    if not User.objects.exists():
        return redirect("setup")
    return _own(request)


@login_required
def _own(request: HttpRequest) -> HttpResponse:
    held = Membership.objects.standing().filter(user=request.user).values("investigation")
    own = list(Investigation.objects.filter(pk__in=held).order_by("title"))
    if len(own) == 1:
        return redirect("dashboard", own[0].slug)
    return render(request, "investigations.html", {"own": own})


class MemberForm(Entry):
    """A user and a role; a new user gets a first password."""

    name = forms.CharField(label=gettext_lazy("User name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    password = forms.CharField(
        label=gettext_lazy("First password, for a new account"), required=False, widget=forms.PasswordInput
    )


@page()
def members(visit: Visit) -> HttpResponse:
    """Who does what in the investigation."""
    rows = [
        (
            m.user,
            m.get_role_display(),
            made(m),
            *(
                [
                    Link(_("end this role"), visit.url("member_remove", m.pk), Right.ADMINISTER),
                    Link(_("lost password or second factor"), visit.url("account_renew", m.pk)),
                    Link(_("close the account"), visit.url("account_close", m.pk)),
                ]
                if Right.ADMINISTER in visit.author.rights
                else []
            ),
        )
        for m in Membership.objects.of(visit.author.investigation)
        .standing()
        .select_related("user", "made_by")
        .order_by("user__username", "role")
    ]
    add = Link(_("Add a member"), visit.url("member_add"), Right.ADMINISTER)
    return visit.sheet(
        _("Members"), [Section("", (_("User"), _("Role"), _("Since"), "", "", ""), rows, [add])]
    )


@page(Right.ADMINISTER)
def member_add(visit: Visit) -> HttpResponse:
    """Gives a role, making the account if needed."""

    def act(author, said):
        user = User.objects.filter(username__iexact=said["name"]).first()
        user = user or create_user(said["name"], said["password"], by=author.user)
        return add_member(author, user, said["role"])

    return visit.enter(_("Add a member"), MemberForm(visit.posted), act, visit.url("members"))


@page(Right.ADMINISTER)
def member_remove(visit: Visit, key) -> HttpResponse:
    """Ends a role."""
    row = visit.standing(Membership, key)
    form = Entry(visit.posted)
    title = _("Remove %(user)s as %(role)s") % {"user": row.user, "role": row.get_role_display()}
    return visit.enter(title, form, lambda author, said: remove_member(author, row), visit.url("members"))


class PasswordForm(Entry):
    """A new first password."""

    password = forms.CharField(label=gettext_lazy("A new first password"), widget=forms.PasswordInput)


@page(Right.ADMINISTER)
def account_renew(visit: Visit, key) -> HttpResponse:
    """A new first password for a member who lost theirs, or their second factor."""
    user = visit.standing(Membership, key).user
    return visit.enter(
        _("New access for %s") % user,
        PasswordForm(visit.posted),
        lambda author, said: renew_access(author, user, said["password"]),
        visit.url("members"),
        _("Their second factors are forgotten, they are signed out everywhere, and their tokens for programs "
          "end. Make sure that it is they who ask, and give them the password in person."),
    )  # fmt: skip


@page(Right.ADMINISTER)
def account_close(visit: Visit, key) -> HttpResponse:
    """The member can no longer sign in."""
    user = visit.standing(Membership, key).user
    return visit.enter(
        _("Close the account of %s") % user,
        Entry(visit.posted),
        lambda author, said: deactivate_user(author, user),
        visit.url("members"),
        _("They are signed out at once and their signatures on open proposals no longer count. What they "
          "entered stays."),
    )  # fmt: skip


class IdentityForm(Entry):
    """What is sealed."""

    pseudonym = forms.CharField(label=gettext_lazy("Pseudonym, shown to all"), max_length=80)
    name = forms.CharField(label=gettext_lazy("Name, sealed"), max_length=300)
    reach = forms.CharField(
        label=gettext_lazy("How to reach the person, sealed"), required=False, max_length=1000
    )


@page()
def identities(visit: Visit) -> HttpResponse:
    """Pseudonyms only."""
    own = ProtectedIdentity.objects.filter(investigation=visit.author.investigation).order_by("pseudonym")
    rows = [
        (
            i.pseudonym,
            i.openings.count(),
            Link(_("open"), visit.url("identity_open", i.pk), Right.OPEN_IDENTITY),
        )
        for i in own
    ]
    add = Link(_("Protect an identity"), visit.url("identity_add"), Right.REPORT)
    header = (_("Pseudonym"), _("Times opened"), "")
    empty = _("Nobody is protected yet.")
    section = Section("", header, rows, [add], empty, note=_of_the_key(visit) if own.exists() else "")
    return visit.sheet(_("Protected identities"), [section])


def _of_the_key(visit: Visit) -> Any:
    if key_is_lost():
        return _("The key file is missing: who runs the server puts it back from where it is kept apart.")
    if key_age() > ROTATE_AFTER and Right.ADMINISTER in visit.author.rights:
        return _(
            "The key is more than a year old: who runs the server renews it with 'antigone keys rotate'."
        )
    return ""


@page(Right.REPORT)
def identity_add(visit: Visit) -> HttpResponse:
    """Seals an identity."""
    return visit.enter(
        _("Protect an identity"),
        IdentityForm(visit.posted),
        lambda author, said: protect(author, said.pop("pseudonym"), said),
        visit.url("identities"),
    )


@page(Right.OPEN_IDENTITY)
def identity_open(visit: Visit, key) -> HttpResponse:
    """Opens one, with a reason, at a limited rate."""
    row = get_object_or_404(ProtectedIdentity, pk=key, investigation=visit.author.investigation)
    form = ReasonForm(visit.posted)
    if visit.request.method == "POST" and form.is_valid():
        limited = ratelimit.consume_or_429(visit.request, action="opening", user=visit.request.user)
        if limited:
            return limited
        try:
            opened = open_identity(visit.author.because(form.cleaned_data["reason"]), row)
        except InputError as error:
            form.add_error("reason", str(error))
        else:
            response = visit.sheet(row.pseudonym, [Section("", ("", ""), list(opened.items()))])
            response["Cache-Control"] = "no-store"
            return response
    return visit.render(
        "form.html",
        title=_("Open %s") % row,
        form=form,
        help=_("Your name, the time and your reason are entered in the ledger."),
    )


@page(Right.READ_LEDGER)
def ledger(visit: Visit) -> HttpResponse:
    """The entries of the investigation, the newest first."""
    entries = LedgerEntry.objects.filter(investigation=visit.author.investigation).order_by("-sequence")
    if row := visit.request.GET.get("row"):
        entries = entries.filter(row=row[:40])
    shown = paged(visit.request, entries)
    said = [json.loads(e.content) for e in shown]
    rows = [
        (s["entry"], s["at"][:16].replace("T", " "), s["by"], s["action"],
         _kind(s["table"]), _changes(s), s["why"])
        for s in said
    ]  # fmt: skip
    header = (_("Entry"), _("When"), _("Who"), _("Did"), _("What"), _("Old → new"), _("Why"))
    return visit.sheet(_("Ledger"), [Section("", header, rows)], page=shown)


def _kind(table: str) -> str:
    """What a row of the table is."""
    try:
        return str(apps.get_model(table)._meta.verbose_name)
    except LookupError:
        return table


def _short(value: Any) -> str:
    """A value of a row; of the key of another row and of a hash, its beginning."""
    text = str(value)
    return f"{text[:8]}…" if KEY_OR_HASH.fullmatch(text) else text


def _changes(said: dict) -> str:
    old, new = said["old"] or {}, said["new"]
    own = {
        "id",
        "investigation_id",
        "made_by_id",
        "made_at",
        "reason",
        "supersedes_id",
        "retracted",
        "sealed",
    }
    parts = []
    for name in (n for n in new if n not in own and new[n] not in (None, "", old.get(n))):
        before = f"{_short(old[name])} → " if old.get(name) not in (None, "") else ""
        parts.append(f"{name.removesuffix('_id')}: {before}{_short(new[name])}")
    text = "; ".join(parts)
    return text if len(text) <= 200 else text[:200] + " …"
