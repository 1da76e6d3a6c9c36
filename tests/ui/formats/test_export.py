"""An exported conversation has its quotes and no active content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import lxml.html  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from index.filters import Filter
from rag.types import Sentence
from tests.ui.outcomes import answer, computed, refusal, rows
from tests.ui.pages import HOSTILE, answers
from ui.chat.models import Conversation, Exchange
from ui.formats.export import markdown, web_page

if TYPE_CHECKING:
    from rag.types import Answer

BAIT = (
    HOSTILE,
    "[click](javascript:alert(1))",
    "![](http://e.example/x.png)",
    "<http://e.example> https://e.example www.e.example a@e.example",
    "[a]: http://e.example\n[a]",
    "    code\n# heading\n- item\n1. item\n> quote\n---\n=====\n| a | b |\n|---|---|\n```sh\nrm\n```",
)


def conversation(*exchanges: Exchange, name: str = "Costs") -> Conversation:
    return Conversation("c", name, exchanges)


def kinds(text: str) -> set[str]:
    """Return what Markdown, with the tables and addresses of GitHub's, makes of a text."""
    found = set()
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        found.add(token.type)
        found.update(inner.type for inner in token.children or ())
    return found


def test_of_a_certain_reply_no_confidence_is_told() -> None:
    whole = conversation(Exchange("1", "hello", 0.0, replace(answer(), confidence=1.0)))
    assert "confidence" not in markdown(whole) + web_page(whole)


def test_both_forms_hold_questions_sentences_and_quotes() -> None:
    whole = conversation(
        Exchange("1", "Why did costs rise?", 0.0, answer()),
        Exchange("2", "And the moon?", 0.0, refusal()),
        Exchange("3", "And then?", 0.0),
    )
    written = markdown(whole)
    assert "## Why did costs rise?" in written
    assert "Costs rose by 5 percent. [2] [3]" in written
    assert "**[3]** Annual report, reports/2024.txt, page 3\n\n> Sales fell." in written
    assert "but don’t say it" in written
    assert "Stopped before it was answered." in written
    page = lxml.html.document_fromstring(web_page(whole))
    assert [quote.text for quote in page.iter("blockquote")] == [
        "The price of fuel is the reason, the report says.",
        "Costs rose by 5 percent.",
        "Sales fell.",
    ]
    assert [mark.text for mark in page.iter("sup")] == ["[1]", "[2]", "[3]", "[1]"]


def test_which_documents_were_asked_is_said_in_both() -> None:
    narrowed = [
        replace(each, trace=replace(each.trace, within=Filter.parse(types=["pdf"]))) for each in (answer(), refusal())
    ]
    whole = conversation(*(Exchange(str(number), "Why?", 0.0, each) for number, each in enumerate(narrowed)))
    for form in (markdown(whole), web_page(whole)):
        assert form.count("Only some documents were asked: type pdf.") == 2


def test_a_sentence_that_no_document_says_is_marked_in_both() -> None:
    whole = conversation(Exchange("1", "?", 0.0, replace(answer(), sentences=(Sentence("It will rain.", ()),))))
    assert "It will rain. (not supported by the documents)" in markdown(whole)
    assert "It will rain. (not supported by the documents)" in web_page(whole)


@pytest.mark.parametrize("bait", BAIT)
def test_markdown_finds_nothing_to_act_on(bait: str) -> None:
    cited = replace(answer().citations[0], quote=bait, title=bait, source=bait)
    result = replace(answer(), sentences=(Sentence(bait, (cited,)),))
    written = markdown(conversation(Exchange("1", bait, 0.0, result), Exchange("2", bait, 0.0, None, bait), name=bait))
    harmless = {"inline", "text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close"}
    blocks = {f"{block}_{side}" for block in ("heading", "paragraph", "blockquote") for side in ("open", "close")}
    assert kinds(written) <= harmless | blocks
    assert "http:" not in written
    assert "https:" not in written
    assert "www.e" not in written
    assert "a@e" not in written


@given(answers())
def test_a_page_of_html_holds_no_tag_of_a_document(result: Answer) -> None:
    question = HOSTILE + result.sentences[0].text
    page = lxml.html.document_fromstring(web_page(conversation(Exchange("1", question, 0.0, result), name=question)))
    allowed = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "section", "p", "sup", "blockquote"}
    assert {element.tag for element in page.iter()} <= allowed
    assert {name for element in page.iter() for name in element.attrib} <= {
        "lang", "charset", "http-equiv", "content", "name", "dir", "class",
    }  # fmt: skip


def test_a_computed_value_is_marked_and_escaped_in_both() -> None:
    whole = conversation(Exchange("1", "how much?", 0.0, computed()))
    assert "**Computed: 144.5 EUR (sum of Amount \\<b\\> over" in markdown(whole)
    assert "<strong>Computed: 144.5 EUR (sum of Amount &lt;b&gt; over" in web_page(whole)


def test_rows_are_a_table_below_the_names_of_their_columns() -> None:
    written = conversation(Exchange("key", "what did costs rise by?", 0.0, rows()))
    assert "\n\n| Item | EUR |\n| --- | --- |\n| Fuel \\<b\\> | 12 [2] |\n| Wages | 30 [3] |\n\n" in markdown(written)
    page = lxml.html.fromstring(web_page(written))
    assert [[cell.text_content() for cell in row] for row in page.iter("tr")] == [
        ["Item", "EUR", ""], ["Fuel <b>", "12", "[2]"], ["Wages", "30", "[3]"],
    ]  # fmt: skip
