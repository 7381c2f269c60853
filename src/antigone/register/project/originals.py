"""Whether the files that rows speak of are there, each with the bytes that the row's hash names."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from antigone.register.ledger.reading import Watch, unwatched
from antigone.register.ledger.verify import Finding
from antigone.register.sources import store

KEPT = (
    ("sources.Source", "sha256"), ("sources.Extraction", "text_sha256"), ("people.Photograph", "sha256"),
    ("field.Item", "photograph"), ("returns.HandOver", "scan_sha256"), ("returns.Transfer", "scan_sha256"),
    ("reports.Document", "sha256"),
    ("reports.Disclosure", "archive_sha256"),
)  # fmt: skip


def file_findings(watch: Watch = unwatched) -> Iterator[Finding]:
    """Each row whose file is missing or was altered; reads every file once."""
    named: dict[str, list[str]] = {}
    for label, field in KEPT:
        rows = apps.get_model(label)._base_manager.exclude(**{field: ""})
        for key, sha256 in rows.values_list("pk", field):
            named.setdefault(sha256, []).append(f"{label.lower()} {key}")
    for done, (sha256, speaking) in enumerate(named.items()):
        watch("files", done, len(named))
        if store.altered(sha256):
            for row in speaking:
                yield Finding(row, f"its file {sha256} is missing or was altered")
