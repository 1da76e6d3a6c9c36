"""A chat with a language model: stopping it, and switching to the documents' own words."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import check
from tests.e2e.conftest import Visitor, Witness
from tests.harness.chat_process import Served, served
from tests.harness.model_server import Script, model_server
from tests.harness.processes import SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

RISKY = "why is Alibaba's plan considered risky?"
WRITTEN = "Analysts see the decision to invest in AI infrastructure as risky and speculative [1]."


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def chat(script: Script, seeds_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("writing")
    shutil.copytree(seeds_library, folder / "library")
    with model_server(script) as address:
        model = ("--reader", "generative", "--language-model", "m", "--language-model-url", address)
        with served("chat", "--index", str(folder / "library"), "--port", "0", *model, cwd=SEEDS.parent) as running:
            yield running
            assert "Traceback" not in running.said()


@pytest.fixture
def visitor(browser: Browser, chat: Served) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page, witness = context.new_page(), Witness()
    witness.watch(page)
    page.goto(chat.address)
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    yield Visitor(page, witness)
    witness.check()
    context.close()


def test_the_documents_own_words_are_one_click_away(visitor: Visitor, script: Script) -> None:
    script.pieces = [WRITTEN]
    visitor.ask(RISKY)
    script.pieces = ["The goal is to invest in AI infrastructure", 0.5, " [1]. ", WRITTEN, 0.5]
    visitor.send("What is Alibaba's current goal?")
    asked, seen = visitor.page.locator("#messages .question").last, []
    for state in ("[aria-busy]:not(:has(.said))", "[aria-busy]:has(.said)", ":not([aria-busy])"):
        visitor.page.wait_for_selector(f"#messages .exchange:last-child .reply{state}")
        seen.append(asked.bounding_box())
    assert seen[0] == seen[1] == seen[2]  # nothing jumps
    first = visitor.page.locator("#messages .exchange").first
    assert "see the decision to invest" in first.locator(".said").inner_text()
    requests = len(script.requests)
    for name, words in (
        ("In the documents’ own words", "Analysts see Alibaba’s decision"),
        ("In a language model’s words", "see the decision to invest"),
        ("In the documents’ own words", "Analysts see Alibaba’s decision"),
    ):
        first.get_by_role("button", name=name).click()
        first.locator(".said", has_text=words).wait_for()
        first.locator("button.chip").first.wait_for()
    first.locator("button.chip").first.click()
    visitor.page.locator("#viewer mark.now", has_text="Analysts see Alibaba’s decision").wait_for()
    assert len(script.requests) == requests
    assert visitor.page.locator("#messages .exchange").count() == 2


def test_an_answer_can_be_stopped(visitor: Visitor, script: Script) -> None:
    script.pieces = [WRITTEN, " It is not sure", 30.0]
    visitor.send(RISKY)
    visitor.page.locator(".reply[aria-busy] .said").wait_for()
    visitor.page.get_by_role("button", name="Stop").click()
    visitor.page.get_by_role("button", name="Ask", exact=True).wait_for()
    assert visitor.reply.inner_text() == "Stopped before it was answered."
    assert script.hung_up.wait(10)
    script.pieces = [WRITTEN]
    visitor.ask(RISKY)
    assert visitor.reply.locator("button.chip").count() >= 1


def test_a_question_that_is_typed_while_an_answer_comes_is_asked_after_it(visitor: Visitor, script: Script) -> None:
    script.pieces = [WRITTEN, 1.0]
    visitor.send(RISKY)
    visitor.page.wait_for_selector("#messages [aria-busy]")
    visitor.send("What is Alibaba's current goal?")
    visitor.wait_for_reply(1)
    assert visitor.page.locator(".question").all_text_contents() == [RISKY, "What is Alibaba's current goal?"]


def test_nothing_serious_is_found_while_an_answer_comes(visitor: Visitor, script: Script) -> None:
    script.pieces = [30.0, WRITTEN]
    visitor.send(RISKY)
    visitor.page.locator("#messages .working").wait_for()
    check(visitor.page, "searching", answering=True)
    visitor.page.get_by_role("button", name="Stop").click()
    visitor.page.get_by_role("button", name="Ask", exact=True).wait_for()
    script.pieces = [WRITTEN, " It is not sure", 30.0]
    visitor.send(RISKY)
    visitor.page.locator(".reply[aria-busy] .said").wait_for()
    check(visitor.page, "answering", answering=True)


def test_who_looks_at_something_else_ends_the_answer(visitor: Visitor, script: Script) -> None:
    script.pieces = [WRITTEN, " It is not sure", 30.0]
    visitor.send(RISKY)
    visitor.page.locator(".reply[aria-busy] .said").wait_for()
    visitor.page.locator("#fresh").click()
    visitor.page.locator(".welcome").wait_for()
    script.pieces = [WRITTEN]
    visitor.ask("What is Alibaba's current goal?")
    assert visitor.page.locator(".question").all_text_contents() == ["What is Alibaba's current goal?"]
    visitor.page.locator("#tab-history").click()
    visitor.page.locator("#history .title", has_text=RISKY).click()
    visitor.page.get_by_text("Stopped before it was answered.").wait_for()


def test_who_begins_anew_asks_no_more_what_waited(visitor: Visitor, script: Script) -> None:
    script.pieces = [WRITTEN, " It is not sure", 30.0]
    visitor.send(RISKY)
    visitor.page.locator(".reply[aria-busy] .said").wait_for()
    visitor.send("Who attended the summit?")
    visitor.page.get_by_role("button", name="New conversation").click()
    visitor.page.locator(".welcome").wait_for()
    script.pieces = [WRITTEN]
    visitor.ask("What is Alibaba's current goal?")
    assert visitor.page.locator(".question").all_text_contents() == ["What is Alibaba's current goal?"]


def test_what_is_opened_between_two_answers_stays_open(visitor: Visitor, script: Script) -> None:
    """On a slow line the second question is sent, but not shown yet."""
    page = visitor.page

    def late(request: Route) -> None:
        page.wait_for_timeout(500)
        request.continue_()

    script.pieces = [WRITTEN, 0.5]
    visitor.send(RISKY)
    page.wait_for_selector("#messages [aria-busy]")
    page.route("**/queue/join*", late)
    visitor.send("What is Alibaba's current goal?")
    page.wait_for_function("!document.querySelector('#messages [aria-busy]')")
    page.locator("#fresh").click()
    page.locator(".welcome").wait_for()
    page.wait_for_timeout(1500)
    assert page.locator(".question").count() == 0


def test_a_question_waits_for_one_that_is_asked_again(visitor: Visitor, script: Script) -> None:
    page = visitor.page
    script.pieces = [WRITTEN]
    visitor.ask(RISKY)
    script.pieces = [WRITTEN, 1.0]
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_selector("#messages [aria-busy]")
    visitor.send("What is Alibaba's current goal?")
    visitor.wait_for_reply(1)
    assert page.locator(".question").all_text_contents() == [RISKY, "What is Alibaba's current goal?"]


def test_what_waits_is_told_and_not_asked_by_who_goes_on_typing(visitor: Visitor, script: Script) -> None:
    page, text = visitor.page, visitor.page.locator("#question textarea")
    script.pieces = [WRITTEN, 1.5]
    visitor.send(RISKY)
    page.wait_for_selector("#messages [aria-busy]")
    visitor.send("What is Alibaba's")
    page.wait_for_selector("body.asking")
    text.press_sequentially(" goal")
    page.wait_for_selector("body:not(.asking)")
    visitor.wait_for_reply()
    page.wait_for_timeout(500)
    assert page.locator(".question").all_text_contents() == [RISKY]
    assert text.input_value() == "What is Alibaba's goal"


def test_a_question_waits_for_an_answer_in_other_words(visitor: Visitor, script: Script) -> None:
    """On a slow line the other words are asked for, but do not come yet."""
    page, first = visitor.page, visitor.page.locator(".exchange").first

    def late(request: Route) -> None:
        page.wait_for_timeout(500)
        request.continue_()

    script.pieces = [WRITTEN]
    visitor.ask(RISKY)
    page.route("**/queue/join*", late)
    first.get_by_role("button", name="In the documents’ own words").click()
    visitor.send("What is Alibaba's current goal?")
    visitor.wait_for_reply(1)
    assert page.locator(".question").all_text_contents() == [RISKY, "What is Alibaba's current goal?"]
    assert "Analysts see Alibaba’s decision" in first.inner_text()
