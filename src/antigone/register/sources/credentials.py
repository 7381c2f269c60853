"""Content Credentials (C2PA) of a file, by the reference library; nothing is fetched from the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from antigone.register.sources.models import Metadata

_SETTINGS = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}


@dataclass(frozen=True, slots=True)
class Finding:
    """Verified, invalid, none or not checked, and why."""

    credentials: Metadata.Credentials
    note: str = ""


def check_credentials(path: Path, media_type: str) -> Finding:
    """What the file's manifest is worth."""
    try:
        import c2pa
    except ImportError:
        return Finding(Metadata.Credentials.UNCHECKED, "c2pa-python is not installed")
    if media_type not in c2pa.Reader.get_supported_mime_types():
        return Finding(Metadata.Credentials.UNCHECKED, f"no Content Credentials are known for {media_type}")
    context = c2pa.Context(c2pa.Settings.from_dict(_SETTINGS))
    try:
        with path.open("rb") as file, c2pa.Reader(media_type, file, context=context) as reader:
            state = reader.get_validation_state()
            results = reader.get_validation_results() or {}
    except c2pa.C2paError.ManifestNotFound:
        return Finding(Metadata.Credentials.NONE)
    except c2pa.C2paError.NotSupported as error:
        return Finding(Metadata.Credentials.UNCHECKED, str(error))
    except c2pa.C2paError as error:
        return Finding(Metadata.Credentials.INVALID, f"the manifest cannot be read: {error}")
    failures = [f["code"] for f in results.get("activeManifest", {}).get("failure", [])]
    note = ", ".join(failures)
    if state == "Trusted":
        return Finding(Metadata.Credentials.VERIFIED, "signed by a trusted signer")
    if state == "Valid":
        return Finding(
            Metadata.Credentials.VERIFIED, f"unaltered since signed; the signer is on no list ({note})"
        )
    return Finding(Metadata.Credentials.INVALID, note or "the manifest does not hold")
