"""The process that parses files: its results, its end, and its replacement."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import Progress, sync
from index.errors import DocumentError, LibraryError
from index.loaders import parse
from index.parsing.pool import SandboxParser
from index.parsing.worker import Limits
from tests.libraries import ROOT, library_in, write

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = ROOT / "seeds" / "000_8ab994d9b131bbc8.txt"
PAGE = "<html><title>Cats</title><body><h1>Cats</h1><p>Katzen schlafen — گربه‌ها 👩‍👩‍👧.</p></body></html>".encode()
# It takes seconds.
SLOW = b"# A\n\nline of *text*\n" * 200_000


@pytest.fixture(scope="module")
def parser() -> Iterator[SandboxParser]:
    with closing(SandboxParser()) as made:
        yield made


def children() -> set[int]:
    """Return the processes that this one has started and not ended.

    Read off every process, because the kernel's own list of children leaves some out while others end.
    """
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = status.read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(status.parent.name))
    return found


@pytest.mark.parametrize(
    ("source", "data"),
    [("a/b.txt", SEED.read_bytes()), ("c.md", b"# Title\n\ntext \xe2\x80\x94 more"), ("d.html", PAGE)],
)
def test_it_gives_what_the_loader_gives(parser: SandboxParser, source: str, data: bytes) -> None:
    assert parser.parse(data, source) == parse(data, source)


def test_a_page_with_a_long_table_is_refused_as_too_slow(parser: SandboxParser) -> None:
    """An extraction in time that grows with the square of the rows took 97 s of it."""
    rows = "".join(f"<tr><td>{each}</td><td>a{each}</td><td>b</td><td>12.5</td></tr>" for each in range(12_000))
    page = f"<title>T</title><body><nav><a href=/a>A</a></nav><table>{rows}</table></body>"
    document = parser.parse(page.encode(), "rows.html")
    assert document.text.endswith("11999 | a11999 | b | 12.5")


def test_an_article_full_of_links_and_notes_is_refused_as_too_slow(parser: SandboxParser) -> None:
    """An extraction in time that grows with the square of the pieces of text took 33 s of it, of 22 s allowed."""
    words = "".join(f"<b>wood</b> <i>boat</i> <a href=/{each}>canal</a><sup>[{each}]</sup> " for each in range(15))
    said = "".join(f"<p>{words} Part {each}.</p>" for each in range(1_200))
    page = f"<title>T</title><body><nav><a href=/a>Elsewhere</a></nav><article>{said}</article></body>"
    document = parser.parse(page.encode(), "links.html")
    assert "wood boat canal[14] Part 0." in document.text
    assert document.text.endswith("Part 1199.")
    assert "Elsewhere" not in document.text


@pytest.mark.parametrize(("source", "data"), [("a.txt", b""), ("a.xyz", b"x"), ("a.txt", b"\x89PNG\r\n\x1a\n\0\0")])
def test_it_refuses_with_the_loaders_reason_and_goes_on(parser: SandboxParser, source: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as expected:
        parse(data, source)
    with pytest.raises(DocumentError) as got:
        parser.parse(data, source)
    assert str(got.value) == str(expected.value)
    assert parser.parse(b"Still here.", "b.txt").text == "Still here."


def test_files_of_a_batch_are_parsed_by_one_process_that_ends_with_it() -> None:
    bytearray(b"\1" * 200_000_000)  # the size of whoever starts it says nothing of its own
    before, parser = children(), SandboxParser()
    assert parser.parse(b"One.", "1.txt").text == "One."
    (first,) = children() - before
    assert parser.parse(b"Two.", "2.txt").text == "Two."
    assert children() - before == {first}
    parser.close()
    assert children() == before
    assert parser.parse(b"Three.", "3.txt").text == "Three."
    parser.close()


@pytest.mark.parametrize(
    ("limits", "data", "told"),
    [
        (
            Limits(memory=100_000_000, memory_each=0),
            b"A line of text.\n" * 1_000_000,
            "takes more than 100 MB of memory",
        ),
        (Limits(seconds=1, seconds_each=0), SLOW, "takes longer than 1 s"),
        (Limits(characters=1000), b"A line of text. " * 100, "longer than 1,000 characters"),
    ],
)
def test_what_takes_too_much_is_refused_with_the_limit(limits: Limits, data: bytes, told: str) -> None:
    with closing(SandboxParser(limits)) as parser:
        with pytest.raises(DocumentError, match=told):
            parser.parse(data, "a.md")
        assert parser.parse(b"The next one.", "b.txt").text == "The next one."


def test_a_process_that_is_killed_from_outside_is_replaced_and_the_file_is_not_called_too_large() -> None:
    before = children()
    with closing(SandboxParser()) as parser:
        assert parser.parse(b"One.", "1.txt").text == "One."
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        with pytest.raises(DocumentError, match=r"killed from outside.* index it again") as told:
            parser.parse(b"Two.", "2.txt")
        assert "too much" not in str(told.value)
        assert "takes more" not in str(told.value)
        assert parser.parse(b"Three.", "3.txt").text == "Three."
    assert children() == before


def test_threads_have_a_process_each_and_get_their_own_documents() -> None:
    with closing(SandboxParser()) as parser, ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda n: parser.parse(f"Text {n}.".encode(), f"{n}.txt"), range(60)))
    assert [(document.source, document.text) for document in found] == [(f"{n}.txt", f"Text {n}.") for n in range(60)]


@pytest.mark.parametrize("is_stopped", [True, False])
def test_closing_ends_a_process_that_is_at_work(*, is_stopped: bool) -> None:
    before, parser = children(), SandboxParser(Limits(seconds=2, seconds_each=0))
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(parser.parse, SLOW, "slow.md")
        while not (started := children() - before):
            time.sleep(0.01)
        if is_stopped:
            os.kill(started.pop(), signal.SIGSTOP)
        parser.close()
        with pytest.raises(LibraryError, match=r"'slow\.md'.*closed"):
            job.result()
    assert children() == before
    assert parser.parse(b"The next one.", "b.txt").text == "The next one."
    parser.close()


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_an_interruption_ends_what_is_being_parsed_and_leaves_no_process(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    slow = SLOW[:420_000]  # after which a process is fit for another file
    documents = write(tmp_path / "documents", {"a.txt": "Alpha.", "b.md": slow, "c.md": slow})
    before = children()

    def interrupt(progress: Progress) -> None:
        raise interruption

    with closing(library_in(tmp_path / "library", parser=SandboxParser())) as library:
        with pytest.raises(interruption):
            sync([documents], library, progress=interrupt)
        assert children() == before
