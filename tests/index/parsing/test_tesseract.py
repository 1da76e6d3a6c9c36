"""Words of scans by tesseract, by rapidocr without it, and what is kept of them."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index import Progress, sync
from index.errors import DocumentError
from index.loaders.pdf.scans import recognised_with
from index.parsing import ocr
from index.parsing.ocr import rapid
from index.parsing.ocr import tesseract as tesseracts
from index.parsing.ocr.rapid_worker import words_of
from index.parsing.page_highlights import page_picture
from index.parsing.pool import SandboxParser
from tests import laws
from tests.libraries import held, library_in, write
from tests.samples.printed_pages import LINES, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Knows some languages and reads one word: the name of the language. The file "ran" beside it has its calls.
PROGRAM = r"""#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List:\neng\ndeu\nosd\n'; exit; fi
cat > /dev/null
echo x >> "$(dirname "$0")/ran"
printf 'level\tblock_num\tpar_num\tline_num\tleft\ttop\twidth\theight\tconf\ttext\n'
printf '5\t1\t1\t1\t100\t100\t200\t40\t96\t%s\n' "$6"
"""


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Path of a program that is found in the place of tesseract."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    tesseracts.installed.cache_clear()
    yield program
    tesseracts.installed.cache_clear()


@pytest.fixture
def no_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of Python packages on a machine without tesseract."""
    packages = tmp_path / "packages"
    (packages / "rapidocr" / "models").mkdir(parents=True)
    (packages / "rapidocr" / "__init__.py").touch()
    monkeypatch.setenv("PATH", str(packages))
    monkeypatch.syspath_prepend(str(packages))
    tesseracts.installed.cache_clear()
    rapid.models.cache_clear()
    yield packages
    tesseracts.installed.cache_clear()
    rapid.models.cache_clear()


def test_a_refusal_names_one_of_the_two_commands_alone(no_tesseract: Path) -> None:
    """Here rapidocr came without its models, which are never fetched: it counts as not installed."""
    with closing(SandboxParser()) as parser, pytest.raises(DocumentError) as refused:
        parser.parse(page("PNG", LINES), "a.png")
    assert "apt-get install tesseract-ocr" in str(refused.value)
    assert "pip install 'citeseed[ocr]'" in str(refused.value)


def test_rapidocr_is_asked_for_letters_that_it_does_not_know(no_tesseract: Path) -> None:
    for kind in ("det_small", "cls_mobile", "rec_small"):
        (no_tesseract / "rapidocr" / "models" / f"model_{kind}.onnx").touch()
    assert ocr.engine("deu+chi_sim") == ocr.Engine(rapid.Rapid("deu+chi_sim"))
    refused = ocr.engine("eng+rus")
    assert isinstance(refused, str)
    assert "does not read rus; install tesseract with 'apt-get install tesseract-ocr-rus'" in refused


def test_chinese_signs_are_read_with_spaces_between_them() -> None:
    def box(left: float, top: float = 0, height: float = 20) -> list[tuple[float, float]]:
        return [(left, top), (left + 9, top), (left + 9, top + height), (left, top + height)]

    lines = [
        ("船在 noon 离开。", [("船", 1.0, box(0)), ("在", 1.0, box(10)), ("noon", 1.0, box(30)), ("离", 1.0, box(60)),
                          ("开", 1.0, box(70)), ("。", 1.0, box(80))]),
        ("Two words", [("Two", 1.0, box(0, 40, 21)), ("words", 1.0, box(30, 42, 21))]),
        ("Large", [("Large", 1.0, box(0, 80, 60))]),
    ]  # fmt: skip
    words = list(words_of(lines))
    assert [word.text for word in words] == ["船在", "noon", "离开。", "Two", "words", "Large"]
    assert (words[0].left, words[0].right) == (0, 19)
    assert [word.paragraph for word in words] == [0, 0, 0, 0, 0, 1]
    assert [word.line for word in words] == [0, 0, 0, 1, 1, 2]


