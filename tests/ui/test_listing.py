"""The panel shows names as text, and says what was skipped and why."""

from __future__ import annotations

from index import Entry, Progress, Skipped
from ui import listing
from ui.shelf import Changed, Contents, Item

HOSTILE = '"><img src=x onerror=go()>\n\u202e'
SHOWN = "&quot;&gt;&lt;img src=x onerror=go()&gt;"


def item(source: str = "a.txt", *, removable: bool = False, stale: bool = False) -> Item:
    return Item(Entry(source, source, "f" * 64, 1234, 3, stale), removable)


def test_names_are_text_and_only_what_was_added_can_be_removed() -> None:
    html = listing.documents(Contents((item(), item(HOSTILE, removable=True, stale=True)), 3))
    assert "<img" not in html
    assert html.count(SHOWN) == 4
    assert html.count("<button") == 1
    assert html.count(">stale</span>") == 1
    assert "1,234 characters" in html
    assert "None yet" in listing.documents(Contents((), 0))


def test_the_header_says_how_many_documents_there_are() -> None:
    assert ">1 document<" in listing.header(Contents((item(),), 42))
    assert "generation 42" in listing.header(Contents((item(),), 42))
    assert "no documents yet" in listing.header(Contents((), 0))


def test_the_button_names_the_folders() -> None:
    assert listing.rebuild(Contents((), 1, ("seeds", "a\nb"))) == "Rebuild from seeds, a\\nb"
    assert listing.rebuild(Contents((), 0)) == "Rebuild"


def test_progress_is_a_bar_with_its_numbers() -> None:
    assert 'max="2000" value="1000"' in listing.progress(Progress("embedding", 1000, 2000))
    assert "Embedding 1,000 of 2,000" in listing.progress(Progress("embedding", 1000, 2000))
    assert "<progress >" in listing.progress(Progress("reading", 0, 0))


def test_what_was_skipped_is_listed_up_to_a_limit() -> None:
    skipped = tuple(Skipped(f"{HOSTILE}{n}", "<b>bad</b>") for n in range(25))
    html = listing.changed(Changed(("Added 2 documents.",), skipped))
    assert "<img" not in html
    assert "<b>" not in html
    assert "Skipped 25 files" in html
    assert html.count("<li>") == listing.MOST_SKIPPED + 1
    assert "and 5 more files" in html
    assert "Skipped" not in listing.changed(Changed(("Nothing has changed.",)))


def test_trouble_is_text() -> None:
    assert "&lt;x&gt;" in listing.trouble("<x>")
