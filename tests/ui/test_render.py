"""Whatever the documents say, the page shows it as text, and marks the quotes and nothing else."""

from __future__ import annotations

from dataclasses import replace

import lxml.html  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.documents import Chunk
from rag.answers import Answer, Citation, NoAnswer, Passage, Reason, Sentence, Trace
from tests.ui.outcomes import answer, citation, passage, refusal, trace
from ui import render

HOSTILE = """</mark><script>alert(1)</script><img src=x onerror="go()">" ' <!-- {{1}} ${1} &lt; **b** [a](b)"""
# Every tag that the page may be made of, with its attributes.
OURS = {
    ("div", "class"), ("p", "class"), ("p", "class", "dir"), ("a", "class", "href", "title"), ("span", "class"),
    ("span", "class", "title"), ("span", "class", "dir"), ("span", "id"), ("span",), ("strong",), ("h3",),
    ("blockquote", "dir"), ("mark", "class"), ("button", "class", "type"), ("details", "class"), ("summary",),
}  # fmt: skip
# What a loader lets into a document's text.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t<>&\"'"), min_size=1, max_size=900
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    text = draw(TEXTS)
    chunk = Chunk("s", "f", 0, 50, 50 + len(text), (draw(TEXTS),), text)
    sentences = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        cited = Citation(
            1, draw(TEXTS), "f", draw(TEXTS), (draw(TEXTS),), draw(st.none() | st.integers(1, 9)),
            50 + start, 50 + end, text[start:end], 0.9,
        )  # fmt: skip
        said = draw(TEXTS)
        span = draw(st.none() | st.just((0, len(said) // 2)))
        sentences.append(Sentence(said, (cited,), span))
    return Answer(tuple(sentences), (Passage(1, chunk, 0.5),), 0.8, Trace(draw(TEXTS), 1, "fake", {}, (draw(TEXTS),)))


def parsed(html: str) -> lxml.html.HtmlElement:
    assert "\n" not in html
    assert html.startswith("<div")
    return lxml.html.fragment_fromstring(html)


def structure(tree: lxml.html.HtmlElement) -> list[tuple[str, ...]]:
    """Return every tag with the names of its attributes."""
    return [(element.tag, *sorted(element.attrib)) for element in tree.iter()]


def pick(tree: lxml.html.HtmlElement, selector: str) -> list[lxml.html.HtmlElement]:
    """Return the elements of a tag, a class or both: "a", ".chip", "a.chip"."""
    tag, _, name = selector.partition(".")
    condition = f"[contains(concat(' ', @class, ' '), ' {name} ')]" if name else ""
    return list(tree.xpath(f".//{tag or '*'}{condition}"))


@given(answers(), TEXTS)
def test_no_tag_comes_from_a_document(result: Answer, asked: str) -> None:
    tree = parsed(render.outcome(result, asked, "k"))
    assert {*structure(tree)} <= OURS
    assert len(pick(tree, "a.chip")) == len(result.sentences)
    assert len(pick(tree, "blockquote")) == 1


@given(answers())
def test_a_passage_is_shown_word_for_word_and_its_quotes_are_marked(result: Answer) -> None:
    shown = parsed(render.outcome(result, "q", "k"))
    (block,) = pick(shown, "blockquote")
    chunk = result.passages[0].chunk
    assert block.text_content() == chunk.text
    for sentence, chip in zip(result.sentences, pick(shown, "a.chip"), strict=True):
        anchor = chip.get("href")[1:]
        assert len(block.xpath(f".//*[@id='{anchor}']")) == 1
        marked = "".join(mark.text_content() for mark in pick(block, f"mark.{anchor}"))
        assert marked == sentence.citations[0].quote
        assert chip.get("title") == sentence.citations[0].quote
        assert chip.text_content() == "source 1"


@given(TEXTS)
@example(HOSTILE)
@example("\x00\x1b[31m\x85\ufffe\ud800")
def test_a_question_and_a_notice_are_text(text: str) -> None:
    for html in (render.question(text), render.notice(text)):
        tree = parsed(html)
        assert [tag for tag, *_ in structure(tree)] in (["div"], ["div", "p"])
        if text.isprintable() and "\ufffe" not in text:
            assert tree.text_content() == text


def test_hostile_words_are_shown_as_they_are_in_every_place() -> None:
    cited = replace(citation("Sales fell."), title=f"{HOSTILE}!", source=HOSTILE, headings=(HOSTILE,), quote=HOSTILE)
    held = passage(1, HOSTILE, HOSTILE)
    told = replace(trace(), standalone_question=HOSTILE, warnings=(HOSTILE,))
    cited = replace(cited, start=0, end=len(HOSTILE))
    shown = parsed(render.outcome(Answer((Sentence(HOSTILE, (cited,), (2, 9)),), (held,), 0.9, told), "q", "k"))
    assert shown.text_content().count(HOSTILE) == 6
    assert not {"script", "img"} & {tag for tag, *_ in structure(shown)}
    refused = parsed(render.outcome(NoAnswer(Reason.UNSUPPORTED, (held,), 0.1, told), "q", "k"))
    assert HOSTILE in refused.text_content()
    assert not {"script", "img", "mark", "a"} & {tag for tag, *_ in structure(refused)}


def test_an_answer_names_its_sources_and_folds_the_passages_it_does_not_cite() -> None:
    result = replace(answer(), passages=(*answer().passages, passage(3, "Something else.")))
    shown = parsed(render.outcome(result, "why did costs rise?", "k"))
    cards = pick(shown, ".card")
    assert [pick(card, ".number")[0].text for card in cards] == ["1", "2", "3"]
    assert pick(cards[0], ".title")[0].text == "Annual report"
    assert pick(cards[0], ".path")[0].text == "reports/2024.txt › Results › page 3"
    (others,) = pick(shown, "details.others")
    assert pick(others, "summary")[0].text == "1 other passage read"
    assert pick(others, "blockquote")[0].text_content() == "Something else."
    assert not pick(others, "mark")
    (strong,) = pick(shown, "strong")
    assert strong.text == "price of fuel"
    assert "0.93" in pick(shown, ".confidence")[0].get("title")
    assert pick(shown, ".warning")[0].text == "Something is odd."
    assert not pick(shown, ".searched")


def test_what_was_searched_is_shown_when_it_is_not_what_was_typed() -> None:
    shown = parsed(render.outcome(answer(), "and why?", "k"))
    assert pick(shown, ".searched")[0].text == "Searched for “why did costs rise?”"


def test_one_citation_used_twice_has_one_anchor_and_two_chips() -> None:
    shown = parsed(render.outcome(answer(), "q", "7"))
    assert [chip.get("href") for chip in pick(shown, "a.chip")] == [
        "#cite-7-1", "#cite-7-2", "#cite-7-3", "#cite-7-1",
    ]  # fmt: skip
    anchors = [element.get("id") for element in shown.xpath(".//*[@id]")]
    assert sorted(anchors) == ["cite-7-1", "cite-7-2", "cite-7-3"]


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    shown = parsed(render.outcome(refusal(reason), "q", "k"))
    assert pick(shown, ".refusal")[0].text == render.REFUSALS[reason]
    assert not {"a", "mark", "strong"} & {tag for tag, *_ in structure(shown)}
    assert bool(pick(shown, ".nearest")) == (reason is not Reason.EMPTY_LIBRARY)


def test_a_long_passage_is_folded_around_its_quote_alone() -> None:
    text = "far before. " * 60 + "near before. The quote. near after. " + "far after. " * 60
    shown = render.passage_text(passage(1, text), {"a": citation("The quote.", text=text)})
    tree = parsed(f"<div>{shown}</div>")
    assert tree.text_content() == text
    before, after = (fold.text_content() for fold in pick(tree, ".far"))
    assert "near" not in before + after
    assert len(text) - len(before) - len(after) < 2 * render.SURROUNDINGS + 60


def test_an_answer_that_grows_shows_its_chips_before_its_sources() -> None:
    result = answer()
    shown = parsed(render.saying(result.sentences[:1], "k"))
    assert pick(shown, "a.chip")[0].get("href") == "#cite-k-1"
    assert not pick(shown, ".card")
    assert "Reading 2 passages" in render.working(2)
    assert "Searching" in render.working()
