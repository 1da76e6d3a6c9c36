"""A chat with users: in a browser, under a path, and for Gradio's client."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Visitor
from tests.e2e.serving.test_endpoints import called
from tests.harness.chat_process import Served, served
from tests.harness.processes import SEEDS
from tests.ui.http.auth.quick_people import quick
from ui.http.auth.rights import Rights
from ui.http.auth.users import put, with_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

QUESTION = "Why is Alibaba's plan considered risky?"


@pytest.fixture(scope="module")
def closed(seeds_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """Return a chat with users, under a path, and a token for it."""
    folder = tmp_path_factory.mktemp("closed")
    shutil.copytree(seeds_library, folder / "library")
    put(folder / "people", quick("ada", "correct horse"))
    put(folder / "people", quick("eve", "battery staple"))
    put(folder / "people", quick("rhea", "reading only", Rights("reader")))
    bot, token = with_token("bot")
    put(folder / "people", bot)
    at = ("--index", str(folder / "library"), "--auth-file", str(folder / "people"), "--root-path", "/docs")
    with served("chat", *at, "--port", "0", cwd=SEEDS.parent) as running:
        yield running, token
        assert "Traceback" not in running.errors.read_text()


def test_a_browser_signs_in_asks_and_signs_out(closed: tuple[Served, str], browser: Browser) -> None:
    chat, _ = closed
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{chat.address}/docs/")
    assert page.title() == "citeseed: sign in"
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("wrong horse")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("That name and password do not belong together.").wait_for()
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("correct horse")
    page.keyboard.press("Enter")
    page.wait_for_selector("#question textarea", timeout=60_000)
    assert page.url == f"{chat.address}/docs/"
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.location["url"]) if said.type == "error" else None)
    page.goto(f"{chat.address}/docs")
    page.wait_for_selector("#question textarea", timeout=60_000)
    visitor = Visitor(page)
    visitor.ask(QUESTION)
    assert "risky" in visitor.reply.inner_text()
    # The browser asks the host for an icon, outside of our path: there a proxy would answer.
    assert set(complaints) <= {f"{chat.address}/favicon.ico"}
    page.locator("#question textarea").fill("What I would rather not say")
    page.goto(f"{chat.address}/docs/logout")
    page.get_by_label("Name").fill("eve")
    page.get_by_label("Password").fill("battery staple")
    page.keyboard.press("Enter")
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    assert page.locator("#question textarea").input_value() == ""
    context.close()


def test_a_reader_is_shown_no_way_to_change_documents_and_is_refused_one(
    closed: tuple[Served, str], browser: Browser
) -> None:
    chat, _ = closed
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{chat.address}/docs/")
    page.get_by_label("Name").fill("rhea")
    page.get_by_label("Password").fill("reading only")
    page.keyboard.press("Enter")
    page.wait_for_selector("#documents .documents li", state="attached", timeout=60_000)
    page.locator("#state .reads-only").wait_for()
    for name in ("Choose files", "Choose a folder", "Paste text"):
        assert not page.locator("#adding").get_by_text(name).is_visible()
    assert page.locator("#rebuild button, #documents [data-event=delete]").count() == 0
    forged = '<button data-event="delete" data-source="a.md">Forged</button>'
    page.locator("#documents .documents").evaluate(
        "(list, forged) => list.insertAdjacentHTML('beforeend', forged)", forged
    )
    page.get_by_role("button", name="Forged").click()
    page.locator("#work .trouble", has_text="Your role is reader").wait_for()
    upload = f"{chat.address}/docs/gradio_api/upload"
    sent = page.request.post(
        upload, multipart={"files": {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Roses."}}
    )
    assert sent.status == 403
    visitor = Visitor(page)
    visitor.ask(QUESTION)
    assert "risky" in visitor.reply.inner_text()
    context.close()


def test_a_program_brings_its_token(closed: tuple[Served, str]) -> None:
    chat, token = closed
    (asked,), *_ = called(chat, ("/ask", [QUESTION]), token=token)
    assert asked["answered"] is True
