"""The documents pane: escaped names, and skipped files with reasons."""

from __future__ import annotations

from dataclasses import replace

from index import Entry, Progress, Skipped
from tests.ui.pages import parsed
from ui.documents.additions import Changed
from ui.documents.service import Contents, Item
from ui.web.views import documents

HOSTILE = '"><img src=x onerror=go()>\n\u202e'


def item(source: str = "a.txt", *, removable: bool = False, stale: bool = False) -> Item:
    return Item(Entry(source, source, "f" * 64, 1234, 3, stale), removable)


def test_names_are_text_and_only_what_was_added_can_be_removed() -> None:
    html = documents.documents(Contents((item(), item(HOSTILE, removable=True, stale=True)), 3))
    assert "<img" not in html
    assert html.count('data-event="delete"') == 1
    assert html.count('data-event="select"') == 2
    assert html.count(">stale</span>") == 1
    assert html.count('data-event="clear"') == 1
    assert html.count("under a page") == 2
    assert "None yet" in documents.documents(Contents((), 0))


def test_who_may_not_change_documents_is_shown_no_way_to() -> None:
    contents = Contents((item(removable=True), item("b.txt")), 3)
    html = documents.documents(contents, may_change=False)
    assert 'data-event="delete"' not in html
    assert html.count('data-event="clear"') == 2
    assert "reads-only" in documents.state(contents, may_change=False)
    assert "reads-only" not in documents.state(contents)
    assert "Add some" not in documents.documents(Contents((), 0), may_change=False)


def test_documents_stand_in_their_folders_and_hidden_ones_cannot_be_chosen() -> None:
    sources = ("a.txt", "b/c.md", "b/d/e.md")
    tree = parsed(documents.documents(Contents(tuple(map(item, sources)), 1), frozenset({"b/c.md"})))
    assert [box.get("data-folder") for box in tree.xpath(".//input[@data-folder]")] == ["b/", "b/d/"]
    assert [each.text for each in tree.xpath(".//li[@class='folder']//span[@class='size']")][:1] == ["2"]
    boxes = {box.get("data-source"): box for box in tree.xpath(".//input[@data-source]")}
    assert [boxes[source].get("disabled") is not None for source in sources] == [False, True, False]
    assert [each.get("data-source") for each in tree.xpath(".//*[@data-event='apply']")] == ["b/c.md"]


def test_what_was_added_stands_where_its_own_folders_say() -> None:
    added = (item(source, removable=True) for source in ("uploads/c.md", "uploads/d/e.md", "uploads/office/d/f.md"))
    tree = parsed(documents.documents(Contents((item("d/a.txt"), *added), 1)))
    boxes = [(box.get("data-folder"), box.get("data-shown")) for box in tree.xpath(".//input[@data-folder]")]
    assert boxes == [
        ("d/", "d"), ("uploads/d/", "d (added)"), ("uploads/office/", "office"), ("uploads/office/d/", "office/d")
    ]  # fmt: skip
    assert [each.get("title") for each in tree.xpath(".//button[@class='open']")] == [
        "d/a.txt", "d (added)/e.md", "office/d/f.md", "c.md"
    ]  # fmt: skip


def test_what_tells_documents_of_one_title_apart_is_shown() -> None:
    one = Item(Entry("x/report.md", "Report", "f", 1, 1, stale=False), removable=False)
    other = Item(replace(one.entry, source="y/final.pdf", pages=12), removable=False)
    alone = documents.documents(Contents((one,), 1))
    assert "report.md</bdi>" not in alone
    both = documents.documents(Contents((one, other), 1))
    assert all(each in both for each in ("report.md</bdi>", "final.pdf</bdi>", "12 pages"))


