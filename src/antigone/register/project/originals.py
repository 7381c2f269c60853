"""Whether the files that rows speak of are there, each with the bytes that the row's hash names."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from antigone.register.ledger.verify import Finding
from antigone.register.sources import store

KEPT = (
    ("sources.Source", "sha256"), ("sources.Extraction", "text_sha256"), ("people.Photograph", "sha256"),
    ("field.Item", "photograph"), ("returns.HandOver", "scan_sha256"), ("returns.Transfer", "scan_sha256"),
    ("reports.Document", "sha256"),
    ("reports.Disclosure", "archive_sha256"),
)  # fmt: skip


def file_findings() -> Iterator[Finding]:
    """Each row whose file is missing or was altered; reads every file once."""
    amiss: dict[str, bool] = {}
    for label, field in KEPT:
        for key, sha256 in (
            apps.get_model(label)._base_manager.exclude(**{field: ""}).values_list("pk", field)
        ):
            if sha256 not in amiss:
                amiss[sha256] = store.altered(sha256)
            if amiss[sha256]:
                yield Finding(f"{label.lower()} {key}", f"its file {sha256} is missing or was altered")
