"""Follows the links of pages as a reader would, one page of each kind."""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAMES_A_PAGE = {"href", "src", "hx-get", "data-url"}


class Links(HTMLParser):
    """The addresses that a page names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in NAMES_A_PAGE and value]


def is_page(answer: HttpResponse) -> bool:
    return "html" in answer.get("Content-Type", "")


def walked(client: Client, start: str) -> Iterator[tuple[str, HttpResponse]]:
    """Every kind of page within reach of the first, with its answer; static files and signing out left."""
    ahead, kinds = deque([start]), Counter()
    while ahead:
        address = ahead.popleft()
        parts = urlsplit(address)
        try:
            kind = resolve(parts.path).view_name, *sorted(parse_qs(parts.query))
        except Resolver404:
            assert parts.path.startswith("/static/"), address
            continue
        kinds[kind] += 1
        if kinds[kind] > 1 or "logout" in address:
            continue
        answer = client.get(address)
        yield address, answer
        named = [answer["Location"]] if answer.has_header("Location") else []
        named += Links(answer.content.decode()).found if is_page(answer) else []
        for other in named:
            there = urljoin(address, other).split("#")[0]
            if there.startswith("/"):
                ahead.append(there)
