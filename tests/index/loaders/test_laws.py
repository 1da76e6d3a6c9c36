"""The laws of blocks hold over every loader, whatever words and rows stand in a file; and no word of it is lost."""

from __future__ import annotations

import csv
import io
import json
from email.message import EmailMessage
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from index.loaders import SUFFIXES, code, parse
from index.loaders.pdf.scans import Recognised, Recognition, Word
from tests import laws
from tests.samples import office_files, outlook_messages, pdf_files
from tests.samples.old_workbooks import old_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Maker = Callable[[Sequence[str], Sequence[Sequence[str]]], bytes]

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)
LINE = st.lists(WORD, min_size=2, max_size=9).map(lambda words: " ".join(words).capitalize() + ".")
LINES = st.lists(LINE, min_size=1, max_size=5)
ROWS = st.lists(st.lists(WORD, min_size=3, max_size=3), min_size=2, max_size=5)
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def text(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return "\n\n".join([*lines, *(f"{row[0].capitalize()}: {row[1]} {row[2]}" for row in rows)]).encode()


def markdown(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    head, *below = (f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join([*lines, "\n".join([head, "|---|---|---|", *below]), *(f"- {line}" for line in lines)]).encode()


def page(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"{''.join(f'<p>{line}</p>' for line in lines)}<table>{table}</table><ul><li>{lines[0]}</ul>".encode()


def word(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return office_files.word("".join(map(office_files.paragraph, lines)) + office_files.table(*map(tuple, rows)))


def slides(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    deck, file = Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = lines[0], "\n".join(lines[1:])
    table = slide.shapes.add_table(len(rows), 3, 0, 5_000_000, 900_000, 900_000).table
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    deck.save(file)
    return file.getvalue()


def book(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return office_files.book(
        {"1.xhtml": f"<html><body>{page(lines, rows).decode().replace('</ul>', '</li></ul>')}</body></html>"}
    )


def cells(delimiter: str) -> Maker:
    def made(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter).writerows([*([line] for line in lines), *rows])
        return file.getvalue().encode()

    return made


def sheets(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    workbook, file = openpyxl.Workbook(), io.BytesIO()
    for row in [*([line] for line in lines), *rows]:
        workbook.active.append(row)
    workbook.save(file)
    return file.getvalue()


def old_sheets(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return old_workbook([*([line] for line in lines), *rows])


def _open(body: str, kind: str) -> bytes:
    spaces = "".join(f' xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table"))
    content = f"<office:document-content{spaces}><office:body>{body}</office:body></office:document-content>"
    kind = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return office_files.archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _open_table(rows: Sequence[Sequence[str]]) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = (f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="Boats">{"".join(lines)}</table:table>'


def open_sheets(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    table = _open_table([*([line] for line in lines), *rows])
    return _open(f"<office:spreadsheet>{table}</office:spreadsheet>", "spreadsheet")


def open_text(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    written = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return _open(f"<office:text>{written}{_open_table(rows)}</office:text>", "text")


def rich_text(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    written = "".join(line + r"\par " for line in lines)
    table = "".join(r"\trowd " + "".join(cell + r"\cell " for cell in row) + r"\row " for row in rows)
    return (r"{\rtf1\ansi " + written + table + r"\pard}").encode()


def records(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    told = [dict(zip(("one", "two", "three"), row, strict=True)) for row in rows]
    return json.dumps({"lines": lines, "rows": told, "deep": {"rows": told, "last": lines[0]}}).encode()


def record_lines(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return "\n".join(json.dumps({"row": row, "said": lines}) for row in rows).encode()


def notebook(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    told = [{"cell_type": "markdown", "source": line} for line in lines]
    return json.dumps({"cells": [*told, {"cell_type": "code", "source": ["\n".join(map(" ".join, rows))]}]}).encode()


def paper(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    inks = [pdf_files.Ink(50, 740 - 40 * number, line) for number, line in enumerate(lines)]
    for number, row in enumerate(rows):
        inks += [pdf_files.Ink(50 + 150 * place, 400 - 20 * number, cell) for place, cell in enumerate(row)]
    return pdf_files.paper([inks])


def mail(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = lines[0], "ada@example.org"
    message.set_content(text(lines, rows).decode())
    return bytes(message)


def mailbox(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return 2 * (b"From ada@example.org Mon Mar  3 09:15:00 2025\n" + mail(lines, rows) + b"\n")


def outlook_message(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return outlook_messages.message(lines[0], text(lines, rows).decode())


MAKERS: dict[str, Maker] = {
    **dict.fromkeys((".txt", ".text", *code.SUFFIXES), text),
    **dict.fromkeys((".md", ".markdown"), markdown),
    **dict.fromkeys((".html", ".htm"), page),
    ".docx": word,
    ".pptx": slides,
    ".epub": book,
    ".csv": cells(","),
    **dict.fromkeys((".tsv", ".tab"), cells("\t")),
    **dict.fromkeys((".xlsx", ".xlsm"), sheets),
    ".xls": old_sheets,
    ".ods": open_sheets,
    ".odt": open_text,
    ".rtf": rich_text,
    ".json": records,
    **dict.fromkeys((".jsonl", ".ndjson"), record_lines),
    ".ipynb": notebook,
    ".pdf": paper,
    ".eml": mail,
    ".mbox": mailbox,
    ".msg": outlook_message,
}
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}


def test_a_loader_is_not_among_those_that_are_tried() -> None:
    assert MAKERS.keys() | PICTURES.keys() == SUFFIXES


@pytest.mark.parametrize("suffix", [each for each in sorted(MAKERS) if each not in code.SUFFIXES or each == ".py"])
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, ROWS)
def test_blocks_cover_the_text_in_order_and_no_word_is_lost(
    suffix: str, lines: list[str], rows: list[list[str]]
) -> None:
    document = parse(MAKERS[suffix](lines, rows), f"a{suffix}")
    laws.check(document)
    said = " ".join(document.text[block.start : block.end] for block in document.blocks)
    assert said.split() == document.text.split()
    wanted = {word for line in lines for word in line.rstrip(".").split()} | {cell for row in rows for cell in row}
    found = "".join(letter if letter.isalpha() else " " for letter in document.text).lower().split()
    assert {word.lower() for word in wanted} <= set(found)


@pytest.mark.parametrize("suffix", sorted(PICTURES))
@settings(deadline=None, max_examples=10)
@given(LINES)
def test_blocks_cover_what_was_recognised_on_a_picture(suffix: str, lines: list[str]) -> None:
    file = io.BytesIO()
    Image.new("L", (900, 600), "white").save(file, PICTURES[suffix])
    words = [
        Word(each, 20 + 60 * place, 20 + 30 * number, 70 + 60 * place, 32 + 30 * number, number, 0)
        for number, line in enumerate(lines)
        for place, each in enumerate(line.split())
    ]
    document = parse(file.getvalue(), f"a{suffix}", Recognition({1: Recognised(tuple(words), 900, 600, "an eye, eng")}))
    laws.check(document)
    assert sorted(document.text.replace(" | ", " ").split()) == sorted(" ".join(lines).split())
    boxed = [document.text[box.start : box.end] for box in document.boxes]
    assert "".join(boxed) == "".join(document.text.replace(" | ", " ").split())
