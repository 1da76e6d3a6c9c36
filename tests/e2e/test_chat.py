"""The chat as a visitor meets it, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.loaders import LIMIT
from tests.e2e.conftest import EXAMPLE
from tests.papers import Ink, paper
from tests.processes import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Visitor

ARTICLE = SEEDS / "000_8ab994d9b131bbc8.txt"
RISKY = "why is Alibaba's plan considered risky?"
IN_VIEW = """() => {
  const mark = document.querySelector('#viewer mark.now');
  if (!mark) return false;
  const box = mark.getBoundingClientRect();
  const pane = document.querySelector('#viewer').getBoundingClientRect();
  const head = document.querySelector('#viewer .view-head').getBoundingClientRect();
  return box.height > 0 && box.top >= head.bottom && box.bottom <= pane.bottom && pane.left < innerWidth;
}"""


UNDO_IN_VIEW = """() => {
  const link = document.querySelector('#work .link');
  const box = link.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === link;
}"""


def test_a_chip_opens_the_article_at_its_quote(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 1280, "height": 520})
    visitor.ask(RISKY)
    article = ARTICLE.read_text(encoding="utf-8")
    chips = visitor.reply.locator("button.chip").all()
    assert chips
    for number, chip in enumerate(chips):
        quote = chip.get_attribute("data-quote") or ""
        assert quote.removesuffix("…") in article
        chip.click()
        visitor.page.wait_for_selector(f"#viewer mark.now[data-quotes~='{number}']")
        visitor.page.wait_for_function(IN_VIEW)
        marked = "".join(visitor.page.locator("#viewer mark.now").all_text_contents())
        assert marked.startswith(quote.removesuffix("…"))
    assert visitor.reply.locator(".confidence").get_attribute("title")
    assert visitor.page.url.rstrip("/").count("/") == 2
    original = visitor.page.get_by_role("link", name="Open the file").get_attribute("href")
    assert visitor.page.request.get(f"{visitor.page.url}{original}").text() == article


def test_the_quotes_of_an_answer_are_walked_and_listed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask(RISKY)
    page, total = visitor.page, visitor.reply.locator("button.chip").count()
    visitor.reply.locator("button.chip").first.click()
    for number in [*range(2, total + 1), 1]:
        page.get_by_role("button", name="Next quote").click()
        page.wait_for_function(f"document.querySelector('.which').textContent === 'Quote {number} of {total}'")
        page.wait_for_function(IN_VIEW)
    page.locator(".all-quotes summary").click()
    page.locator(".all-quotes .source").last.click()
    page.wait_for_selector(f"#viewer mark.now[data-quotes~='{total - 1}']")


def test_a_quote_is_seen_at_a_glance(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask(RISKY)
    chip = visitor.reply.locator("button.chip").first
    chip.hover()
    peek = visitor.page.locator("#peek")
    peek.wait_for(state="visible")
    assert (chip.get_attribute("data-quote") or "?") in peek.inner_text()
    visitor.page.mouse.move(5, 5)
    peek.wait_for(state="hidden")


def test_everything_works_from_the_keyboard(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.keyboard.type(RISKY)  # the text box has the focus
    page.keyboard.press("Enter")
    visitor.wait_for_reply()
    visitor.reply.locator(".confidence").focus()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('button.chip')"):
            break
    page.locator("#peek").wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator("#peek").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#viewer mark.now')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('button.chip')")
    visitor.page.locator(".switch[data-pane=reading]").press("Enter")
    page.locator("#reading").wait_for(state="hidden")
    page.locator(".skip").press("Enter")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    page.locator("#tab-documents").press("ArrowRight")
    page.locator("#history .open").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "tab-history"


def test_an_example_is_asked_with_one_click_and_a_conversation_begun_anew(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.page.locator(".welcome .offer").nth(2).wait_for()  # the given one, and some that were found
    visitor.page.get_by_role("button", name=EXAMPLE).click()
    visitor.wait_for_reply()
    assert visitor.page.locator(".question").all_text_contents() == [EXAMPLE]
    visitor.page.get_by_role("button", name="New conversation").click()
    visitor.page.locator(".welcome").wait_for()
    assert visitor.page.locator(".reply").count() == 0


def test_questions_are_asked_of_some_documents_only(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.locator(".narrow summary").click()
    page.get_by_label("Type").select_option("pdf")
    page.get_by_label("From").fill("2024-01-31")
    page.get_by_role("button", name="Ask only these").click()
    page.locator(".narrow summary", has_text="Only type pdf, after 2024-01-31").wait_for()
    visitor.ask(RISKY)
    assert "Only some documents were asked: type pdf, after 2024-01-31." in visitor.reply.inner_text()
    assert visitor.reply.locator("button.chip").count() == 0
    page.locator(".narrow summary").click()
    page.get_by_label("Until").fill("2023-01-31")
    for _ in range(2):
        page.get_by_role("button", name="Ask only these").click()
        page.get_by_text("No day is after 2024-01-31 and before 2023-01-31; swap them.").wait_for()
        assert page.get_by_label("Until").input_value() == "2023-01-31"
    page.get_by_role("button", name="Ask all documents").click()
    page.locator(".narrow summary", has_text="All documents").wait_for()
    page.get_by_role("button", name="Ask again").last.click()
    page.locator("#messages .reply button.chip").first.wait_for()
    assert "were asked" not in visitor.reply.inner_text()


@pytest.mark.row("C5")
def test_what_the_documents_do_not_say_is_refused_without_a_citation(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("What is the capital of Mongolia?")
    assert visitor.reply.locator(".refusal").count() == 1
    assert visitor.reply.locator(".chip, mark").count() == 0
    assert "Nearest, not an answer" in visitor.reply.inner_text()
    assert visitor.reply.locator(".better .offer").count() == 2
    visitor.reply.locator(".nearest .source").first.click()
    visitor.page.wait_for_function(IN_VIEW)
    visitor.reply.locator(".better .offer").first.click()
    visitor.wait_for_reply(1)
    assert visitor.reply.locator("button.chip").count() >= 1


@pytest.mark.row("C3")
def test_a_question_is_shown_as_it_was_typed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    typed = (
        "<img src=x onerror=\"document.title='hacked'\"> **b** $$x$$ {{1}} ${1} <think>a</think> [l](http://e.example)"
    )
    visitor.ask(typed)
    assert visitor.page.locator(".question").last.text_content() == typed
    assert visitor.page.title() == "citeseed"
    assert visitor.page.locator("#messages img, #messages think, .question a").count() == 0


def test_a_follow_up_is_understood_and_says_what_was_searched(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.ask("How much will Alibaba invest in AI over the next three years?")
    assert "$53 billion" in visitor.reply.inner_text()
    visitor.ask("And why is it risky?")
    assert "Alibaba" in visitor.reply.locator(".searched").inner_text()
    assert any("risky" in (chip.get_attribute("data-quote") or "") for chip in visitor.reply.locator(".chip").all())


def test_a_question_is_edited_asked_again_and_taken_back(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(RISKY)
    visitor.ask("What is Alibaba's current goal?")
    page.locator(".exchange").first.hover()
    page.locator(".edit summary").first.click()
    page.keyboard.press("Control+A")  # the field has the focus
    page.keyboard.type("What is the capital of Mongolia?")
    page.keyboard.press("Enter")
    page.locator(".refusal").wait_for()
    assert page.locator(".question").all_text_contents() == ["What is the capital of Mongolia?"]
    page.locator("#bar .name", has_text="What is the capital of Mongolia?").wait_for()
    old = page.locator(".exchange").last.get_attribute("id")
    page.get_by_role("button", name="Ask again").last.click()
    page.wait_for_selector(f"#messages .exchange:not([id='{old}']):not(:has(.working))")
    page.get_by_role("button", name="Take this question back").click()
    page.locator(".welcome").wait_for()
    assert page.locator("#question textarea").input_value() == "What is the capital of Mongolia?"
    assert page.locator("#history .open").count() == 0


def test_an_edit_that_cannot_be_asked_leaves_all_as_it_was(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page, asked = visitor.page, [RISKY, "What is Alibaba's current goal?"]
    for question in asked:
        visitor.ask(question)
    page.locator(".exchange").first.hover()
    page.locator(".edit summary").first.click()
    page.locator(".edit textarea").first.fill("???")
    page.locator(".edit[open] button").click()
    page.get_by_text("The question is empty.").wait_for()
    assert page.locator(".question").all_text_contents() == asked
    assert page.locator("#question textarea").input_value() == "???"
    page.locator("#fresh").click()
    page.locator("#tab-history").click()
    page.locator("#history .title").first.click()
    page.locator(".question").nth(1).wait_for()
    assert page.locator(".question").all_text_contents() == asked


def test_an_answer_is_copied_with_its_footnotes_and_judged(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    visitor.ask(RISKY)
    page.get_by_role("button", name="Copy with footnotes").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "\n\n[1] Alibaba’s $53 Billion" in copied
    assert ARTICLE.name in copied
    page.get_by_role("button", name="Good answer").click()
    page.locator("[aria-label='Good answer'][aria-pressed=true]").wait_for()
    page.locator(".judge summary").click()
    page.get_by_label("The quotes do not support it").check()
    page.locator(".judge button").click()
    page.locator("details.judge.pressed").wait_for()
    assert page.locator("[aria-label='Good answer'][aria-pressed=false]").count() == 1


def test_conversations_are_kept_named_found_resumed_and_deleted(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(RISKY)
    page.locator(".rename summary").click()
    page.get_by_label("Name").fill("A risky plan")
    page.get_by_label("Name").press("Enter")
    page.locator("#history .title", has_text="A risky plan").wait_for(state="attached")
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    visitor.ask("What is the capital of Mongolia?")
    visitor.come_back()
    page.locator("#tab-history").click()
    page.wait_for_function("document.querySelectorAll('#history .open').length === 2")
    page.get_by_label("Search conversations").fill("speculative")
    page.wait_for_function("document.querySelectorAll('#history .open').length === 1")
    page.locator("#history .open").click()
    page.locator(".question", has_text=RISKY).wait_for()
    page.locator(".exchange .chip").first.click()
    page.wait_for_function(IN_VIEW)
    with page.expect_download() as fetched:
        page.get_by_label("Export").click()
        page.get_by_role("link", name="Markdown").click()
    assert "> Analysts see Alibaba" in fetched.value.path().read_text(encoding="utf-8")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete A risky plan").click()
    page.locator(".welcome").wait_for()


def test_a_tab_that_is_loaded_again_shows_what_it_showed(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(RISKY)
    page.locator("#question textarea").fill("What is Alibaba's current goal?")
    page.reload()
    page.locator(".question", has_text=RISKY).wait_for()
    page.wait_for_function("document.querySelector('#question textarea').value !== ''")
    page.locator("#question textarea").press("Enter")
    visitor.wait_for_reply(1)
    assert page.locator(".question").all_text_contents() == [RISKY, "What is Alibaba's current goal?"]
    other = page.context.new_page()  # a tab of its own
    other.goto(page.url)
    other.locator("#history .open").wait_for(state="attached")
    assert other.locator(".question").count() == 0
    other.on("dialog", lambda warning: warning.accept())
    other.locator("#tab-history").click()
    other.get_by_role("button", name=f"Delete {RISKY}").click()
    other.locator("#history .empty").wait_for()
    page.reload()
    page.locator("#history .empty").wait_for(state="attached")
    assert page.locator(".welcome").is_visible()
    assert page.locator("#failed .trouble").count() == 0
    visitor.ask(RISKY)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".welcome").wait_for()
    page.reload()
    page.locator("#history .open").wait_for(state="attached")
    assert page.locator(".question").count() == 0


def test_what_is_gone_is_said_to_be_and_all_else_stays(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    visitor.ask(RISKY)
    page.locator("#fresh").click()
    page.locator(".welcome").wait_for()
    visitor.ask("Who attended the summit?")
    page.locator("#tab-history").click()
    page.locator("#history li").nth(1).wait_for()
    other = page.context.new_page()  # another tab of the same person
    other.on("dialog", lambda warning: warning.accept())
    other.goto(page.url)
    other.locator("#tab-history").click()
    other.locator("#history li").nth(1).hover()
    other.locator("#history li").nth(1).locator(".remove").click()
    other.wait_for_function("document.querySelectorAll('#history li').length === 1")
    page.locator("#history .open").nth(1).click()
    page.locator("#failed .trouble", has_text="This conversation is not kept any more.").wait_for()
    assert "summit" in page.inner_text("#messages")
    visitor.ask("Why?")
    assert page.locator("#failed .trouble").count() == 0


@pytest.mark.row("C7")
def test_an_exported_conversation_acts_on_nothing(
    open_page: Callable[..., Visitor], browser: Browser, tmp_path: Path
) -> None:
    visitor, file = open_page(), tmp_path / "conversation.html"
    visitor.ask("<img src='http://e.example/x.png'>")
    visitor.ask(RISKY)
    visitor.page.get_by_label("Export").click()
    with visitor.page.expect_download() as fetched:
        visitor.page.get_by_role("link", name="Web page").click()
    fetched.value.save_as(file)
    page, asked = browser.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert "<img src=" in page.locator("h2").first.inner_text()
    assert "speculative" in page.locator("blockquote").first.inner_text()
    assert page.locator("a, button, form, iframe, img, input, link, object, script").count() == 0
    assert asked == [file.as_uri()]
    page.close()


@pytest.mark.row("C3")
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
    assert "skipped: unknown type .xyz" in page.inner_text("#adding .arriving")
    assert "skipped: larger than 50 MB; split it" in page.inner_text("#adding .arriving")
    assert "roses" in page.inner_text("#documents")
    assert page.locator("#documents b, #documents i").count() == 0
    assert "2 documents" in page.inner_text("#state")
    visitor.ask("Who prunes the roses in March?")
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_function(IN_VIEW)
    assert "Wilhelmina" in page.locator("#viewer mark.now").first.inner_text()

    (kept,) = (library / "uploads").glob("roses*")
    kept.write_text("# Pruning roses\n\nThe gardener Wilhelmina prunes them in April.\n", encoding="utf-8")
    page.get_by_role("button", name="Rebuild from seeds").click()
    page.locator("#work .done", has_text="1 changed").wait_for(timeout=120_000)
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .changed", has_text="has changed since").wait_for()
    versions = page.locator("#viewer .text").all_inner_texts()
    assert ["March" in text for text in versions] == [True, False]
    assert ["April" in text for text in versions] == [False, True]
    kept.write_bytes(upload.read_bytes())
    page.get_by_role("button", name="Rebuild from seeds").click()
    page.locator("#work .done", has_text="1 changed").wait_for(timeout=120_000)

    page.get_by_label("Filter documents").fill("roses")
    assert page.locator("#documents li:visible").count() == 1
    page.set_input_files("#add-files", [upload])
    page.wait_for_selector("#work .skipped", timeout=120_000)
    assert "already in the library" in page.inner_text("#work")

    page.locator("#documents li:visible").hover()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 1", timeout=120_000)
    visitor.reply.locator("button.chip").first.click()
    page.locator("#viewer .changed", has_text="not in the library any more").wait_for()
    assert "Wilhelmina" in page.locator("#viewer mark.now").first.inner_text()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 2", timeout=120_000)
    page.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 1", timeout=120_000)


def test_a_filter_that_no_document_passes_says_so(open_page: Callable[..., Visitor]) -> None:
    page = open_page().page
    field, nothing = page.get_by_label("Filter documents"), page.get_by_text("No document has these words.")
    field.fill("xylophone")
    nothing.wait_for()
    field.fill("alibaba")
    nothing.wait_for(state="hidden")
    assert page.locator("#documents li:visible").count() == 1


def test_a_removal_is_undone_where_the_list_was_scrolled_to(open_page: Callable[..., Visitor], tmp_path: Path) -> None:
    note = tmp_path / "sundial.md"
    note.write_text("# The sundial\n\nThe sundial was set up by Leontine.\n", encoding="utf-8")
    page = open_page(viewport={"width": 1280, "height": 240}).page
    page.set_input_files("#add-files", note)
    page.wait_for_selector("#work .done", timeout=120_000)
    page.locator("#documents-tab").evaluate("tab => tab.scrollTo(0, tab.scrollHeight)")
    page.locator("#documents li", has_text="The sundial").hover()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_selector("#work .link", timeout=120_000)
    page.locator("#documents-tab").evaluate("tab => tab.scrollTo(0, tab.scrollHeight)")
    assert page.evaluate(UNDO_IN_VIEW)
    page.get_by_role("button", name="Undo").click()
    page.locator("#work .done", has_text="back").wait_for(timeout=120_000)
    page.get_by_role("button", name="Remove").click()
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
    assert "skipped: unknown type .xyz" in page.inner_text("#adding .arriving")
    visitor.ask("Who picks the pears?")
    assert "Ottilie" in visitor.reply.inner_text()
    assert page.locator("#folders option").evaluate_all("all => all.map(each => each.value)") == ["uploads"]
    page.locator("#documents li", has_text="Pears").hover()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 1", timeout=120_000)


def test_the_page_of_a_pdf_file_is_shown_with_its_quote_boxed(
    open_page: Callable[..., Visitor], tmp_path: Path
) -> None:
    upload = tmp_path / "mill.pdf"
    upload.write_bytes(paper([[Ink(60, 700, "The mill at Orrin grinds 40 sacks a day.", 12)]]))
    visitor = open_page()
    page = visitor.page
    page.set_input_files("#add-files", upload)
    page.wait_for_selector("#work .done", timeout=120_000)
    visitor.ask("How many sacks does the mill at Orrin grind?")
    visitor.reply.locator("button.chip").first.click()
    page.wait_for_function(IN_VIEW)
    page.get_by_role("button", name="Page 1").click()
    page.locator("#viewer .paper .box").first.wait_for()
    page.wait_for_function("document.querySelector('.paper img').naturalWidth > 500")
    assert not page.locator("#viewer .text").is_visible()
    page.get_by_role("button", name="Page 1").click()
    page.wait_for_function(IN_VIEW)
    page.locator("#documents li", has_text="mill").hover()
    page.get_by_role("button", name="Remove").click()
    page.wait_for_function("document.querySelectorAll('#documents li').length === 1", timeout=120_000)


def test_a_rebuild_says_what_it_did_while_questions_are_answered(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    visitor.send(RISKY)
    visitor.page.get_by_role("button", name="Rebuild from seeds").click()
    visitor.wait_for_reply()
    visitor.page.wait_for_selector("#work .done", timeout=120_000)
    assert "Nothing has changed." in visitor.page.inner_text("#work")
    assert visitor.reply.locator("button.chip").count() >= 1


def test_a_phone_shows_one_pane_at_a_time(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    visitor.ask(RISKY)
    page = visitor.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    visitor.reply.locator("button.chip").first.tap()
    page.wait_for_function(IN_VIEW)
    assert not page.locator("#conversation").is_visible()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.locator("#documents").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Conversation", exact=True).tap()
    visitor.reply.locator("button.chip").first.wait_for()
    page.get_by_role("button", name="New conversation").tap()
    page.locator(".welcome").wait_for()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.get_by_role("tab", name="Conversations").tap()
    page.locator("#history .open").tap()
    visitor.reply.locator("button.chip").first.wait_for()


def test_back_on_a_phone_returns_to_the_pane_before(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor.ask(RISKY)
    page = visitor.page
    visitor.reply.locator("button.chip").first.tap()
    page.wait_for_function(IN_VIEW)
    page.go_back()
    visitor.reply.wait_for()
    page.go_forward()
    page.wait_for_function(IN_VIEW)
    page.get_by_role("button", name="Conversation", exact=True).tap()
    page.get_by_role("button", name="Sources", exact=True).tap()
    page.locator("#documents .open").first.tap()
    page.locator("#viewer .text").wait_for()
    page.go_back()
    page.locator("#documents .open").first.wait_for()
    page.reload()
    page.locator(".question", has_text=RISKY).wait_for()
    assert page.evaluate("history.state?.panes ?? null") is None  # Back leaves the chat now


def test_back_at_a_desk_leaves_the_chat(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    before = visitor.page.evaluate("history.length")
    visitor.ask(RISKY)
    visitor.reply.locator("button.chip").first.click()
    visitor.page.wait_for_function(IN_VIEW)
    assert visitor.page.evaluate("history.length") == before


def test_who_turns_a_phone_goes_on_reading(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visitor.ask(RISKY)
    visitor.reply.locator("button.chip").first.tap()
    visitor.page.wait_for_function(IN_VIEW)
    upright, lying = ({"width": width, "height": 1234 - width} for width in (390, 844))
    visitor.page.set_viewport_size(lying)
    visitor.page.locator("#viewer mark.now").first.wait_for()
    visitor.page.set_viewport_size(upright)
    visitor.page.locator("#conversation").wait_for(state="hidden")
    visitor.page.wait_for_function(IN_VIEW)
    visitor.page.set_viewport_size(lying)
    visitor.reply.wait_for()
    visitor.page.get_by_role("button", name="Viewer", exact=True).tap()
    visitor.page.locator("#reading").wait_for(state="hidden")
    for size in (upright, lying):
        visitor.page.set_viewport_size(size)
        visitor.page.wait_for_timeout(300)
        assert visitor.reply.is_visible()
        assert not visitor.page.locator("#reading").is_visible()


def test_a_pane_that_is_shown_while_the_browser_goes_back_stays(open_page: Callable[..., Visitor]) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    page.evaluate("citeseed.show('reading')")
    page.evaluate("citeseed.show('conversation'), citeseed.show('reading')")
    page.wait_for_timeout(500)
    assert page.locator("#reading").is_visible()
    page.go_back()
    page.locator("#conversation").wait_for()


@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_shows_every_switch(open_page: Callable[..., Visitor], width: int) -> None:
    visitor = open_page(viewport={"width": width, "height": 640}, has_touch=True, is_mobile=True)
    box = visitor.page.get_by_role("button", name="Viewer").bounding_box()
    assert box
    assert box["x"] + box["width"] <= width


def test_a_low_window_shows_the_beginning(open_page: Callable[..., Visitor]) -> None:
    """As at a desk where the page is enlarged to 200 percent."""
    page = open_page(viewport={"width": 720, "height": 450}).page
    page.locator(".welcome .offer").nth(2).wait_for()
    heading, bar = page.locator(".welcome h2").bounding_box(), page.locator("#bar").bounding_box()
    assert heading
    assert bar
    assert heading["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(251, 250, 247)"), ("dark", "rgb(22, 24, 21)")])
def test_light_and_dark_follow_the_system(open_page: Callable[..., Visitor], scheme: str, paper: str) -> None:
    visitor = open_page(color_scheme=scheme)
    visitor.page.wait_for_function(f"getComputedStyle(document.body).backgroundColor === '{paper}'")


@pytest.mark.row("C8")
def test_two_visitors_do_not_see_each_other(open_page: Callable[..., Visitor]) -> None:
    one, other = open_page(), open_page()
    one.send(RISKY)
    other.send("What is the capital of Mongolia?")
    one.wait_for_reply()
    other.wait_for_reply()
    assert one.page.locator(".question").all_text_contents() == [RISKY]
    assert other.page.locator(".question").all_text_contents() == ["What is the capital of Mongolia?"]
    for visitor, own in ((one, RISKY), (other, "What is the capital of Mongolia?")):
        visitor.come_back()
        visitor.page.locator("#tab-history").click()
        visitor.page.locator("#history .open").first.wait_for()
        assert visitor.page.locator("#history .title").all_text_contents() == [own]
