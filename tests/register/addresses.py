"""Every address of the record, read from its address patterns so that a new page is tested unasked."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

VALUES = {"kind": "csv", "name": "bones", "code": "S-00001", "number": 1, "z": 0, "x": 0, "y": 0}


def patterns(slug: str, key: object) -> Iterator[tuple[str, str, bool]]:
    """(name, address, whether it names an object) of each page of the investigation `slug`."""
    for branch in get_resolver().url_patterns:
        if not str(branch.pattern).startswith("i/<slug:slug>"):
            continue
        for leaf in branch.url_patterns:
            assert isinstance(leaf, URLPattern), f"{leaf}: patterns of a stage are flat"
            values = {**VALUES, "slug": slug, "key": key}
            needed = branch.pattern.converters | leaf.pattern.converters
            address = "/" + str(branch.pattern) + str(leaf.pattern)
            for name, converter in needed.items():
                kind = next(k for k in ("uuid", "slug", "str", "int") if f"<{k}:{name}>" in address)
                address = address.replace(f"<{kind}:{name}>", converter.to_url(values.get(name, key)))
            yield leaf.name, address, "key" in needed
