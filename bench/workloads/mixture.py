"""Make files of every type. Most can be read, some cannot, each for its own reason."""

from __future__ import annotations

import html
import io
import random
from typing import TYPE_CHECKING

from PIL import Image
from pptx import Presentation

from bench.workloads.texts import document, seed_sentences
from tests.samples.office_files import book, paragraph, word
from tests.samples.pdf_files import column, paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Short, so that what is measured is reading files, not embedding their texts.
_CHARACTERS = 700
# Lines of ten points on a page of 800.
_LINES = 55
_COLUMNS = 90


def write_mixture(folder: Path, number: int) -> int:
    """Write ``number`` files of the same texts every time, a hundred to a folder; return how many cannot be read."""
    known, chance, unreadable = seed_sentences(), random.Random(7), 0
    for place in range(number):
        text = document(place, _CHARACTERS, known, chance)
        if place % 20 in _BAD_PLACES:
            name, made = _BAD[unreadable % len(_BAD)]
            unreadable += 1
        else:
            name, made = _GOOD[place % len(_GOOD)]
        path = folder / f"{place // 100:02d}" / f"{place:04d}{name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made(text))
    return unreadable


def readable(text: str) -> list[tuple[str, bytes]]:
    """Return a text as a file of each type, with its suffix."""
    return [(suffix, made(text)) for suffix, made in _GOOD if suffix.count(".") == 1]


def _markdown(text: str) -> bytes:
    title, *paragraphs = text.split("\n\n")
    return "\n\n".join([f"# {title}", *(f"## Part {n}\n\n{each}" for n, each in enumerate(paragraphs, 1))]).encode()


def _page(text: str) -> bytes:
    title, *paragraphs = (html.escape(each) for each in text.split("\n\n"))
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    around = "<nav><a href='/'>Home</a> <a href='/about'>About</a></nav>"
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body>{around}<main><h1>{title}</h1>{body}</main>"
        "<footer>All rights reserved</footer></body></html>"
    ).encode()


def _paper(text: str, *, encrypted: bool = False) -> bytes:
    lines = [line for each in text.split("\n\n") for line in column(each, 50, 0, characters=_COLUMNS)]
    pages = [
        column("\n".join(ink.text for ink in lines[start : start + _LINES]), 50, 750, characters=_COLUMNS)
        for start in range(0, len(lines), _LINES)
    ]
    return paper(pages, {"Title": text.partition("\n")[0]}, encrypted=encrypted)


def _word(text: str) -> bytes:
    title, *paragraphs = (html.escape(each) for each in text.split("\n\n"))
    return word(paragraph(title, "Title") + "".join(paragraph(each) for each in paragraphs))


def _slides(text: str) -> bytes:
    title, *paragraphs = text.split("\n\n")
    presentation, file = Presentation(), io.BytesIO()
    for number, each in enumerate(paragraphs, 1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = f"{title}, slide {number}"
        slide.placeholders[1].text = each
    presentation.save(file)
    return file.getvalue()


def _book(text: str) -> bytes:
    title, *paragraphs = (html.escape(each) for each in text.split("\n\n"))
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{title}</h1>{body}</body></html>'
    return book({"one.xhtml": chapter}, f"<dc:title>{title}</dc:title>")


def _table(text: str) -> bytes:
    rows = [f'{number},"{each.replace(chr(34), "")}"' for number, each in enumerate(text.split("\n\n"))]
    return "\n".join(["number,remark", *rows]).encode()


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(file, kind)
    return file.getvalue()


_GOOD: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    (".txt", str.encode),
    (".pdf", _paper),
    (".html", _page),
    (".docx", _word),
    (".md", _markdown),
    (".pptx", _slides),
    (".epub", _book),
    (".csv", _table),
    (".latin.txt", lambda text: text.encode("cp1252", "replace")),
)
_BAD: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    (".encrypted.pdf", lambda text: _paper(text, encrypted=True)),
    (".scan.pdf", lambda _: _picture("PDF")),
    (".cut.docx", lambda text: _word(text)[:700]),
    (".empty.txt", lambda _: b""),
    (".picture.pdf", lambda _: _picture("PNG")),
    (".xyz", str.encode),
)
# Of twenty files three cannot be read.
_BAD_PLACES = (3, 10, 17)
