"""Choosing sources in a real browser: boxes, folders, the filter, what is remembered and shown; hiding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.chat_process import Served, served
from tests.harness.processes import GOLDEN, SEEDS, citeseed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.e2e.conftest import Visitor

TEXTS = {
    "office/handbook.md": "---\ndate: 2024-03-01\n---\n# Handbook\n\nThe head of personnel is Ingrid Solberg.\n",
    "office/rules/travel.txt": "Travel rules\nThe daily allowance is 45 euros. Receipts must be kept.\n",
    "garden.md": "---\ndate: 2021-05-02\n---\n# The garden\n\nThe head gardener is Wilhelmina Orr.\n",
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a chat over a few documents in folders."""
    folder = tmp_path_factory.mktemp("several")
    for name, text in TEXTS.items():
        (folder / "texts" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    made = citeseed("index", str(folder / "texts"), "--index", str(folder / "library"), cwd=folder)
    assert made.returncode == 0, made.stderr
    with served("chat", "--index", str(folder / "library"), "--port", "0", cwd=SEEDS.parent) as running:
        yield running
        assert "Traceback" not in running.errors.read_text()


@pytest.fixture
def visit(browser: Browser, several: Served) -> Iterator[Callable[..., Visitor]]:
    from tests.e2e.conftest import Visitor, Witness

    opened = []

    def go() -> Visitor:
        context = browser.new_context(viewport={"width": 1280, "height": 860})
        page, witness = context.new_page(), Witness()
        witness.watch(page)
        opened.append((context, witness))
        page.goto(several.address)
        page.locator("#narrow", has_text="All sources (3)").wait_for(timeout=60_000)
        return Visitor(page, witness)

    yield go
    for context, witness in opened:
        witness.check()
        context.close()


def test_a_choice_is_obeyed_shown_and_remembered_with_its_conversation(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_label("Ask the folder office").uncheck()
    page.locator("#narrow", has_text="1 of 3 sources: The garden").wait_for()
    visitor.ask("Who is the head of personnel?")
    assert "Ingrid" not in visitor.reply.inner_text()
    assert "Searched 1 of 3 sources" in visitor.reply.inner_text()
    page.get_by_label("Ask the folder rules").check()
    page.locator("#narrow", has_text="2 of 3 sources").wait_for()
    assert page.get_by_label("Ask the folder office").evaluate("box => box.indeterminate")
    visitor.ask("How much is the daily allowance?")
    assert "45 euros" in visitor.reply.inner_text()
    page.reload()
    page.locator("#narrow", has_text="2 of 3 sources").wait_for()
    assert not page.get_by_label("Ask Handbook", exact=True).is_checked()
    page.get_by_role("button", name="New conversation").click()
    page.locator("#narrow", has_text="All sources (3)").wait_for()
    page.locator("#tab-history").click()
    page.locator("#history .open").first.click()
    page.locator("#narrow", has_text="2 of 3 sources").wait_for()
    page.get_by_role("button", name="Ask all sources").click()
    page.get_by_role("button", name="Ask again").last.click()
    page.locator("#messages .exchange:last-child:not(:has(.searched, .working))").wait_for()


def test_only_one_source_none_and_what_is_outside_of_the_choice(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.locator("#documents .document", has_text="Handbook").hover()
    page.get_by_role("button", name="Only Handbook", exact=True).click()
    page.locator("#narrow", has_text="1 of 3 sources: Handbook").wait_for()
    page.locator(".welcome .offer", has_text="head of personnel").wait_for(timeout=60_000)
    assert page.locator(".welcome .offer", has_text="gardener").count() == 0
    page.get_by_role("button", name="Overview").click()
    page.locator("#viewer .guide .key", has_text="Ingrid Solberg").wait_for()
    assert "Wilhelmina" not in page.locator("#viewer").inner_text()
    page.locator("#documents .open", has_text="The garden").click()
    page.get_by_text("This source is not chosen.").wait_for()
    page.get_by_role("button", name="Ask it too").click()
    page.locator("#narrow", has_text="2 of 3 sources").wait_for()
    assert not page.get_by_text("This source is not chosen.").is_visible()
    page.locator("#choose-all").check()
    page.locator("#choose-all").uncheck()
    visitor.send("Who is the head of personnel?")
    page.locator("#failed", has_text="Choose at least one source").wait_for()
    assert page.locator("#messages .exchange").count() == 0


def test_the_filter_offers_what_there_is_and_its_result_can_be_chosen(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.locator(".filters summary").click()
    assert page.locator("#filters option").all_inner_texts() == ["Any", "office", "office/rules"]
    assert page.locator("#filters .types").inner_text().split() == ["md", "txt"]
    page.locator("#filters").get_by_label("md", exact=True).check()
    page.get_by_label("From").fill("2023-01-01")
    assert page.locator("#documents .document:visible").count() == 1
    page.get_by_label("Until").fill("2022-01-01")
    page.get_by_text("“From” is later than “Until”.").wait_for()
    page.get_by_label("From").fill("")
    page.get_by_label("Until").fill("")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Only these").click()
    page.locator("#narrow", has_text="2 of 3 sources").wait_for()
    assert not page.get_by_label("Ask Travel rules").is_checked()
    page.locator(".filters summary").click()
    page.get_by_role("button", name="Clear the filter").click()
    page.locator("#documents .document:visible").nth(2).wait_for()


def test_a_document_of_a_folder_is_hidden_and_shown_again(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.locator("#documents .document", has_text="The garden").hover()
    page.get_by_role("button", name="Hide The garden").click()
    page.locator("#work", has_text="garden.md is hidden from your answers.").wait_for()
    page.locator("#narrow", has_text="All sources (2)").wait_for()
    visitor.ask("Who is the head gardener?")
    assert "Wilhelmina" not in visitor.reply.inner_text()
    assert "Searched 2 of 3 sources" in visitor.reply.inner_text()
    page.get_by_role("button", name="Undo").click()
    page.locator("#narrow", has_text="All sources (3)").wait_for()
    page.get_by_role("button", name="Ask again").last.click()
    page.locator("#messages .exchange:last-child", has_text="Wilhelmina").wait_for()


def test_questions_keep_their_place_while_they_load(open_page: Callable[..., Visitor]) -> None:
    visitor = open_page()
    page = visitor.page
    page.locator(".welcome h2").wait_for()
    before = page.locator(".welcome h2").bounding_box()
    page.locator(".welcome .offer").nth(2).wait_for(timeout=60_000)
    assert page.locator(".welcome h2").bounding_box() == before
    visitor.ask(GOLDEN)
    place = page.locator("#question").bounding_box()
    page.locator("#related .offer").first.wait_for(timeout=60_000)
    assert page.locator("#question").bounding_box() == place
