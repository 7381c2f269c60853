"""Pages on which members make and revoke their tokens for the API."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.errors import InputError
from antigone.register.access.models import Token
from antigone.register.access.pages import Entry, Link, Section, Visit, page
from antigone.register.access.roles import Right
from antigone.register.access.tokens import make_token, revoke


class TokenForm(Entry):
    """What a token is for, until when, and whether it may enter facts."""

    title = forms.CharField(label=gettext_lazy("What it is for"), max_length=200)
    expires_on = forms.DateField(label=gettext_lazy("Valid until the end of (at most a year)"))
    enters = forms.BooleanField(
        label=gettext_lazy("It may enter facts in my name, not only read"), required=False
    )


@page()
def tokens(visit: Visit) -> HttpResponse:
    """One's own tokens; all of them for who manages members."""
    own = Token.objects.of(visit.author.investigation).standing().select_related("made_by")
    if Right.ADMINISTER not in visit.author.rights:
        own = own.filter(made_by=visit.author.user)
    rows = [
        (
            t.title,
            t.made_by,
            _("reads and enters") if t.enters else _("reads"),
            t.expires_on,
            Link(_("revoke"), visit.url("token_revoke", t.pk)),
        )
        for t in own.order_by("made_at")
    ]
    header = (_("What for"), _("In whose name"), _("May"), _("Until"), "")
    actions = [Link(_("Make a token"), visit.url("token_new"), main=True)]
    docs = Link(_("What the API offers"), reverse("api:openapi-view"))
    empty = _("A token lets a program read this investigation, or enter facts, in your name.")
    return visit.sheet(_("Tokens for programs"), [Section("", header, rows, [*actions, docs], empty)])


@page()
def token_new(visit: Visit) -> HttpResponse:
    """Makes one; its secret is on the answer and nowhere else."""
    form = TokenForm(visit.posted)
    if visit.request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        author = visit.author.because(said.pop("reason"))
        try:
            token, secret = make_token(author, **said)
        except InputError as error:
            form.add_error("expires_on", str(error))
        else:
            facts = [(_("Secret"), secret), (_("Until"), token.expires_on)]
            lead = _("Copy the secret now: it is not kept and cannot be shown again.")
            response = visit.sheet(token.title, [Section("", ("", ""), facts)], lead)
            response["Cache-Control"] = "no-store"
            return response
    return visit.render("form.html", 422 if form.errors else 200, title=_("Make a token"), form=form)


@page()
def token_revoke(visit: Visit, key) -> HttpResponse:
    """Ends one."""
    row = visit.standing(Token, key)
    title = _("Revoke the token %s") % row
    back = visit.url("tokens")
    return visit.enter(title, Entry(visit.posted), lambda author, said: revoke(author, row), back)