def test_the_state_says_how_many_documents_there_are_and_how_far_a_change_has_come() -> None:
    assert "1 source<" in documents.state(Contents((item(),), 42))
    assert "No sources yet" in documents.state(Contents((), 0))
    busy = documents.state(Contents((), 0), Progress("embedding", 1000, 2000))
    assert 'max="2000" value="1000"' in busy
    assert "Embedding 1,000 of 2,000" in busy
    waiting = documents.state(Contents((), 0), Progress("waiting", 0, 0))
    assert "Waiting for another change</p>" in waiting
    assert "max=" not in waiting


def test_the_button_names_the_folders() -> None:
    assert "<span>Refresh from seeds, a\\n&lt;b&gt;</span>" in documents.rebuild(Contents((), 1, ("seeds", "a\n<b>")))
    assert "<span>Refresh</span>" in documents.rebuild(Contents((item(),), 1))
    assert documents.rebuild(Contents((), 0)) == ""


def test_what_was_removed_can_be_put_back_and_what_was_added_is_named() -> None:
    html = documents.changed(Changed(("Removed a.txt.",), removed=HOSTILE))
    assert 'data-event="undo"' in html
    assert "<img" not in html
    html = documents.changed(Changed(("Added 1 document.",), added=(HOSTILE,)))
    assert '<li class="added">' in html
    assert '<details class="files" open>' in html
    assert '<details class="files">' in documents.changed(Changed(("Added 9 documents.",), added=tuple("abcdefghi")))
    assert "<img" not in html


def test_what_may_be_added_is_known_to_the_browser() -> None:
    html = documents.adding([".txt", ".md"], 50_000_000, fetches=True)
    assert 'accept=".md,.txt"' in html
    assert 'data-suffixes=".md .txt"' in html
    assert 'data-largest="50000000"' in html


def test_what_was_skipped_is_listed_up_to_a_limit() -> None:
    skipped = tuple(Skipped(f"{HOSTILE}{n}", "<b>bad</b>") for n in range(25))
    html = documents.changed(Changed(("Added 2 documents.",), skipped))
    assert "<img" not in html
    assert "<b>" not in html
    assert "Not added, 25 files" in html
    assert html.count("<li>") == documents.MAX_NAMED + 1
    assert "and 5 more files" in html
    assert "Not added" not in documents.changed(Changed(("Nothing has changed.",)))


def test_trouble_is_text() -> None:
    assert "&lt;x&gt;" in documents.trouble("<x>")


def test_a_note_can_be_closed() -> None:
    for html in (documents.trouble("It is full."), documents.changed(Changed(("Nothing has changed.",)))):
        assert 'data-event="clear"' in html


def test_a_folder_whose_documents_have_no_remove_button_says_how_they_are_removed() -> None:
    assert "take its file out of the folder, then refresh" in documents.rebuild(Contents((), 1, ("seeds",)))
    assert "take its file out" not in documents.rebuild(Contents((item(),), 1))


def test_a_chat_for_others_offers_to_fetch() -> None:
    alone, shared = (documents.adding([".txt"], 10, fetches=each) for each in (True, False))
    assert 'name="address"' in alone
    assert "address" not in shared
    assert all('name="text"' in each for each in (alone, shared))


def test_a_scan_that_was_recognised_whole_is_said_to_be_read_in_part() -> None:
    said = "page 1 is a picture; the text was recognised (tesseract, eng) and may have mistakes"
    missed = "page 2 is a picture, not read; install tesseract"

    def shown(*unread: str) -> str:
        entry = replace(item("scan.pdf").entry, unread=unread)
        return documents.documents(Contents((Item(entry, removable=False),), 3))

    assert [(">in part<" in html, ">recognised<" in html) for html in (shown(), shown(said), shown(said, missed))] == [
        (False, False), (False, True), (True, True),
    ]  # fmt: skip


def test_of_a_large_library_the_first_are_listed_and_the_others_counted() -> None:
    contents = Contents((item(), item("b.txt")), 1, more=7_000)
    assert "7,000 more sources" in documents.documents(contents)
    assert "7,002 sources" in documents.state(contents)
    assert "more source" not in documents.documents(Contents((item(),), 1))
