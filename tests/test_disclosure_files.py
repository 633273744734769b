"""audit(): the same secrets in every kind of file are found and placed, never told; what is harmless passes."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import hitoolkit as hi
from hitoolkit.errors import InputError

#: A number that its check digit makes an NHS number, a postcode, and a birthday; nobody's.
NUMBER, SPACED, POSTCODE, BORN = "9434765919", "943 476 5919", "LS1 4DY", "1961-04-23"
SENTENCE = f"Seen with {SPACED} at {POSTCODE}."
PEOPLE = [["Ref", "DOB", "Sex"], *([f"P{number}", BORN, "1"] for number in range(1, 6))]
GROUPS = [["Group", "Patients", "Rate"], ["Most deprived", "120", "4.1"], ["Least deprived", "3", "2.0"]]


def html_table(rows: list[list[str]]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    return f"<table><tr>{head}</tr>" + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:]) + "</table>"


def csv_text(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def objects(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def chunk(kind: bytes, part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + kind + part + zlib.crc32(kind + part).to_bytes(4, "big")


def png(kind: bytes, part: bytes) -> bytes:
    header = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    dot = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(kind, part) + dot + chunk(b"IEND", b"")


def jpeg(text: str) -> bytes:
    part = text.encode()
    return b"\xff\xd8\xff\xe1" + (len(part) + 2).to_bytes(2, "big") + part + b"\xff\xda\0\2\xff\xd9"


def pdf(text: str) -> bytes:
    packed = zlib.compress(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode())
    return b"%PDF-1.4\n4 0 obj\n<</Length 9 /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF"


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return stream.getvalue()


def word(text: str, part: str = "word/document.xml") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    half = len(text) // 2  # Word parts a sentence into runs wherever it likes
    body = f"<w:p><w:r><w:t>{text[:half]}</w:t></w:r><w:r><w:t>{text[half:]}</w:t></w:r></w:p>"
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {space}/>",
                   part: f"<w:document {space}>{body}</w:document>"})


def slides(text: str, part: str) -> bytes:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return packed({"ppt/presentation.xml": "<p/>", part: f"<s {space}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></s>"})


def workbook(rows: list[list[str]], change: Callable[[Any], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([float(cell) if cell.replace(".", "").isdigit() and len(cell) < 9 else cell for cell in row])
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hide_sheet(book: Any) -> None:
    book.active.title, book.active.sheet_state = "Kept", "hidden"
    book.create_sheet("Shown")


def comment(book: Any) -> None:
    book.active["A1"].comment = openpyxl.comments.Comment(SENTENCE, "x")


def notebook(output: dict[str, Any] | None = None, **cell: Any) -> str:
    outputs = [{"output_type": "display_data", "metadata": {}, **output}] if output else []
    one = {"cell_type": "code", "metadata": {}, "source": "x", "execution_count": 1, "outputs": outputs, **cell}
    return json.dumps({"cells": [one], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def shown(mime: str, content: Any) -> str:
    return notebook({"data": {mime: content}})


def state(value: Any) -> str:
    book = json.loads(notebook())
    book["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"state": value}}}}
    return json.dumps(book)


def vega(rows: list[list[Any]]) -> dict[str, Any]:
    return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": {"values": objects(rows)},
            "mark": "bar", "encoding": {"y": {"field": "b", "title": "Number of patients"}}}


def carried(content: bytes, mime: str) -> str:
    return f"<p>x</p><img src='data:{mime};base64,{base64.b64encode(content).decode()}'>"


def tar(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as book:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        book.addfile(entry, io.BytesIO(content))
    return stream.getvalue()


CHART = [["a", "b"], ["Most", 120], ["Least", 3]]
CODES = [f"K{7804993 + 11 * at}" for at in range(12)]
PLACED: list[tuple[str, str | bytes, str, str]] = [
    # what it is called, what is in it, what is found, where
    ("a.txt", f"first\n{SENTENCE}", "NHS number", "line 2"),
    ("a.md", f"| Group | Patients |\n|---|---|\n| a | 3 |\n{SENTENCE}", "small count", "line 3"),
    ("a", SENTENCE, "postcode", ""),
    (".hidden", SENTENCE, "NHS number", ""),
    ("a.csv", csv_text(PEOPLE), "date of birth", "line 2, column 2"),
    ("a.csv", csv_text(GROUPS), "small count", "line 3, column 2"),
    ("a.csv", csv_text(GROUPS).encode("utf-16"), "small count", "line 3, column 2"),
    ("a.csv", csv_text(GROUPS).replace(",", ";"), "small count", "line 3, column 2"),
    ("a.tsv", csv_text(GROUPS).replace(",", "\t"), "small count", "line 3, column 2"),
    ("a.csv", "Made by us\nMay 2025\n\n" + csv_text(GROUPS), "small count", "line 6, column 2"),
    ("a.json", json.dumps(objects(PEOPLE)), "records", ""),
    ("a.json", json.dumps({"data": {"groups": objects(GROUPS)}}), "small count", "row 2, column 2"),
    ("a.json", json.dumps({"group": ["a", "b"], "patients": [3, 90]}), "small count", "row 1, column 2"),
    ("a.json", json.dumps({"one": {"NHS Number": 9434765919}}), "NHS number", ""),
    ("a.jsonl", "\n".join(map(json.dumps, objects(PEOPLE))), "records", ""),
    ("a.vl.json", json.dumps(vega(CHART)), "small count", "row 2, column 2"),
    ("a.toml", f'said = "{SENTENCE}"', "NHS number", ""),
    ("a.yaml", f"- nhs_number: {NUMBER}\n- nhs_number: {NUMBER}", "NHS number", ""),
    ("a.html", f"<p>a</p>\n<p>{SENTENCE}</p>", "NHS number", "line 2"),
    ("a.html", f"<p title='{SENTENCE}'>a</p>", "NHS number", "attribute title"),
    ("a.html", f"<!-- {SENTENCE} -->", "NHS number", "comment"),
    ("a.html", f"<p>{SPACED.replace(' ', '&nbsp;')}</p>", "NHS number", "line 1"),
    ("a.html", html_table(PEOPLE), "records", "table 1"),
    ("a.html", html_table(GROUPS), "small count", "table 1, row 2, column 2"),
    ("a.html", f"<script>var s = {json.dumps(vega(CHART))};</script>", "small count", "script 1"),
    ("a.html", f"<script type='application/json'>{json.dumps(objects(PEOPLE))}</script>", "records", "script 1"),
    ("a.html", f"<div data-rows='{json.dumps(objects(PEOPLE))}'></div>", "records", "attribute data-rows"),
    ("a.html", carried(png(b"tEXt", b"Comment\0" + SENTENCE.encode()), "image/png"), "NHS number", "embedded"),
    ("a.html", carried(csv_text(PEOPLE).encode(), "text/csv"), "records", "embedded"),
    ("a.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{SENTENCE}</desc></svg>", "NHS number", "line 1"),
    ("a.svg", f"<svg><metadata><x>{SENTENCE}</x></metadata></svg>", "NHS number", "line 1"),
    ("a.svg", f"<svg><text aria-label='{SENTENCE}'>a</text></svg>", "NHS number", "aria-label"),
    ("a.png", png(b"tEXt", b"Title\0" + SENTENCE.encode()), "NHS number", "tEXt"),
    ("a.png", png(b"zTXt", b"Title\0\0" + zlib.compress(SENTENCE.encode())), "NHS number", "zTXt"),
    ("a.png", png(b"iTXt", b"Title\0\1\0en\0x\0" + zlib.compress(SENTENCE.encode())), "NHS number", "iTXt"),
    ("a.png", png(b"eXIf", b"MM\0*" + SENTENCE.encode()), "NHS number", "eXIf"),
    ("a.png", png(b"tEXt", b"a\0b") + SENTENCE.encode(), "NHS number", "after its end"),
    ("a.jpg", jpeg(f"Exif\0\0{SENTENCE}"), "NHS number", "beside the picture"),
    ("a.pdf", pdf(SENTENCE), "NHS number", "part 1"),
    ("a.docx", word(SENTENCE), "NHS number", "text"),
    ("a.docx", word(SENTENCE, "word/comments.xml"), "NHS number", "comments"),
    ("a.docx", packed({"word/document.xml": "<w/>", "docProps/core.xml": f"<c><d>{SENTENCE}</d></c>"}), "NHS number",
     "properties"),
    ("a.docx", packed({"word/document.xml": "<w/>", "word/embeddings/x.xlsx": workbook(GROUPS)}), "small count", "B3"),
    ("a.docx", packed({"word/document.xml": "<w/>", "word/media/x.png": png(b"tEXt", b"a\0" + SENTENCE.encode())}),
     "NHS number", "x.png"),
    ("a.pptx", slides(SENTENCE, "ppt/slides/slide3.xml"), "NHS number", "slide 3"),
    ("a.pptx", slides(SENTENCE, "ppt/notesSlides/notesSlide3.xml"), "NHS number", "notes 3"),
    ("a.xlsx", workbook(GROUPS), "small count", "sheet Sheet, cell B3"),
    ("a.xlsx", workbook(PEOPLE), "date of birth", "sheet Sheet, cell B2"),
    ("a.xlsx", workbook([[""], ["Title"], [""], *GROUPS]), "small count", "cell B6"),
    ("a.xlsx", workbook(GROUPS, hide_sheet), "small count", "sheet Kept (hidden), cell B3"),
    ("a.xlsx", workbook([["a"]], comment), "NHS number", "comments"),
    ("a.xlsx", workbook([["a"]], lambda book: setattr(book.properties, "title", SENTENCE)), "NHS number", "properties"),
    ("a.xlsx", workbook([["a"]], lambda book: setattr(book.active.oddFooter.left, "text", SENTENCE)), "NHS number",
     "sheet Sheet"),
    ("a.zip", packed({"in/b.csv": csv_text(GROUPS)}), "small count", "file b.csv, line 3, column 2"),
    ("a.zip", packed({"b.zip": packed({"c.txt": SENTENCE})}), "NHS number", "file b.zip, file c.txt"),
    ("a.csv.gz", gzip.compress(csv_text(GROUPS).encode()), "small count", "line 3, column 2"),
    ("a.tgz", tar("b.csv", csv_text(GROUPS).encode()), "small count", "file b.csv, line 3"),
    ("wrong.txt", workbook(GROUPS), "small count", "cell B3"),
    ("a.ipynb", notebook(source=f"x = '{SENTENCE}'"), "NHS number", "cell 1, source"),
    ("a.ipynb", notebook(metadata={"a": SENTENCE}), "NHS number", "cell 1, metadata"),
    ("a.ipynb", notebook(attachments={"x": {"image/png": base64.b64encode(png(b"tEXt", b"a\0" + SENTENCE.encode()))
                                            .decode()}}), "NHS number", "attachment"),
    ("a.ipynb", shown("text/html", html_table(PEOPLE)), "records", "cell 1, output 1"),
    ("a.ipynb", shown("text/plain", "      DOB sex\n0  1961-04-23  1\n1  1961-04-23  2\n"), "records", "output 1"),
    ("a.ipynb", shown("text/plain", repr(objects(PEOPLE))), "records", "output 1"),
    ("a.ipynb", shown("text/plain", "a\n\n[500 rows x 3 columns]"), "records", "cell 1, output 1"),
    ("a.ipynb", shown("text/plain", "shape: (500, 3)"), "records", "cell 1, output 1"),
    ("a.ipynb", shown("application/vnd.vegalite.v6+json", vega(CHART)), "small count", "output 1"),
    ("a.ipynb", shown("application/json", {"rows": objects(PEOPLE)}), "records", "output 1"),
    ("a.ipynb", shown("image/svg+xml", f"<svg><title>{SENTENCE}</title></svg>"), "NHS number", "output 1"),
    ("a.ipynb", shown("image/png", base64.b64encode(png(b"tEXt", b"a\0" + SENTENCE.encode())).decode()), "NHS number",
     "output 1"),
    ("a.ipynb", shown("text/latex", SENTENCE), "NHS number", "output 1"),
    ("a.ipynb", shown("application/x-own", {"deep": [{"a": [SENTENCE]}]}), "NHS number", "output 1"),
    ("a.ipynb", notebook({"output_type": "stream", "name": "stderr", "text": [SENTENCE]}), "NHS number", "output 1"),
    ("a.ipynb", notebook({"output_type": "error", "evalue": SENTENCE, "traceback": []}), "NHS number", "output 1"),
    ("a.ipynb", state({"value": SENTENCE}), "NHS number", "metadata"),
    ("a.ipynb", state({"_options_labels": [NUMBER, NUMBER]}), "NHS number", "metadata"),
    (f"{NUMBER}.txt", "nothing", "NHS number", "its name"),
    ("a.zip", packed({f"{NUMBER}/b.txt": "x"}), "NHS number", "a name in it"),
    ("a.docx", packed({"word/document.xml": "<document/>", "word/_rels/document.xml.rels":
                       f"<a><Relationship TargetMode='External' Target='file:///NHS%20number%20{NUMBER}.csv'/></a>"}),
     "NHS number", "links"),
    ("a.html", "<script>var x = '" + "".join(f"\\u{ord(one):04x}" for one in SENTENCE) + "'</script>", "NHS number",
     "script 1"),
    ("a.html", f"<a href='https://x/?q=number%20{NUMBER}'>x</a>", "NHS number", "attribute href"),
    ("a.txt", SPACED.replace(" ", "\u2009"), "NHS number", ""),
    ("a.ipynb", shown("text/plain", repr(CODES)), "records", "output 1"),
    ("a.ipynb", notebook({"output_type": "stream", "name": "stdout", "text": " ".join(CODES)}), "records", "output 1"),
    ("a.ipynb", shown("text/markdown", "|patient|tenth|\n|-|-|\n" + "".join(f"|{one}|3|\n" for one in CODES)),
     "records", "output 1"),
    ("a.ipynb", shown("text/plain", "array([" + ",\n       ".join(f"[{n % 10}, {n}]" for n in range(99)) + "])"),
     "records", "output 1"),
    ("a.ipynb", shown("text/plain", "<NumpyExtensionArray>\n[12, 20,\n ...\n 8]\nLength: 400, dtype: int64"), "records",
     "output 1"),
    ("a.ipynb", shown("text/plain", "weeks\n49    5\n13   12\nName: count, dtype: int64"), "small count", "output 1"),
    ("a.ipynb", shown("text/plain", "tenth  sex\n1      1      5\n       2     12\ndtype: int64"), "small count",
     "output 1"),
]


def numbered(cases: list[Any]) -> list[str]:
    """Names for cases whose bytes may differ from one making to the next."""
    return [f"{number} {case[0]}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("name", "content", "kind", "where"), PLACED, ids=numbered(PLACED))
def test_a_secret_is_found_and_placed_and_never_told(
    tmp_path: Path, name: str, content: str | bytes, kind: str, where: str
) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    lines = hi.audit(tmp_path)
    hit = lines[(lines["kind"] == kind) & lines["where"].str.contains(where, regex=False)]
    assert len(hit) and hit["found"].all(), lines.to_string()
    said = lines[["where", "what"]].to_string()
    for value in (NUMBER, SPACED, POSTCODE, BORN, "P3"):
        assert value not in said


UNREAD: list[tuple[str, bytes]] = [
    ("a.parquet", b"PAR1" + b"\0" * 40), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40),
    ("a.db", b"SQLite format 3\0" + b"\0" * 40), ("a.woff2", b"wOF2" + bytes(range(40))), ("a.bin", bytes(range(256))),
    ("a.eml", b"Subject: a"),
    ("a.zip", packed({"a.txt": "x"})[:-30]), ("a.gz", b"\x1f\x8b" + b"\0" * 20), ("a.ipynb", b"not one"),
    ("a.json", b"{"), ("a.pdf", b"%PDF-1.4 /Encrypt"), ("a.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"")),
]


@pytest.mark.parametrize(("name", "content"), UNREAD, ids=numbered(UNREAD))
def test_what_cannot_be_looked_into_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    lines = hi.audit(tmp_path / name)
    assert set(lines["kind"]) == {"not looked into"} and lines["found"].all(), lines.to_string()


def test_a_file_that_unpacks_without_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hitoolkit.disclosure.files.archive.MOST_BYTES", 10_000)
    for name, content in (("a.zip", packed({"a.csv": "0" * 50_000})), ("a.gz", gzip.compress(b"0" * 50_000))):
        (tmp_path / name).write_bytes(content)
        assert hi.audit(tmp_path / name)["kind"].tolist() == ["not looked into"]
    content = SENTENCE.encode()
    for _ in range(8):
        content = packed({"a.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    assert "packed too deeply" in hi.audit(tmp_path / "a.zip")["what"].iloc[0]


HARMLESS: list[tuple[str, str | bytes]] = [
    ("a.csv", "Group,Patients,Rate\nMost,120,4.1\nLeast,0,0\nNot known,*,*\n"),
    ("a.csv", "imd_decile,sex,patients\n1,1,120\n2,2,310\n3,1,90\n"),
    ("a.csv", "lsoa11_code,imd_decile,imd_rank\n" + "\n".join(f"E0100{n:04},{n % 10 + 1},{n}" for n in range(900))),
    ("a.csv", "code,label\nA,British\nB,Irish\n"),
    ("a.csv", "period,org_code,minutes\n" + "\n".join(f"2025-{n:02},RAA,{n}" for n in range(1, 13))),
    ("a.csv", "Age,Patients\n<1,40\n1-4,120\n5-9,230\n"),
    ("a.csv", "Ref,Amount\n9434765918,1\n1234567890,2\n"),
    ("a.csv", "value\n" + "\n".join(str(1_700_000_000 + 11 * n) for n in range(60))),
    ("a.csv", "NHS number,Postcode\nhidden,*\n,\n"),
    ("a.csv", "trust,indicator,value\nRAA,gap,3\nRBB,gap,5\n"),
    ("a.html", "<style>#AB12CD{}</style><svg><path d='M6.5,0A6.5,6.5,0,1,1,-6.5,0'/></svg><p>2024/25, IMD 2019</p>"),
    ("a.txt", "Born on the 3rd floor. Version 9434765918, build 0.9434765919. q1 2nd. A1 of 2 AB."),
    ("a.txt", "Questions: enquiries@nhsdigital.nhs.uk, england.contactus@nhs.net, 0300 303 5678."),
    ("a.json", json.dumps({"execution_count": 3, "n": 5, "version": 4})),
    ("a.json", json.dumps(vega([["a", "b"], ["Most", 120], ["Least", 0]]))),
    ("a.ipynb", shown("text/html", html_table([["measure", "value"], *([f"m{n}", str(n)] for n in range(500))]))),
    ("a.ipynb", notebook(source="patients = 3\nhi.count_by(records, 'imd_quintile', 'nhs_number')")),
    ("a.xlsx", workbook([["Group", "People", "Share"], ["a", "120", "3"], ["b", "95", "7"]])),
    ("a.txt", "855 862 9434 943 476 5919 936 940, and 0123456789"),
    ("a.txt", "write to: The National Archives, Kew, Richmond, Surrey, TW9 4DU"),
    ("a.txt", ""),
    ("a.ipynb", shown("text/plain", repr([f"E0100{n:04}" for n in range(40)]))),
    ("a.ipynb", shown("text/plain", repr([f"{at}8100{n}" for at in "ABCD" for n in range(4)]))),
    ("a.ipynb", shown("text/plain", "array([[ 4, 12],\n       [ 8, 20]])")),
    ("a.ipynb", shown("text/plain", "group\n1    3\n2    4\nName: rank, dtype: int64")),
    ("a.ipynb", shown("text/plain", "0    3\n1    4\ndtype: int64")),
]


@pytest.mark.parametrize(("name", "content"), HARMLESS, ids=numbered(HARMLESS))
def test_what_is_harmless_passes(tmp_path: Path, name: str, content: str | bytes) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    assert hi.audit(tmp_path).empty, hi.audit(tmp_path).to_string()


def test_numbers_of_the_test_range_are_told_by_name_and_are_no_finding_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("999 012 3438 and 9990123438")
    for strict in (False, True):
        lines = hi.audit(tmp_path / "a.txt", strict=strict)
        assert lines["kind"].tolist() == ["test NHS number"] and lines["found"].tolist() == [strict]
        assert "kept for tests" in lines["what"].iloc[0] and "0123438" not in lines.to_string()


def test_the_rule_is_the_one_that_the_file_names(tmp_path: Path) -> None:
    table = "Group,Patients\nMost,120\nLeast,6\n"
    named = '\n\n"Counts of 1 to 4 hidden, the rest rounded to 5"\n'
    for name, text, policy, found in (
        ("a.csv", table, None, 1), ("a.csv", table + named, None, 0), ("a.csv", table, "under_5", 0),
        ("a.csv", table + named, "under_10", 1),
        ("a.csv", table + "\nAs published: whoever published these figures had already protected them.\n", None, 0),
    ):
        (tmp_path / name).write_text(text)
        assert len(hi.audit(tmp_path, policy=policy)) == found, (text, policy)


def test_a_table_of_the_contract_is_searched_for_what_follows_from_its_figures(tmp_path: Path) -> None:
    head = "indicator,period,area,dimension,group,numerator,denominator,value\n"
    row = "waits_over_52_weeks,2025,A,imd_quintile,{},{},{},{}\n"
    (tmp_path / "a.csv").write_text(head + row.format(1, 398, 400, 99.5) + row.format(2, "", 200, 1.5))
    assert len(hi.audit(tmp_path)) == 1
    assert "2 counts" in hi.audit(tmp_path)["what"].iloc[0]
    (tmp_path / "a.csv").write_text(head + row.format(1, 100, 400, 25) + row.format(2, "", "", ""))
    assert hi.audit(tmp_path).empty


def test_real_published_files_give_findings_only_where_they_show_small_counts(shared: Path) -> None:
    lines = hi.audit(shared / "realdata" / "published")
    assert set(lines["kind"]) == {"small count"}
    assert {name.split("_")[0] for name in lines["file"]} == {
        "hosp-epis-stat-outp-all-atte-2024-25-tab.xlsx", "nhsrdatasets", "nomis"}
    sheet = openpyxl.load_workbook(shared / "realdata/published/hosp-epis-stat-outp-all-atte-2024-25-tab.xlsx")
    for _, line in lines[lines["where"].str.startswith("sheet")].iterrows():
        title, cell = line["where"].removeprefix("sheet ").split(", cell ")
        assert 1 <= sheet[title][cell].value <= 7
    assert hi.audit(shared / "realdata" / "deprivation" / "wimd2019_wales_lsoa11.csv").empty


def test_records_of_patients_are_found_whatever_their_layout(shared: Path) -> None:
    for file in sorted((shared / "realdata" / "patient_level").iterdir()):
        assert "records" in set(hi.audit(file)["kind"]), file.name


def test_nothing_is_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is nothing at"):
        hi.audit(tmp_path / "none")
    assert hi.audit(tmp_path).empty
