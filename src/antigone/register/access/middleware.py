"""What is asked of every request: a second factor; and pages instead of tracebacks for refusals."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from antigone.errors import AntigoneError
from antigone.register.access.models import Investigation

Next = Callable[[HttpRequest], HttpResponse]
OPEN = ("/accounts/", "/static/", "/setup/", "/jsi18n/")


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
    """Turns an error of the user's making, or a database out of reach, into a page that says what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return render(request, "unreachable.html", status=503)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for errors raised inside a view."""
        if isinstance(error, AntigoneError):
            return render(request, "refused.html", {"message": str(error)}, status=409)
        if isinstance(error, (OperationalError, InterfaceError)):
            return render(request, "unreachable.html", status=503)
        return None
