import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.errors import InputError
from antigone.formats.cmf import kind_of, parse_cmf
from antigone.formats.genemapper import parse_genemapper
from antigone.formats.specimens import Reading, specimens_draft


def cmf(*specimens, root="CODISImportFile"):
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="urn:CODISImportFile-schema">'
    text += "<HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>"
    for name, category, loci in specimens:
        text += f'<SPECIMEN CASEID="K1"><SPECIMENID>{name}</SPECIMENID>'
        text += f"<SPECIMENCATEGORY>{category}</SPECIMENCATEGORY>"
        for locus, alleles in loci.items():
            calls = "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
            text += f"<LOCUS><LOCUSNAME>{locus}</LOCUSNAME><READINGBY>NN</READINGBY>{calls}</LOCUS>"
        text += "</SPECIMEN>"
    return (text + f"</{root}>").encode()


CMF = cmf(
    ("U1", "Unidentified Human", {"D3S1358": ["15", "17"], "Amelogenin": ["X"], "TH01": ["9.3"]}),
    ("R1", "Biological Mother", {"D3S1358": ["15", "16"], "Amelogenin": ["X", "X"], "DYS391": ["10"]}),
    ("P1", "Missing Person", {"D3S1358": ["15", "17"]}),
    ("S1", "Convicted Offender", {"D3S1358": ["15", "17"]}),
)

TABLE = "\n".join(
    [
        "Sample File\tSample Name\tMarker\tAllele 1\tAllele 2\tAllele 3\tHeight 1",
        "a.fsa\tB-1\tD3S1358\t15\t17\t\t900",
        "a.fsa\tB-1\tTH01\tOL\t9.3\t\t800",
        "a.fsa\tB-1\tFGA\t22\t\t\t800",
        "a.fsa\tB-1\tAMEL\tX\tY\t\t800",
        "a.fsa\tB-1\tvWA\t\t\t\t",
        "b.fsa\tB-2\tD3S1358\t15\t15\t\t900",
    ]
)


def draft_of(parse, data, kind=None, homozygous=False):
    specimens, notes = parse("in.dat", data, kind)
    draft = specimens_draft("in.dat", specimens, Reading(homozygous), {}, {})
    rows = [draft.genotypes.at(i) for i in range(len(draft.genotypes))]
    return draft, {(r.subject, r.kind, r.marker): (r.allele1, r.allele2) for r in rows}, notes + draft.notes


def test_codis_specimens_by_category():
    draft, rows, notes = draft_of(parse_cmf, CMF)
    assert rows["U1", "remains", "D3S1358"] == ("15", "17")
    assert rows["U1", "remains", "TH01"] == ("9.3", "")
    assert rows["R1", "reference", "D3S1358"] == ("15", "16")
    assert rows["P1", "personal", "D3S1358"] == ("15", "17")
    assert not any(s == "S1" for s, _, _ in rows)
    assert [(p.id, p.family, p.sex, p.status) for p in draft.people] == [
        ("R1", "K1", "female", "reference"), ("P1", "K1", "unknown", "missing"),
    ]  # fmt: skip
    assert [(r.id, r.sex) for r in draft.remains] == [("U1", "unknown")], "a Y may have dropped out"
    said = "\n".join(notes)
    for words in ("Convicted Offender", "single allele", "Y chromosome", "--frequencies"):
        assert words in said


def test_a_single_allele_read_as_homozygous():
    _, rows, _ = draft_of(parse_cmf, CMF, homozygous=True)
    assert rows["U1", "remains", "TH01"] == ("9.3", "9.3")


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("Unidentified Human (Remains)", "remains"), ("Unidentified Person", "remains"),
        ("Missing Person", "personal"), ("Deduced Missing Person", None), ("Biological Sibling", "reference"),
        ("Maternal Relative", "reference"), ("Forensic, Unknown", None), ("", None),
    ],
)  # fmt: skip
def test_categories(category, kind):
    assert kind_of(category) == kind


@pytest.mark.parametrize(
    ("data", "pattern"),
    [
        (b"", "empty"),
        (b"<CODISImportFile>", "line 1, column 18: not well-formed"),
        (b"<html><body/></html>", "the XML is <html>, not <CODISImportFile>"),
        (
            b'<!DOCTYPE x [<!ENTITY a "b">]><CODISImportFile>&a;</CODISImportFile>',
            "declares a document type or entities",
        ),
        (
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><CODISImportFile/>',
            "declares a document type or entities",
        ),
        (b"\xff\xfe\x00", "not"),
        (cmf(), "no sample in it"),
        (cmf(("S", "Suspect", {})), "left out"),
        (cmf(("", "Unidentified Human", {})), "SPECIMENID is empty"),
        (cmf(("U", "Unidentified Human", {"D3S1358": ["1", "2", "3"]})), "U has three alleles at D3S1358"),
        (
            cmf(
                ("U", "Unidentified Human", {"M": ["1", "2"]}), ("U", "Unidentified Human", {"M": ["1", "3"]})
            ),
            "two different genotypes at M",
        ),
    ],
)
def test_bad_xml(data, pattern):
    with pytest.raises(InputError, match=pattern):
        draft_of(parse_cmf, data)


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_genemapper(delimiter, encoding):
    data = TABLE.replace("\t", delimiter).replace("\n", "\r\n").encode(encoding)
    draft, rows, notes = draft_of(parse_genemapper, data, "remains")
    assert rows == {
        ("B-1", "remains", "D3S1358"): ("15", "17"),
        ("B-1", "remains", "TH01"): ("9.3", ""),
        ("B-1", "remains", "FGA"): ("22", ""),
        ("B-1", "remains", "AMEL"): ("X", "Y"),
        ("B-2", "remains", "D3S1358"): ("15", "15"),
    }
    assert [(r.id, r.sex) for r in draft.remains] == [("B-1", "male"), ("B-2", "unknown")]
    assert any("off the ladder" in n and "B-1 at TH01" in n for n in notes)


def test_an_off_ladder_allele_is_never_a_homozygote():
    _, rows, _ = draft_of(parse_genemapper, TABLE.encode(), "reference", homozygous=True)
    assert rows["B-1", "reference", "TH01"] == ("9.3", "")
    assert rows["B-1", "reference", "FGA"] == ("22", "22")


@pytest.mark.parametrize(
    ("text", "kind", "pattern"),
    [
        ("", "remains", "empty"),
        ("a\x00b", "remains", "binary"),
        ("Sample Name\tMarker\n", "remains", "row 1: expected the GeneMapper columns"),
        (TABLE, None, "give --kind"),
        (TABLE.replace("15\t17\t\t", "15\t17\t18\t"), "remains", "row 2: B-1 has three alleles at D3S1358"),
        (TABLE.replace("\tB-2\t", "\t\t"), "remains", "row 7: Sample Name and Marker must not be empty"),
        (TABLE.replace("B-2", "B-1"), "remains", "row 7: B-1 has two different genotypes at D3S1358"),
        (TABLE.partition("\n")[0], "remains", "no sample in it"),
        (TABLE + '\n"', "remains", "in.dat"),
    ],
)
def test_bad_tables(text, kind, pattern):
    with pytest.raises(InputError, match=pattern):
        draft_of(parse_genemapper, text.encode(), kind)


@given(st.binary(max_size=300), st.sampled_from([parse_cmf, parse_genemapper]))
def test_any_bytes(data, parse):
    with pytest.raises(InputError):
        draft_of(parse, data, "remains")
