"""Documents in a real browser: added, filtered, removed, restored, rebuilt, shown as pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.loaders import LIMIT
from tests.e2e.conftest import IN_VIEW
from tests.harness.processes import GOLDEN
from tests.samples.pdf_files import Ink, paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Visitor


UNDO_IN_VIEW = """() => {
  const link = document.querySelector('#work .link');
  const box = link.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === link;
}"""
# All that the line above the sources has said, from now on.
RECORD_STATES = """() => {
  window.states = [];
  const look = () => {
    const said = document.querySelector("#state .state p")?.innerText.trim().replace(/\\s+/g, " ");
    if (said && said !== window.states.at(-1)) window.states.push(said);
  };
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(look).observe(document.querySelector("#state"), all);
}"""


def test_a_document_is_added_asked_about_changed_removed_and_put_back(
    open_page: Callable[..., Visitor], library: Path, tmp_path: Path
) -> None:
    upload = tmp_path / "garden" / "roses <b>.md"
    upload.parent.mkdir()
    (upload.parent / "plan.xyz").write_text("?", encoding="utf-8")
    with (upload.parent / "atlas.txt").open("wb") as large:
        large.truncate(LIMIT + 1)
    upload.write_text(
        "# Pruning <i>roses</i>\n\nThe gardener Wilhelmina prunes the roses in March.\n", encoding="utf-8"
    )
    visitor = open_page()
    page = visitor.page
    page.set_input_files("#add-folder", upload.parent)
    page.wait_for_selector("#work .done", timeout=120_000)
    assert "Added 1 document." in page.inner_text("#work")
    assert "unknown type .xyz. Save it as a PDF, Word or text file." in page.inner_text("#work .skipped")
    assert "larger than 50 MB. Split it into smaller files." in page.inner_text("#work .skipped")
    assert page.locator("#adding .arriving li").count() == 0
    assert "roses" in page.inner_text("#documents")
    assert page.locator("#documents b, #documents i").count() == 0
    assert "2 sources" in page.inner_text("#state")
    visitor.ask("Who prunes the roses in March?")
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_function(IN_VIEW)
    assert "Wilhelmina" in page.locator("#viewer mark.now").first.inner_text()

    (kept,) = (library / "uploads").rglob("roses*")
    kept.write_text("# Pruning roses\n\nThe gardener Wilhelmina prunes them in April.\n", encoding="utf-8")
    page.get_by_role("button", name="Refresh from seeds").click()
    page.locator("#work .done", has_text="1 changed").wait_for(timeout=120_000)
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .changed", has_text="has changed since").wait_for()
    versions = page.locator("#viewer .text").all_inner_texts()
    assert ["March" in text for text in versions] == [True, False]
    assert ["April" in text for text in versions] == [False, True]
    kept.write_bytes(upload.read_bytes())
    page.get_by_role("button", name="Refresh from seeds").click()
    page.locator("#work .done", has_text="1 changed").wait_for(timeout=120_000)

    page.get_by_label("Find a source").fill("roses")
    assert page.locator("#documents .document:visible").count() == 1
    page.set_input_files("#add-files", [upload])
    page.wait_for_selector("#work .skipped", timeout=120_000)
    assert "already in the library" in page.inner_text("#work")

    page.locator("#documents .document:visible").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .changed", has_text="not in the library any more").wait_for()
    assert "Wilhelmina" in page.locator("#viewer mark.now").first.inner_text()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 2", timeout=120_000)
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)


def test_progress_is_told_of_the_files_that_come_and_not_of_all(
    open_page: Callable[..., Visitor], tmp_path: Path
) -> None:
    page = open_page().page
    page.evaluate(RECORD_STATES)
    names = ("The sundial", "The weathercock")
    for name in names:  # when the second one comes, the library has two sources already
        note = tmp_path / f"{name}.md"
        note.write_text(f"# {name}\n\n{name} was set up by Leontine.\n", encoding="utf-8")
        page.set_input_files("#add-files", note)
        page.locator("#work .added", has_text=name).wait_for(timeout=120_000)
    said = page.evaluate("window.states")
    assert "Reading files 1 of 1" in said
    assert [each for each in said if "Reading files" in each and not each.endswith("of 1")] == []
    for name in names:
        page.locator("#documents .document", has_text=name).hover()
        page.get_by_role("button", name=f"Remove {name}").click()
        page.locator("#documents .document", has_text=name).wait_for(state="detached", timeout=120_000)


def test_a_filter_that_no_document_passes_says_so(open_page: Callable[..., Visitor]) -> None:
    page = open_page().page
    field, nothing = page.get_by_label("Find a source"), page.get_by_text("No source fits.")
    field.fill("xylophone")
    nothing.wait_for()
    field.fill("alibaba")
    nothing.wait_for(state="hidden")
    assert page.locator("#documents .document:visible").count() == 1


def test_a_removal_is_undone_where_the_list_was_scrolled_to(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    note = tmp_path / "sundial.md"
    note.write_text("# The sundial\n\nThe sundial was set up by Leontine.\n", encoding="utf-8")
    page = open_page(viewport={"width": 1280, "height": 240}).page
    page.set_input_files("#add-files", note)
    page.wait_for_selector("#work .done", timeout=120_000)
    page.locator("#documents-tab").evaluate("tab => tab.scrollTo(0, tab.scrollHeight)")
    page.locator("#documents .document", has_text="The sundial").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_selector("#work .link", timeout=120_000)
    page.locator("#documents-tab").evaluate("tab => tab.scrollTo(0, tab.scrollHeight)")
    assert page.evaluate(UNDO_IN_VIEW)
    page.get_by_role("button", name="Undo").click()
    page.locator("#work .done", has_text="back").wait_for(timeout=120_000)
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_selector("#work .link", timeout=120_000)
    page.get_by_role("button", name="Close this note").click()
    page.wait_for_selector("#work:not(:has(.done))", state="attached")


def test_a_folder_is_dropped_on_the_page(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    """As the system drops it: whole, so that the page itself has to walk through it."""
    folder = tmp_path / "orchard"
    (folder / "old").mkdir(parents=True)
    (folder / "plan.xyz").write_text("?", encoding="utf-8")
    (folder / "old" / "pears.md").write_text("# Pears\n\nThe pears are picked by Ottilie.\n", encoding="utf-8")
    visitor = open_page()
    page = visitor.page
    around = page.locator("#shelf .drop").bounding_box()
    assert around
    where = {"x": around["x"] + around["width"] / 2, "y": around["y"] + around["height"] / 2}
    dropped = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchDragEvent", {"type": "dragEnter", **where, "data": dropped})
    devtools.send("Input.dispatchDragEvent", {"type": "dragOver", **where, "data": dropped})
    page.locator("#shelf .drop.over").wait_for()
    devtools.send("Input.dispatchDragEvent", {"type": "drop", **where, "data": dropped})
    page.wait_for_selector("#work .done", timeout=120_000)
    assert "Added 1 document." in page.inner_text("#work")
    assert "unknown type .xyz" in page.inner_text("#work .skipped")
    assert page.get_by_label("Ask the folder orchard").is_checked()
    assert page.get_by_label("Ask the folder old").is_checked()
    visitor.ask("Who picks the pears?")
    assert "Ottilie" in visitor.reply.inner_text()
    page.locator("#documents .document", has_text="Pears").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)


def test_the_page_of_a_pdf_file_is_shown_with_all_its_quotes_boxed(
    open_page: Callable[..., Visitor], tmp_path: Path
) -> None:
    upload = tmp_path / "mill.pdf"
    lines = ("The mill at Orrin grinds 40 sacks of flour a day.", "In winter the mill at Orrin grinds 12 sacks a day.")
    upload.write_bytes(paper([[Ink(60, 700 - 200 * place, line, 12) for place, line in enumerate(lines)]]))
    visitor = open_page()
    page = visitor.page
    page.set_input_files("#add-files", upload)
    page.wait_for_selector("#work .done", timeout=120_000)
    visitor.ask("How many sacks does the mill at Orrin grind, and how many sacks does it grind in winter?")
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .paper .box.now").first.wait_for()
    page.wait_for_function("document.querySelector('.paper img').naturalWidth > 500")
    assert page.locator("#viewer .paper .box.now").count() == 1
    assert not page.locator("#viewer .text").is_visible()
    page.get_by_role("button", name="Quote 2", exact=True).press("Enter")
    page.locator("#viewer .which", has_text="Quote 2 of 2").wait_for()
    page.get_by_role("button", name="Quote 1", exact=True).wait_for()
    page.get_by_role("button", name="Page 1").click()
    page.wait_for_function(IN_VIEW)
    page.get_by_role("button", name="Page 1").click()
    page.locator("#viewer .paper .box.now").first.wait_for()
    page.locator("#documents .document", has_text="mill").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)


def test_a_rebuild_says_what_it_did_while_questions_are_answered(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.send(GOLDEN)
    visitor.page.get_by_role("button", name="Refresh from seeds").click()
    visitor.wait_for_reply()
    visitor.page.wait_for_selector("#work .done", timeout=120_000)
    assert "Nothing has changed." in visitor.page.inner_text("#work")
    assert visitor.reply.locator("button.chip").count() >= 1


def test_a_pasted_text_is_added_and_no_page_of_this_machine(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.get_by_text("Paste text").click()
    page.get_by_label("Title").fill("Minutes <b>of May</b>")
    page.get_by_label("Text", exact=True).fill("The treasurer Ottilie reported a surplus.\n")
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("#work .done", timeout=120_000)
    assert "Added 1 document." in page.inner_text("#work")
    assert "Minutes <b>of May</b>" in page.inner_text("#documents")
    assert page.get_by_label("Text", exact=True).count() == 1
    visitor.ask("What did the treasurer report?")
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_function(IN_VIEW)
    assert "Ottilie" in page.locator("#viewer mark.now").first.inner_text()

    page.get_by_text("Add a page by its address").click()
    page.get_by_label("Address").fill(page.url)
    page.get_by_role("button", name="Fetch").click()
    page.locator("#work .trouble", has_text="a machine inside this network").wait_for()
    page.locator("#documents .document", has_text="Minutes").hover()
    page.get_by_role("button", name="Remove ").first.click()
    page.wait_for_function("document.querySelectorAll('#documents .document').length === 1", timeout=120_000)
