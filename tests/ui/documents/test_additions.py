"""Pages, files and pasted texts become documents, and a second look compares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import Progress, origin_of, sync
from tests.libraries import build, held
from tests.ui.fetching.page_server import Page, Site, fetcher, site
from ui.documents.additions import Addition, Changed
from ui.documents.arrivals import Upload, local
from ui.documents.service import DocumentsService
from ui.errors import FetchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import LocalLibrary
    from ui.documents.service import Step

PAGE = "<html><head><title>Owls</title>{}</head><body><p>{}</p></body></html>"


def page(said: str, head: str = "") -> Page:
    return Page(PAGE.format(head, said).encode())


@pytest.fixture
def web() -> Iterator[Site]:
    with site(owls=page("Owls see in the dark.")) as web:
        yield web


@pytest.fixture
def library(tmp_path: Path) -> LocalLibrary:
    return build(tmp_path, {"article.txt": "Foxes are red.\nThey hunt at night."})[1]


@pytest.fixture
def service(library: LocalLibrary) -> DocumentsService:
    return DocumentsService(library, library.layout.uploads, sync, fetcher())


def result(steps: Iterator[Step]) -> Changed:
    *_, last = steps
    assert isinstance(last, Changed)
    return last


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_page_is_added_by_its_address(service: DocumentsService, library: LocalLibrary, web: Site) -> None:
    steps = list(service.fetch(f"{web.address}/owls"))
    assert steps[0] == Progress("fetching", 0, 1)
    source = "uploads/127.0.0.1-owls.html"
    assert steps[-1] == Changed(
        ("Added 1 document.",),
        added=("127.0.0.1-owls.html",),
        additions=(Addition(source, "added", f"{web.address}/owls"),),
    )
    assert "Owls see in the dark." in held(library.open())[source]
    assert library.original(source) == web.pages["/owls"].body
    kept = origin_of(library.layout.uploads / "127.0.0.1-owls.html")
    assert kept is not None
    assert kept.address == f"{web.address}/owls"
    assert kept.added


def test_a_second_look_does_not_compare(service: DocumentsService, library: LocalLibrary, web: Site) -> None:
    address, source = f"{web.address}/owls", "uploads/127.0.0.1-owls.html"
    result(service.fetch(address))
    generation = library.open().generation
    assert result(service.fetch(address)).additions == (Addition(source, "unchanged", address),)
    assert library.open().generation == generation
    # A page that is made anew each time says the same.
    web.pages["/owls"] = page("Owls see in the dark.", head="<meta name='made' content='just now'>")
    assert result(service.fetch(address)).additions == (Addition(source, "unchanged", address),)
    web.pages["/owls"] = page("Owls sleep by day.")
    changed = result(service.fetch(address))
    assert changed.additions == (Addition(source, "changed", address, 1, 1),)
    assert changed.notes == (
        "127.0.0.1-owls.html has changed (1 paragraph new, 1 paragraph gone); the library has what is there now.",
    )
    assert held(library.open())[source] == "Owls sleep by day."
    assert library.original(source) == web.pages["/owls"].body
    assert names(library.layout.uploads) == [".origin-127.0.0.1-owls.html.json", "127.0.0.1-owls.html"]


def test_a_page_that_cannot_be_read_any_more_takes_its_last_good_version_away(
    service: DocumentsService, library: LocalLibrary, web: Site
) -> None:
    address, source = f"{web.address}/owls", "uploads/127.0.0.1-owls.html"
    result(service.fetch(address))
    good = library.original(source)
    web.pages["/owls"] = Page(b"<html><body></body></html>")
    changed = result(service.fetch(address))
    assert [each.source for each in changed.skipped] == ["127.0.0.1-owls.html"]
    assert changed.additions == ()
    assert library.original(source) == good
    assert [entry.stale for entry in library.open().contents() if entry.source == source] == [False]
    assert names(library.layout.uploads) == [".origin-127.0.0.1-owls.html.json", "127.0.0.1-owls.html"]


def test_a_page_that_was_removed_is_added_anew(service: DocumentsService, library: LocalLibrary, web: Site) -> None:
    address = f"{web.address}/owls"
    result(service.fetch(address))
    result(service.remove("uploads/127.0.0.1-owls.html"))
    assert [each.state for each in result(service.fetch(address)).additions] == ["added"]
    assert len(held(library.open())) == 2


def test_what_no_page_says_leaves_something_behind(service: DocumentsService, library: LocalLibrary, web: Site) -> None:
    with pytest.raises(FetchError, match="404"):
        list(service.fetch(f"{web.address}/nothing"))
    web.pages["/empty"] = Page(b"<html></html>")
    assert result(service.fetch(f"{web.address}/empty")).additions == ()
    assert [name for name in names(library.layout.uploads) if not name.startswith(".origin-")] == []
    service.close()
    DocumentsService(library, library.layout.uploads, sync).close()  # the next chat sweeps
    assert names(library.layout.uploads) == []


def test_a_chat_for_others_fetches(library: LocalLibrary, web: Site) -> None:
    service = DocumentsService(library, library.layout.uploads, sync)
    assert not service.fetches
    with pytest.raises(FetchError, match="not fetched in a chat for several people"):
        list(service.fetch(f"{web.address}/owls"))
    assert web.asked == []


def test_a_pasted_text_lacks_its_title_or_its_date(service: DocumentsService, library: LocalLibrary) -> None:
    text = "# no heading\n* no list, <b>no markup</b>\n"
    changed = result(service.paste(text, "Minutes of  May/June\n"))
    (addition,) = changed.additions
    assert addition == Addition("uploads/Minutes of May-June.txt", "added")
    document = library.open().document(addition.source)
    assert document.title == "Minutes of May/June"
    assert document.text.split("\n") == text.strip().split("\n")
    kept = origin_of(library.layout.uploads / "Minutes of May-June.txt")
    assert kept is not None
    assert document.date == kept.added[:10]
    assert [each.state for each in result(service.paste(text, "Again")).additions] == ["unchanged"]


@pytest.mark.parametrize(
    ("text", "title"), [("", "T"), (" \n", "T"), ("words", ""), ("words", " \n"), ("words", "x" * 201)]
)
def test_a_text_without_words_or_title_is_added(service: DocumentsService, text: str, title: str) -> None:
    with pytest.raises(UsageError):
        list(service.paste(text, title))


def test_a_title_is_forgotten_when_all_is_read_anew(service: DocumentsService, library: LocalLibrary) -> None:
    result(service.paste("Owls see in the dark.", "Night"))
    sync(None, library)
    (library.layout.uploads / "Night.txt").write_text("Owls see in the dark and by day.")
    sync(None, library)
    assert library.open().document("uploads/Night.txt").title == "Night"


def test_half_a_pair_or_a_damaged_origin_ends_a_sync(service: DocumentsService, library: LocalLibrary) -> None:
    result(service.paste("Owls \ud83d see", "Half \ud83d"))
    for damaged in (b'{"title": "\\ud83d"}', b"{", b"[]", b'{"other": 1}', b"\xff"):
        (library.layout.uploads / ".origin-damaged.txt.json").write_bytes(damaged)
        (library.layout.uploads / "damaged.txt").write_bytes(b"Bats fly. " + damaged)
        assert not sync(None, library).skipped


def test_a_file_that_was_changed_is_added_a_second_time(tmp_path: Path, library: LocalLibrary) -> None:
    service = DocumentsService(library, library.layout.uploads, sync)
    file = tmp_path / "notes.md"
    for text, state in (("# Owls", "added"), ("# Owls", "unchanged"), ("# Bats", "changed")):
        file.write_text(f"{text}\n\nThey fly by night.")
        changed = result(service.add([local(file, "")]))
        new = int(state == "changed")
        assert changed.additions == (Addition("uploads/notes.md", state, file.as_uri(), new, new),)
    # Another file of the same bytes is known, whatever its place.
    other = tmp_path / "copy.md"
    other.write_bytes(file.read_bytes())
    assert [each.source for each in result(service.add([local(other, "")])).additions] == ["uploads/notes.md"]
    assert [each.source for each in result(service.add([Upload(other, "copy.md")])).skipped] == ["copy.md"]
