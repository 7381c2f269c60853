"""The API: who asks, what is answered when it cannot be done, and its description as OpenAPI."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import AnonRateThrottle, AuthRateThrottle

from antigone.errors import AntigoneError
from antigone.register.access.author import Author
from antigone.register.access.tokens import bearer
from antigone.register.api import derived, entering
from antigone.register.api.reading import add_resource
from antigone.register.api.resources import resources
from antigone.register.api.routes import router
from antigone.register.ledger.record import Conflict

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class MemberThrottle(AuthRateThrottle):
    """So many requests of one member, with whichever of their tokens."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """Counts by the account."""
        return self.cache_format % {"scope": self.scope, "ident": request.auth.user.pk}


REQUESTS = MemberThrottle("1200/m")
WRONG_TOKENS = AnonRateThrottle("20/m")


class TokenBearer(HttpBearer):
    """`Authorization: Bearer SECRET`; the token names the investigation and the member."""

    def authenticate(self, request: HttpRequest, token: str) -> Author | None:
        """The author; PermissionDenied where a token that only reads would enter something.

        Raises Throttled for too many tokens that are not valid from one address.
        """
        found = bearer(token)
        if found is None:
            if not WRONG_TOKENS.allow_request(request):
                raise Throttled(wait=None)
            return None
        author, row = found
        if not row.enters and request.method not in READING:
            raise PermissionDenied("This token only reads; make one that may enter facts.")
        return author


_ERROR = {"type": "object", "required": ["detail"], "properties": {"detail": {}}}
_REFUSALS = {
    "400": "The request cannot be read.",
    "401": "No token, or one that is not valid.",
    "403": "The role, or the token, may not do this.",
    "404": "There is no such row, or it is another investigation's.",
    "409": "Somebody else was quicker.",
    "429": "Too many requests within a minute.",
    "503": "The database cannot be reached.",
    "422": "What was sent breaks a rule; `detail` says which.",
}


class RecordAPI(NinjaAPI):
    """Describes with each operation what else it may answer."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI description."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, why in _REFUSALS.items():
                    content = {"application/json": {"schema": _ERROR}}
                    operation["responses"].setdefault(status, {"description": why, "content": content})
        return schema


api = RecordAPI(
    title="Antigone: the record for programs",
    version="1",
    description="Everything the pages show, under the same rights. A token is made on the page Tokens of "
    "an investigation and opens that investigation alone. Rows are facts: never changed, only superseded; "
    "lists hold those that stand.",
    auth=TokenBearer(),
    throttle=[REQUESTS],
    urls_namespace="api",
    docs_decorator=login_required,
)


def _refuse(request: HttpRequest, message: str, status: int) -> HttpResponse:
    return api.create_response(request, {"detail": message}, status=status)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: Any) -> HttpResponse:
    return _refuse(request, str(error), 403)


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, error: Any) -> HttpResponse:
    return _refuse(request, str(error), 409)


@api.exception_handler(AntigoneError)
def _cannot(request: HttpRequest, error: Any) -> HttpResponse:
    return _refuse(request, str(error), 422)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def _out_of_reach(request: HttpRequest, error: Any) -> HttpResponse:
    return _refuse(request, "The database cannot be reached; nothing was entered. Ask again later.", 503)


for resource in resources():
    add_resource(resource)
# Importing these two has added what they offer to the same router.
assert derived.router is entering.router is router
api.add_router("", router)
