"""Settings as the text of case.toml."""

from __future__ import annotations

from typing import Any

import msgspec
import tomli_w

from antigone.cases.settings import Settings


def settings_toml(settings: Settings) -> str:
    """What differs from the defaults, in TOML; floats keep every digit."""
    stated = {"format": settings.format, "title": settings.title} | _stated(settings)
    return tomli_w.dumps(stated)


def _stated(struct: msgspec.Struct) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for info in msgspec.structs.fields(struct):
        value = getattr(struct, info.name)
        default = info.default if info.default is not msgspec.NODEFAULT else None
        if info.default_factory is not msgspec.NODEFAULT:
            default = info.default_factory()
        if value is None or (value == default and info.required is False):
            continue
        result[info.encode_name] = _plain(value)
    return result


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _stated(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value
