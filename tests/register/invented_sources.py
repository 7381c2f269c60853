"""Invented papers, pictures and films for the tests of the sources."""

import datetime
import io

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

LETTER = """Letter dated 2 March 2031 from the Ministry of Tolvania addressed to the Commission

It was established that on 3 April 2029, 62 residents of the village of Sorrel fled to the caves.
On 18 April 2029 the caves were attacked. As a result, 12 residents, including 1 child, were killed.

It has been further identified that 14 other residents, including 3 children, were taken, as a result of
which 9 of them died. The remaining residents reached the safe zone after 113 days.

(Signed) Ada Brook
"""


def take(author, text=LETTER, title="A letter", **said):
    """A text as a source, its text extracted."""
    from antigone.register.sources.extracting import extract_text
    from antigone.register.sources.taking import Incoming, take_in

    incoming = Incoming(**{"kind": "document", "title": title, "received_from": "The invented archive",
                           "file_name": "letter.txt", **said})  # fmt: skip
    taken = take_in(author, incoming, [text.encode() if isinstance(text, str) else text])
    extract_text(author, taken.source)
    return taken.source


def jpeg(exif=None):
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


def turned_jpeg():
    """A picture 60 wide and 20 high that is to be turned: shown, it is 20 wide, red above and blue below."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Invented Photographer"
    picture = Image.new("RGB", (60, 20), "blue")
    picture.paste("red", (0, 0, 30, 20))
    picture.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def signed_jpeg():
    """A picture with Content Credentials by an invented signer."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    known = x509.SubjectKeyIdentifier.from_public_key(authority.public_key())
    ca = _certificate("Invented authority", authority, [
        (x509.BasicConstraints(True, None), True), (known, False),
    ], authority)  # fmt: skip
    leaf = _certificate("Invented signer", key, [
        (x509.BasicConstraints(False, None), True),
        (x509.KeyUsage(True, False, False, False, False, False, False, False, False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known), False),
    ], authority)  # fmt: skip
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chain = leaf.public_bytes(pem) + ca.public_bytes(pem)
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain, private, None))
    kind = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
    builder = c2pa.Builder({
        "claim_generator_info": [{"name": "invented camera", "version": "1"}], "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions", "data": {
            "actions": [{"action": "c2pa.created", "digitalSourceType": kind}]}}],
    })  # fmt: skip
    out = io.BytesIO()
    builder.sign(signer, "image/jpeg", io.BytesIO(jpeg()), out)
    return out.getvalue()


def _certificate(name, key, extensions, authority):
    def named(text):
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, text),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, text),
            ]
        )

    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named("Invented authority"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
    )
    for extension, critical in extensions:
        made = made.add_extension(extension, critical)
    return made.sign(authority, hashes.SHA256())
