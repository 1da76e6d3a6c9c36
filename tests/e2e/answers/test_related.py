"""Three related questions stand below every answer, and each is answered well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.page.office import write
from tests.e2e.conftest import Visitor, Witness
from tests.harness.chat_process import Served, served
from tests.harness.processes import citeseed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# Of a text document, a contract of several pages, a spreadsheet and the minutes.
QUESTIONS = (
    "What is the rule about parental leave?",
    "When does the lease of the shop end?",
    "How much did the hotel in Voss cost?",
    "Who takes care of the summer sale?",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a chat over the mixed files of a shop."""
    folder = tmp_path_factory.mktemp("office")
    write(folder / "files")
    made = citeseed("index", str(folder / "files"), "--index", str(folder / "library"), cwd=folder)
    assert made.returncode == 3, made.stderr  # one of them is of an unknown type
    with served("chat", "--index", str(folder / "library"), "--port", "0", cwd=folder) as running:
        yield running
        assert "Traceback" not in running.said()


@pytest.mark.parametrize("question", QUESTIONS)
def test_three_related_questions_follow_an_answer_and_each_is_answered_well(
    browser: Browser, office: Served, question: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page, witness = context.new_page(), Witness()
    witness.watch(page)
    page.goto(office.address)
    page.locator("#documents .document").first.wait_for(timeout=60_000)
    visitor = Visitor(page)
    visitor.ask(question)
    for number in range(1, 4):  # each time another one of the three is pressed
        page.locator("#related .offer").nth(2).wait_for(timeout=60_000)
        offered = page.locator("#related .offer").all_inner_texts()
        asked = page.locator(".question").all_text_contents()
        assert len({*offered, *asked}) == 3 + number, (offered, asked)
        page.locator("#related .offer").nth(number - 1).click()
        visitor.wait_for_reply(number)
        said = visitor.reply.inner_text()
        assert visitor.reply.locator("button.chip").count() > 0, (offered, said)
        assert visitor.reply.locator(".confidence.high").count() == 1, (offered, said)
        page.locator(f"#related:not(:has-text({offered[number - 1]!r}))").wait_for(timeout=60_000)
    witness.check()
    context.close()
