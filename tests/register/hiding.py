"""Places in which words can hide in a file, made by other programs' libraries or by hand."""

import base64
import gzip
import io
import quopri
import unicodedata
import urllib.parse
import zipfile

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, create_string_object
from weasyprint import HTML


def picture(form="JPEG", size=(40, 40), colour="red", **said):
    """A picture's bytes."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **said)
    return out.getvalue()


def packed(name, data, comment=b""):
    """A ZIP with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, data)
        package.comment = comment
    return out.getvalue()


def png_with(word, compressed=True):
    """A picture whose comment PNG keeps compressed."""
    said = PngInfo()
    said.add_itxt("Author", word, zip=compressed)
    return picture("PNG", pnginfo=said)


def with_exif(value, tag, part=None):
    """A photograph with a word in its EXIF."""
    exif = Image.Exif()
    exif[part or tag] = {tag: value} if part else value
    return picture(exif=exif)


def pdf_of(words):
    """A PDF with these words on its page."""
    return HTML(string=f"<p>{words}</p>").write_pdf()


def changed_pdf(first, then):
    """A PDF whose page said one thing and, since it was changed and saved on top, says another."""
    writer = PdfWriter(io.BytesIO(pdf_of(first)), incremental=True)
    page = writer.pages[0]
    stream = DecodedStreamObject()
    stream.set_data(PdfReader(io.BytesIO(pdf_of(then))).pages[0].get_contents().get_data())
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    page[NameObject("/Resources")] = PdfReader(io.BytesIO(pdf_of(then))).pages[0]["/Resources"].clone(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with(change):
    """A PDF changed by a function of its writer."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of("nothing")))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def xmp(word):
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{word}</dc:creator></x:xmpmeta>'.encode()


def set_xmp(word):
    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(xmp(word))
        writer._root_object[NameObject("/Metadata")] = writer._add_object(stream.flate_encode())

    return change


def title(word):
    return lambda writer: writer.root_object.__setitem__(NameObject("/Title"), create_string_object(word))


def script(text):
    def change(writer):
        said = {"/S": NameObject("/JavaScript"), "/JS": create_string_object(text)}
        action = DictionaryObject({NameObject(k): v for k, v in said.items()})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def jpeg_with_segment(marker, data):
    """A photograph with one more segment after its beginning."""
    made = picture()
    length = (len(data) + 2).to_bytes(2, "big")
    return made[:2] + bytes([0xFF, marker]) + length + data + made[2:]


def web_archive(word):
    """An unpacked web archive whose answer is packed."""
    body = gzip.compress(f"<p>{word}</p>".encode())
    return b"WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + body


def hiding(word):
    """Name of a place → a file in which the word stands there and nowhere else."""
    decomposed, utf8 = unicodedata.normalize("NFD", word), word.encode()
    places = {
        "UTF-8": utf8,
        "UTF-16": word.encode("utf-16"),
        "UTF-16 at an odd place": b"\0x" + b"\0" + word.encode("utf-16-be"),
        "letters and accents apart": f"x {decomposed.upper()} y".encode(),
        "broken over lines": "\n".join(f"{word[:3]}-|{word[3:]}".split("|")).encode(),
        "hexadecimal": b"id=" + utf8.hex().upper().encode(),
        "hexadecimal UTF-16": b"<" + word.encode("utf-16-be").hex().encode() + b">",
        "base64": b"x: " + base64.b64encode(b"a name: " + utf8 + b" and more"),
        "base64 in a long run": base64.b64encode(b"y" * 100 + word.lower().encode() + b"z" * 50),
        "base64 of a picture": b"data:image/png;base64," + base64.b64encode(png_with(word)),
        "entities": "".join(f"&#{ord(c)};" for c in word).join(["<p>", "</p>"]).encode(),
        "an attribute": f'<p title="{word}">x</p>'.encode(),
        "words apart in tags": f"<b>{word[:4]}</b><i>{word[4:]}</i>".encode(),
        "percent signs": urllib.parse.quote(word, safe="").encode(),
        "quoted-printable": quopri.encodestring(utf8, quotetabs=True),
        "JSON's escapes": "".join(f"\\u{ord(c):04x}" for c in word).encode(),
        "a package's comment": packed("a.txt", b"x", utf8),
        "a packed file's name": packed(f"{word}.txt", b"x"),
        "a package in a package": packed("a.zip", packed("b.zip", packed("c.txt", utf8))),
        "runs of a DOCX": packed("word/document.xml", f"<w:t>{word[:5]}</w:t><w:t>{word[5:]}</w:t>"),
        "properties of a DOCX": packed("docProps/core.xml", f"<dc:creator>{word}</dc:creator>"),
        "a thumbnail in a DOCX": packed("docProps/thumbnail.jpeg", with_exif(word.encode(), 0x013B)),
        "a packed stream": gzip.compress(utf8),
        "an answer in a web archive": web_archive(word),
        "PNG's compressed comment": png_with(word),
        "after a picture's end": picture() + utf8,
        "XMP of a JPEG": jpeg_with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(word)),
        "IPTC of a JPEG": jpeg_with_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x20" + utf8),
        "a comment of a JPEG": jpeg_with_segment(0xFE, utf8),
        "EXIF's comment": with_exif(b"UNICODE\0" + word.encode("utf-16-be"), 0x9286, 0x8769),
        "EXIF's thumbnail": jpeg_with_segment(0xE1, b"Exif\0\0" + jpeg_with_segment(0xFE, utf8)),
        "the title of a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x20udta\xa9nam" + utf8,
        "a page of a PDF": pdf_of(word),
        "metadata of a PDF": pdf_with(lambda w: w.add_metadata({"/Author": word})),
        "XMP of a PDF": pdf_with(set_xmp(word)),
        "a title deep in a PDF": pdf_with(title(word)),
        "a file in a PDF": pdf_with(lambda w: w.add_attachment("a.docx", packed("word/document.xml", utf8))),
        "a script in a PDF": pdf_with(script(f"app.alert('{word}')")),
        "what a PDF said before": changed_pdf(word, "nothing"),
        "a locked PDF without a password": pdf_with(
            lambda w: (w.add_metadata({"/Author": word}), w.encrypt("", "owner", algorithm="RC4-128"))
        ),
    }  # fmt: skip
    if word.isascii():
        places["EXIF's artist"] = with_exif(word, 0x013B)
    else:
        code = "cp1251" if "а" in word.lower() else "cp1252"
        places[code] = f"x {word} y".encode(code)
    return places