@pytest.mark.slow
@pytest.mark.skipif(not rapid.installed(), reason="rapidocr is not installed: pip install 'citeseed[ocr]'")
def test_the_words_of_a_scan_are_lost_without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tesseracts.installed.cache_clear()
    data = page("PDF", LINES)
    try:
        with closing(SandboxParser()) as parser:
            document = parser.parse(data, "a.pdf")
    finally:
        tesseracts.installed.cache_clear()
    laws.check(document)
    assert document.text == " ".join(LINES)
    assert recognised_with(document.unread) == "rapidocr, eng"
    start = document.text.index(LINES[1])
    picture = page_picture(document, data, 1, start, start + len(LINES[1]))
    (box,) = picture.boxes
    scale = picture.width / 1600
    assert abs(box.left / scale - 100) < 15
    assert 155 < box.top / scale < box.bottom / scale < 245


def calls(tesseract: Path) -> int:
    return len(tesseract.with_name("ran").read_text().split())


def test_a_missing_language_is_not_named_with_its_command(tesseract: Path) -> None:
    assert ocr.engine("deu+eng") == ocr.Engine(tesseracts.Tesseract(str(tesseract), "deu+eng"))
    with closing(SandboxParser(languages="eng+fra+chi_sim")) as parser:
        assert parser.recognises == ""
        with pytest.raises(DocumentError) as refused:
            parser.parse(page("PNG", LINES), "a.png")
    assert "no language pack for fra, chi_sim (it has deu, eng)" in str(refused.value)
    assert "apt-get install tesseract-ocr-fra tesseract-ocr-chi-sim" in str(refused.value)


def test_a_page_is_recognised_twice(tesseract: Path, tmp_path: Path) -> None:
    data, cache = page("PDF", LINES, LINES[::-1]), tmp_path / "kept"
    heard: list[tuple[int, int]] = []
    for languages, ran in (("eng", 2), ("eng", 2), ("deu", 4)):
        with closing(SandboxParser(languages=languages, cache=cache)) as parser:
            document = parser.parse(data, "a.pdf", lambda done, total: heard.append((done, total)))
        assert document.text.split() == [languages, languages]
        assert recognised_with(document.unread) == f"tesseract, {languages}"
        assert calls(tesseract) == ran
    assert heard == [(1, 2), (2, 2)] * 3
    kept = sorted(path for path in cache.rglob("*") if path.is_file())
    assert len(kept) == 4
    for path in kept:
        path.write_bytes(b"damaged")
    with closing(SandboxParser(languages="deu", cache=cache)) as parser:
        assert parser.parse(data, "a.pdf").text.split() == ["deu", "deu"]
    assert calls(tesseract) == 6


def test_a_failure_of_the_program_is_kept_as_an_empty_page(tesseract: Path, tmp_path: Path) -> None:
    engine = ocr.Engine(tesseracts.Tesseract(str(tesseract), "eng"), tmp_path / "kept")
    tesseract.write_text("#!/bin/sh\nexit 1\n")
    assert engine.read(b"P5", 100, 100).words == ()
    tesseract.write_text(PROGRAM)
    assert [word.text for word in engine.read(b"P5", 100, 100).words] == ["eng"]


def test_another_language_leaves_scans_as_they_were(tesseract: Path, tmp_path: Path) -> None:
    documents = write(tmp_path / "documents", {"scan.png": page("PNG", LINES), "a.txt": "Alpha."})
    steps: list[Progress] = []
    for languages, text in (("fra", None), ("eng", "eng"), ("eng", "eng"), ("deu", "deu"), ("fra", "deu")):
        parser = SandboxParser(languages=languages, cache=tmp_path / "library" / "recognised")
        with closing(library_in(tmp_path / "library", parser=parser)) as library:
            report = sync([documents], library, progress=steps.append)
            assert held(library.open()).get("scan.png") == text
    assert [step for step in steps if step.stage == "recognising"] == [Progress("recognising", 1, 1)] * 2
    assert not report.skipped
