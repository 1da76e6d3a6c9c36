"""Compare libraries that could read PDF, DOCX and HTML files, on the samples of ``CITESEED_DATA``."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import logging
import re
import time
from collections import Counter
from statistics import mean
from typing import TYPE_CHECKING

from index.errors import DocumentError
from index.loaders import parse
from index.loaders.content.markup import write_blocks
from index.loaders.content.writer import Writer
from index.loaders.opening.decoding import decode
from index.loaders.opening.trees import page_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    Reader = Callable[[bytes], str]


WORST = 10


def print_samples(samples: Path) -> None:
    """Print the tables of the samples in a folder, as Markdown."""
    logging.disable(logging.CRITICAL)
    for kind, readers in (("pdf", PDF), ("docx", DOCX)):
        files = sorted((samples / kind).glob(f"*.{kind}"))
        _print_files(f"{kind.upper()}, {len(files)} files", readers, [file.read_bytes() for file in files])
    _print_refusals(samples)
    _print_pages(samples / "html")


def scores(found: str, body: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words of a text against those of another, each counted as often as it is.

    Words are runs of letters and digits, in small letters.
    """
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, body))
    shared = (one & other).total()
    precision, recall = shared / max(one.total(), 1), shared / max(other.total(), 1)
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def bodies(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Return each page of a folder with the text of its article."""
    known: dict[str, str] = json.loads((folder / "article_bodies.json").read_text(encoding="utf-8"))
    return {name: (gzip.decompress((folder / f"{name}.html.gz").read_bytes()), body) for name, body in known.items()}


def _print_files(title: str, readers: Mapping[str, Reader], files: Sequence[bytes]) -> None:
    print(f"\n### {title}\n\n| read with | files with text | words | words cut at a line's end | seconds |")
    print("|---|---|---|---|---|")
    for name, reader in readers.items():
        try:
            reader(files[0])
        except ImportError as missing:
            print(f"| {name} | not installed: pip install {missing.name} | | | |")
            continue
        except Exception:  # noqa: BLE001 (what it does with each file is counted below)
            pass
        started = time.perf_counter()
        texts = [text for data in files if (text := _text(reader, data)).strip()]
        seconds = time.perf_counter() - started
        words, cut = (
            sum(len(re.findall(each, text)) for text in texts) for each in (r"\w+", r"[a-z][-\ufffe\x02]\s*\n")
        )
        print(f"| {name} | {len(texts)} | {words:,} | {cut} | {seconds:.1f} |")


def _text(reader: Reader, data: bytes) -> str:
    try:
        return reader(data)
    except Exception:  # noqa: BLE001 (each library has its own)
        return ""


def _print_refusals(samples: Path) -> None:
    print("\n### Not read, and why\n\n| file | reason |\n|---|---|")
    for file in sorted([*samples.glob("pdf/*.pdf"), *samples.glob("docx/*.docx")]):
        try:
            parse(file.read_bytes(), file.name)
        except DocumentError as error:
            print(f"| {file.name} | {error} |")


def _print_pages(folder: Path) -> None:
    pages = bodies(folder)
    print(
        f"\n### HTML, {len(pages)} news pages\n\n| read with | precision | recall | F1 | seconds |\n"
        "|---|---|---|---|---|"
    )
    for name, reader in HTML.items():
        try:
            importlib.import_module(MODULES.get(name, "index"))
        except ImportError as missing:
            print(f"| {name} | not installed: pip install {missing.name} | | | |")
            continue
        started = time.perf_counter()
        marks = {page: scores(_text(reader, data), body) for page, (data, body) in pages.items()}
        seconds = time.perf_counter() - started
        print(f"| {name} | {_columns(mean(each) for each in zip(*marks.values(), strict=True))} | {seconds:.1f} |")
        if name == "citeseed":
            worst = sorted(marks.items(), key=lambda item: item[1][2])[:WORST]
    print(f"\nThe {WORST} worst:\n\n| page | precision | recall | F1 |\n|---|---|---|---|")
    for page, mark in worst:
        print(f"| {page} | {_columns(mark)} |")


def _columns(marks: Iterable[float]) -> str:
    return " | ".join(f"{mark:.3f}" for mark in marks)


def _ours(kind: str) -> Reader:
    return lambda data: parse(data, f"sample.{kind}").text


def _pypdf(data: bytes) -> str:
    PdfReader = importlib.import_module("pypdf").PdfReader  # noqa: N806
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _pdfium(data: bytes) -> str:
    import pypdfium2  # noqa: PLC0415

    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


def _python_docx(data: bytes) -> str:
    docx = importlib.import_module("docx")
    return "\n".join(
        block.text
        if hasattr(block, "text")
        else "\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
        for block in docx.Document(io.BytesIO(data)).iter_inner_content()
    )


def _trafilatura(*, precision: bool = False, recall: bool = False) -> Reader:
    def read(data: bytes) -> str:
        import trafilatura  # noqa: PLC0415

        found = trafilatura.bare_extraction(
            page_tree(decode(data)), include_comments=False, favor_precision=precision, favor_recall=recall
        )
        return _written(found.body) if isinstance(found, trafilatura.settings.Document) else ""

    return read


def _readability(data: bytes) -> str:
    page = importlib.import_module("readability").Document(decode(data))
    return _written(page_tree(page.summary()))


def _resiliparse(data: bytes) -> str:
    plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return str(plain(decode(data), main_content=True, alt_texts=False, links=False, comments=False))


def _written(tree: HtmlElement | None) -> str:
    writer = Writer()
    if tree is not None:
        write_blocks(tree, writer)
    return writer.content("").text


PDF = {"citeseed": _ours("pdf"), "pypdfium2": _pdfium, "pypdf": _pypdf}
DOCX = {"citeseed": _ours("docx"), "python-docx": _python_docx}
HTML = {
    "citeseed": _ours("html"),
    "trafilatura": _trafilatura(),
    "trafilatura, favor_precision": _trafilatura(precision=True),
    "trafilatura, favor_recall": _trafilatura(recall=True),
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
}
MODULES = {"readability-lxml": "readability", "resiliparse": "resiliparse"}
