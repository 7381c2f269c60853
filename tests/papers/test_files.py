"""TXT, PDF and DOCX files, and all that can be wrong with them. What the papers say is invented."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from papers.paper_builders import docx_of, encrypted, pdf_of, with_parts

from antigone.commands.read import reading_json
from antigone.errors import InputError
from antigone.papers.reading import read_paper

LINES = [
    "United Nations S/2022/5",
    "Security Council",
    "Distr.: General",
    "4 May 2022",
    "Original: English",
    "",
    "Letter dated 3 May 2022 from the Permanent Representative of Ruvania",
    "to the United Nations addressed to the President of the Security Council",
    "",
    "I have the honour to report that 47 villagers were taken from the village of",
    "Ustra on 18 April 1993.",
    "(Signed) Milena Tarkov",
    "Permanent Representative",
]
DOCX_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM_MAIN = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def write(tmp_path, data, name="paper"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def check_paper(path):
    reading = read_paper(path)
    said = reading_json(reading)
    assert said["symbols"] == ["S/2022/5"]
    assert (said["date"], said["distribution"], said["language"]) == ("2022-05-04", "General", "English")
    assert said["letters"][0]["office"] == "Permanent Representative of Ruvania to the United Nations"
    assert said["letters"][0]["signatory"] == "Milena Tarkov"
    assert [c["quote"] for c in said["counts"]] == ["47 villagers"]
    assert [" ".join(p["quote"].split()) for p in said["places"]] == ["village of Ustra"]
    assert "1993-04-18" in [d["edtf"] for d in said["dates"]]
    assert said["characters"] == len(reading.paper.text)
    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    return said


def test_text(tmp_path):
    text = "\n".join(LINES)
    check_paper(write(tmp_path, text.encode()))
    check_paper(write(tmp_path, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()))
    check_paper(write(tmp_path, text.encode("utf-16")))


def test_pdf(tmp_path):
    said = check_paper(write(tmp_path, pdf_of(["\n".join(LINES[:8]), "\n".join(LINES[8:])])))
    assert "notes" not in said


def test_docx(tmp_path):
    check_paper(write(tmp_path, docx_of(LINES[1:], header=LINES[0])))


def test_docx_footnotes_and_job_number(tmp_path):
    body = [line.replace("1993.", "1993.MARK") for line in LINES[1:]]
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {w}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="7"><w:p><w:r>'
        "<w:t>See https://example.org/x.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    relation = (
        b'<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'footnotes" Target="footnotes.xml"/></Relationships>'
    )
    kind = (
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    data = with_parts(
        docx_of(body, header=LINES[0], footer="22-01234 (E)"),
        {"word/footnotes.xml": notes},
        [
            ("word/document.xml", b"MARK</w:t>", b'</w:t><w:footnoteReference w:id="7"/>'),
            ("word/_rels/document.xml.rels", b"</Relationships>", relation),
            ("[Content_Types].xml", b"</Types>", kind),
        ],
    )
    said = check_paper(write(tmp_path, data))
    assert said["footnotes"] == [
        {"mark": "1", "text": "See https://example.org/x.", "links": ["https://example.org/x"]}
    ]
    assert said["job_number"] == "22-01234"


def test_docx_tables(tmp_path):
    from docx import Document

    document = Document()
    document.add_table(1, 2).cell(0, 1).text = "They buried 12 civilians."
    document.save(tmp_path / "table.docx")
    assert reading_json(read_paper(tmp_path / "table.docx"))["counts"][0]["quote"] == "12 civilians"


def test_scripts_in_a_pdf_are_noted_and_not_run(tmp_path):
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    said = check_paper(write(tmp_path, pdf_of(["\n".join(LINES)], script)))
    assert said["notes"] == ["The PDF contains JavaScript; it was not run."]
    named = "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1) >>] >> >>"
    assert check_paper(write(tmp_path, pdf_of(["\n".join(LINES)], named)))["notes"]


def test_pages_without_text_are_noted(tmp_path):
    said = check_paper(write(tmp_path, pdf_of(["\n".join(LINES), "", ""])))
    assert said["notes"] == ["Pages without text (pictures or blank): 2, 3."]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_pdf_that_only_restricts_printing_is_read(tmp_path, algorithm):
    check_paper(write(tmp_path, encrypted(pdf_of(["\n".join(LINES)]), "", algorithm)))


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def one_page():
    return pdf_of(["A page."])


FAULTS = {
    "empty": (lambda: b"", "is empty"),
    "blank": (lambda: b" \n\n ", "is empty"),
    "binary": (lambda: bytes(range(256)) * 4, "is a binary file"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture without text"),
    "old word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as .docx"),
    "rich text": (lambda: b"{\\rtf1 hello}", "rich-text"),
    "cyrillic code page": (lambda: "Село Устра".encode("cp1251"), "UTF-8"),
    "latin": (lambda: "Chargé d'affaires".encode("latin-1"), "byte 5 (0xe9) is not UTF-8"),
    "half UTF-16": (lambda: b"\xff\xfea", "UTF-16"),
    "scanned": (lambda: pdf_of(["", ""]), "2 pages and no text (scanned?)"),
    "no pages": (lambda: pdf_of([]), "has no pages"),
    "password RC4": (lambda: encrypted(one_page(), "secret", "RC4-128"), "protected by a password"),
    "password AES": (lambda: encrypted(one_page(), "secret", "AES-256"), "protected by a password"),
    "cut PDF": (lambda: pdf_of(["A page."])[:150], "is not a readable PDF"),
    "only a PDF mark": (lambda: b"%PDF-1.7\n", "is not a readable PDF"),
    "cut DOCX": (lambda: docx_of(["x"])[:2000], "is not a readable DOCX"),
    "broken XML": (
        lambda: with_parts(docx_of(["x"]), {}, [("word/document.xml", b"</w:body>", b"")]),
        "is not a readable DOCX",
    ),
    "DOCM": (
        lambda: with_parts(
            docx_of(["x"]), {"word/vbaProject.bin": b"x"}, [("[Content_Types].xml", DOCX_MAIN, DOCM_MAIN)]
        ),
        "contains macros",
    ),
    "DOCM without its macros": (
        lambda: with_parts(docx_of(["x"]), {}, [("[Content_Types].xml", DOCX_MAIN, DOCM_MAIN)]),
        "is not a readable DOCX",
    ),
    "DOCX with macros": (
        lambda: with_parts(docx_of(["x"]), {"word/vbaProject.bin": b"x"}),
        "contains macros",
    ),
    "zip bomb": (lambda: with_parts(docx_of(["x"]), {"word/media/a": bytes(2**25)}), "zip bomb"),
    "many parts": (lambda: zip_of({f"word/{n}": b"" for n in range(10_001)}), "zip bomb"),
    "workbook": (lambda: zip_of({"xl/workbook.xml": b"<x/>"}), "no Word document"),
    "no text in DOCX": (lambda: docx_of([""]), "holds no text"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults(tmp_path, fault):
    build, message = FAULTS[fault]
    path = write(tmp_path, build())
    with pytest.raises(InputError) as error:
        read_paper(path)
    assert message in str(error.value)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_entities_in_a_docx_are_not_expanded(tmp_path):
    bomb = b'<!DOCTYPE w [<!ENTITY a "lol lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    data = with_parts(
        docx_of(["START"]),
        {},
        [
            ("word/document.xml", b"<w:document", bomb + b"<w:document"),
            ("word/document.xml", b"START", b"&b;12 boys"),
        ],
    )
    try:
        text = read_paper(write(tmp_path, data)).paper.text
    except InputError:
        return
    assert "lol" not in text


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "nothing.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_paper(path)


def test_long_pdf_reports_its_progress(tmp_path):
    path = write(tmp_path, pdf_of(["They took 3 children."] * 5000))
    seen = []
    reading = read_paper(path, lambda done, total: seen.append((done, total)))
    assert seen == [(n, 5000) for n in range(1, 5001)]
    assert len(reading.counts) == len(reading.paper.page_starts) == 5000


def run(*arguments):
    program = [sys.executable, "-c", "from antigone.cli import main; main()"]
    return subprocess.run([*program, *arguments], capture_output=True, text=True)


def test_command(tmp_path):
    path = write(tmp_path, "\n".join(LINES).encode(), "letter.txt")
    text, target = tmp_path / "text.txt", tmp_path / "said.json"
    done = run("read", str(path), "--json", str(target), "--text", str(text))
    assert done.returncode == 0, done.stderr
    assert "proposals, nothing stored" in done.stdout
    said = json.loads(target.read_text(encoding="utf-8"))
    words = text.read_bytes().decode()
    for kind in ("counts", "dates", "durations", "places"):
        assert all(words[x["start"] : x["end"]] == x["quote"] for x in said[kind])
    assert json.loads(run("read", str(path), "--json", "-").stdout) == said


def test_command_faults(tmp_path):
    done = run("read", str(write(tmp_path, b"\xe9")), "--json", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("antigone: ") and done.stderr.count("\n") == 1
    good = write(tmp_path, b"Two boys came.")
    done = run("read", str(good), "--text", str(tmp_path / "no" / "where"))
    assert done.returncode == 2 and "cannot be written" in done.stderr
