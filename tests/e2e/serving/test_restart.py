"""A page that was open while the chat was restarted."""

from __future__ import annotations

import json
import os
import shutil
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import IN_VIEW, Visitor
from tests.harness.chat_process import Served, served
from tests.harness.model_server import Script, model_server
from tests.harness.processes import SEEDS
from tests.ui.http.auth.quick_people import quick
from ui.http.auth.users import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

GOAL, DRAFT = "What is Alibaba's current goal?", "And why is it risky?"
WRITTEN = "Analysts see the decision to invest in AI infrastructure as risky and speculative [1]."


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    context.close()


@pytest.fixture
def chat(seeds_library: Path, tmp_path: Path) -> Callable[..., AbstractContextManager[Served]]:
    """Return what starts a chat over a copy of the seeds, and stops it."""
    shutil.copytree(seeds_library, tmp_path / "library")

    @contextmanager
    def started(*more: str, port: int = 0) -> Iterator[Served]:
        at = ("chat", "--index", str(tmp_path / "library"), "--port", str(port))
        with served(*at, *more, cwd=SEEDS.parent) as running:
            yield running
            assert "Traceback" not in running.said()

    return started


def opened(page: Page, chat: Served) -> Visitor:
    page.goto(chat.address)
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    page.evaluate("window.ofBefore = true")
    return Visitor(page)


def loaded_itself_again(page: Page) -> None:
    page.wait_for_function("!window.ofBefore", timeout=60_000)
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)


def typed(page: Page) -> str:
    return page.locator("#question textarea").input_value()


def test_a_conversation_does_not_go_on_after_a_restart(
    page: Page, chat: Callable[..., AbstractContextManager[Served]]
) -> None:
    with chat() as before:
        visitor = opened(page, before)
        visitor.ask(GOAL)
        page.locator("#question textarea").fill(DRAFT)
    with chat(port=before.port):
        page.keyboard.press("Enter")
        visitor.wait_for_reply(1)
        assert "risky" in visitor.reply.inner_text()
        assert page.locator(".toast-body.error").count() == 0


# Seconds: longer than anybody waits for the end of a chat.
SILENCE = 300.0


def asked_a_silent_model(page: Page, chat: Served, script: Script) -> Visitor:
    """Ask, and type the next question while the language model says nothing more."""
    visitor = opened(page, chat)
    visitor.send(GOAL)
    page.wait_for_selector("#messages [aria-busy=true]")
    assert script.writing.wait(60)
    page.locator("#question textarea").fill(DRAFT)
    return visitor


def test_a_chat_that_is_ended_waits_for_its_language_model_and_its_page_is_stuck(
    page: Page, chat: Callable[..., AbstractContextManager[Served]]
) -> None:
    """It showed "Reading 4 passages…" for ever, and what was typed meanwhile waited for that."""
    script = Script(pieces=["The goal is", SILENCE, WRITTEN])
    with model_server(script) as address:
        with chat("--reader", "generative", "--language-model", "m", "--language-model-url", address) as ended:
            asked_a_silent_model(page, ended, script)
        page.get_by_text("The chat was ended before it had answered; ask again.").wait_for()
        assert page.locator("#messages [aria-busy=true]").count() == 0
        assert typed(page) == DRAFT


def test_a_page_whose_answer_a_crash_broke_off_does_not_load_itself_again(
    page: Page, chat: Callable[..., AbstractContextManager[Served]]
) -> None:
    script = Script(pieces=["The goal is", SILENCE, WRITTEN])
    with model_server(script) as address:
        model = ("--reader", "generative", "--language-model", "m", "--language-model-url", address)
        with chat(*model) as before:
            asked_a_silent_model(page, before, script)
            os.kill(before.pid, signal.SIGKILL)
        script.pieces = [WRITTEN]
        with chat(*model, port=before.port):
            loaded_itself_again(page)
            page.get_by_text("Stopped before it was answered.").wait_for()
            page.wait_for_function(f"document.querySelector('#question textarea').value === {json.dumps(DRAFT)}")
            assert GOAL in page.locator("#messages").inner_text()
            page.locator("#question textarea").press("Enter")
            asked = page.locator("#messages .exchange", has_text=DRAFT)
            asked.locator(".reply:not([aria-busy])", has_text="risky").first.wait_for(timeout=60_000)


# Remembers, also when the page loads again, what it showed as an error.
NOTE_ERRORS = """new MutationObserver(() => {
  for (const shown of document.querySelectorAll('.toast-body.error, .trouble'))
    if (shown.checkVisibility()) sessionStorage.setItem('error', shown.outerHTML);
}).observe(document.body, {childList: true, subtree: true})"""


def of_another_version(page: Page) -> None:
    """Let the page ask once for a part that the chat does not have."""

    def sent(route: Route) -> None:
        route.continue_(post_data={**(route.request.post_data_json or {}), "fn_index": 9999})

    page.route("**/queue/join*", sent, times=1)


def test_a_page_of_another_version_shows_an_error_or_loads_twice_or_loses_what_was_said(
    page: Page, chat: Callable[..., AbstractContextManager[Served]]
) -> None:
    with chat() as before:
        visitor = opened(page, before)
        visitor.ask(GOAL)
        page.locator("#question textarea").fill(DRAFT)
    with chat(port=before.port):
        loads = list[str]()
        page.on("load", lambda loaded: loads.append(loaded.url))
        page.evaluate(NOTE_ERRORS)
        of_another_version(page)
        page.locator("#question textarea").press("Enter")
        loaded_itself_again(page)
        page.wait_for_function(f"document.querySelector('#question textarea').value === {json.dumps(DRAFT)}")
        assert GOAL in page.locator("#messages").inner_text()
        assert "Intelligence" in visitor.reply.inner_text()
        page.locator("#question textarea").press("Enter")
        visitor.wait_for_reply(1)
        assert "risky" in visitor.reply.inner_text()
        assert page.evaluate("sessionStorage.getItem('error')") is None
        assert len(loads) == 1


def test_what_a_page_of_before_a_restart_shows_cannot_be_used(
    page: Page, chat: Callable[..., AbstractContextManager[Served]]
) -> None:
    with chat() as before:
        visitor = opened(page, before)
        visitor.ask(GOAL)
    with chat(port=before.port):
        page.evaluate(NOTE_ERRORS)
        visitor.reply.locator("button.chip").first.click()
        page.wait_for_function(IN_VIEW, timeout=60_000)
        page.get_by_role("button", name="New conversation").click()
        page.locator(".welcome").wait_for()
        visitor.ask(DRAFT)
        assert "risky" in visitor.reply.inner_text()
        page.locator("#tab-history").click()
        page.locator("#history .open", has_text=GOAL).click()
        page.locator(".question", has_text=GOAL).wait_for()
        assert page.evaluate("sessionStorage.getItem('error')") is None


def test_who_is_signed_out_by_a_restart_is_not_asked_to_sign_in(
    page: Page, chat: Callable[..., AbstractContextManager[Served]], tmp_path: Path
) -> None:
    put(tmp_path / "people", quick("ada", "correct horse"))
    people = ("--auth-file", str(tmp_path / "people"))
    with chat(*people) as before:
        page.goto(before.address)
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill("correct horse")
        page.keyboard.press("Enter")
        page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
        page.locator("#question textarea").fill(GOAL)
    with chat(*people, port=before.port):
        page.locator("#question textarea").press("Enter")
        page.get_by_label("Password").wait_for(timeout=60_000)
        assert page.title() == "citeseed: sign in"
