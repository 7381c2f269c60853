"""What is asked of every request: a second factor; and pages instead of tracebacks for refusals."""

from __future__ import annotations

import sys
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from antigone.errors import AntigoneError
from antigone.register.access.models import Investigation

Next = Callable[[HttpRequest], HttpResponse]
OPEN = ("/accounts/", "/static/", "/setup/", "/i18n/", "/jsi18n/")


class SecondFactorMiddleware:
    """Sends a signed-in user without a second factor to set one up, but where all cases are invented."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not request.path.startswith(OPEN) and not is_mfa_enabled(user):
            held = Investigation.objects.all()
            if not held.exists() or held.filter(invented=False).exists():
                messages.warning(
                    request, _("Set up a second factor first: it protects the people recorded here.")
                )
                return redirect("mfa_activate_totp")
        return self.get_response(request)


class RefusedMiddleware:
    """Turns an error of the user's making into a page that says what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for errors raised inside a view."""
        if isinstance(error, AntigoneError):
            return render(request, "refused.html", {"message": str(error)}, status=409)
        return None


def failed(request: HttpRequest) -> HttpResponse:
    """Whatever else goes wrong, in a view or before it; the pages ask nothing of the database."""
    if isinstance(sys.exc_info()[1], (DatabaseError, InterfaceError)):
        return HttpResponse(get_template("unreachable.html").render(), status=503)
    return HttpResponse(get_template("500.html").render(), status=500)
