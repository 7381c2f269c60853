"""Papers for the tests, built byte by byte or with the libraries' own writers. All in them is invented."""

import io
import zipfile

from docx import Document
from pypdf import PdfReader, PdfWriter

from antigone.commands.read import reading_json
from antigone.papers.extracted import Extracted
from antigone.papers.reading import read_text


def read(text):
    """What `antigone read` says of a plain text."""
    return reading_json(read_text(Extracted("", text, (0,))))


def pdf_of(pages, more_root=""):
    """A PDF with a line of text for each line of each page (in Latin letters); '' is a page without text."""
    objects = [f"<< /Type /Catalog /Pages 2 0 R {more_root} >>", "", "<< /Type /Font /Subtype /Type1 "]
    objects[2] += "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = []
    for page in pages:
        kids.append(len(objects) + 1)
        shown = [_escaped(line) for line in page.split("\n")]
        stream = "BT /F1 10 Tf 12 TL 50 800 Td " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
        stream = "" if not page else stream
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
    out, offsets = b"%PDF-1.4\n", []
    parts = [out]
    at = len(out)
    for number, body in enumerate(objects, start=1):
        offsets.append(at)
        parts.append(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
        at += len(parts[-1])
    table = "".join(f"{o:010d} 00000 n \n" for o in offsets)
    parts.append(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode()
    )
    return b"".join(parts)


def _escaped(line):
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def encrypted(pdf, user_password, algorithm):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(user_password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx_of(lines, header="", footer=""):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(package, parts, replace=()):
    """The zip package with more parts, or with text replaced in a part: (part, old, new)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            for part, before, after in replace:
                if part == name:
                    assert before in data
                    data = data.replace(before, after)
            new.writestr(name, data)
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()
