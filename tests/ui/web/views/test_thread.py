"""The page escapes all text of documents, and every number leads to its quote."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given

from index.filters import Filter
from rag.types import Answer, NoAnswer, Reason, ReplyKind, Sentence
from tests.ui.outcomes import answer, citation, computed, passage, refusal, rows, trace
from tests.ui.pages import HOSTILE, TEXTS, answers, parsed, pick, structure
from ui.chat.models import Conversation, Exchange, Growing
from ui.formats.plain_text import with_footnotes
from ui.text.layout import clipped
from ui.text.messages import REFUSALS, STOPPED
from ui.web.views import suggestions as suggestion_list
from ui.web.views import thread
from ui.web.views.answer import MAX_PEEK, MAX_SPOKEN
from ui.web.views.thread import REASONS

# Every tag that a conversation may be made of.
OURS = {
    "article", "blockquote", "button", "details", "div", "fieldset", "form", "h2", "h3", "input", "label", "legend",
    "li", "p", "path", "section", "span", "strong", "summary", "svg", "table", "tbody", "td",
    "textarea", "th", "thead", "tr", "ul",
}  # fmt: skip


def exchange(result: Answer | NoAnswer | None = None, question: str = "why did costs rise?", **more: Any) -> Exchange:
    return Exchange("key", question, 0.0, result, **more)


def shown(result: Answer | NoAnswer | None = None, question: str = "why did costs rise?", **more: Any) -> str:
    return thread.exchange(exchange(result, question, **more))


@given(answers(), TEXTS)
def test_no_tag_and_no_event_comes_from_a_document(result: Answer, asked: str) -> None:
    tree = parsed(shown(result, asked))
    assert {tag for tag, *_ in structure(tree)} <= OURS
    assert not any(name.startswith("on") or name in {"href", "src"} for _, *names in structure(tree) for name in names)
    assert len(pick(tree, "button.chip")) == sum(len(sentence.citations) for sentence in result.sentences)


@given(answers())
def test_a_chip_says_its_quote_and_where_to_find_it(result: Answer) -> None:
    chips = pick(parsed(shown(result)), "button.chip")
    cited = [citation for sentence in result.sentences for citation in sentence.citations]
    quotes = list(dict.fromkeys((each.source, each.start, each.end) for each in cited))
    for chip, each in zip(chips, cited, strict=True):
        number = quotes.index((each.source, each.start, each.end)) + 1
        assert chip.text_content() == str(number)
        assert chip.get("data-event") == "select"
        assert chip.get("data-exchange") == "key"
        assert result.citations[int(chip.get("data-citation"))] == each
        assert chip.get("data-quote") == clipped(each.quote, MAX_PEEK)
        assert chip.get("aria-label") == f"Quote {number}: {clipped(each.quote, MAX_SPOKEN)}"


@given(TEXTS)
@example(HOSTILE)
@example("\x00\x1b[31m\x85\ufffe\ud800")
def test_a_question_and_a_trouble_are_text(text: str) -> None:
    tree = parsed(shown(question=text, trouble=text))
    assert {tag for tag, *_ in structure(tree)} <= OURS
    if text.isprintable() and "\ufffe" not in text:
        assert pick(tree, ".question")[0].text_content() == text
        assert pick(tree, ".notice")[0].text_content() == text


def test_hostile_words_are_shown_as_they_are_in_every_place() -> None:
    cited = replace(citation("Sales fell."), title=f"{HOSTILE}!", source=HOSTILE, headings=(HOSTILE,), quote=HOSTILE)
    held = passage(1, HOSTILE, HOSTILE)
    told = replace(trace(), standalone_question=HOSTILE, warnings=(HOSTILE,))
    cited = replace(cited, start=0, end=len(HOSTILE))
    answered = parsed(shown(Answer((Sentence(HOSTILE, (cited,), (2, 9)),), (held, passage(2, HOSTILE)), 0.9, told)))
    assert answered.text_content().count(HOSTILE) >= 4
    assert not {"script", "img", "b", "a"} & {tag for tag, *_ in structure(answered)}
    refused = parsed(shown(NoAnswer(Reason.UNSUPPORTED, (held,), (), 0.1, told)))
    assert HOSTILE in refused.text_content()
    assert not {"script", "img", "mark", "a"} & {tag for tag, *_ in structure(refused)}


def test_an_answer_names_its_documents_once_and_folds_the_passages_it_does_not_cite() -> None:
    result = replace(answer(), passages=(*answer().passages, passage(3, "Something else.")))
    tree = parsed(shown(result))
    (source,) = pick(pick(tree, ".sources")[0], "button.source")
    assert pick(source, ".number")[0].text == "1, 2, 3"
    assert pick(source, ".title")[0].text == "Annual report"
    assert pick(source, ".path")[0].text == "2024.txt · 3 quotes"
    (others,) = pick(tree, "details.others")
    assert pick(others, "summary")[0].text == "1 other passage read"
    assert pick(others, "button.source")[0].get("data-passage") == "3"
    (strong,) = pick(tree, "strong")
    assert strong.text == "price of fuel"
    assert "0.93" in pick(tree, ".confidence")[0].get("title")
    assert pick(tree, ".warning")[0].text == "Something is odd."
    assert not pick(tree, ".searched")


def test_a_reply_that_answers_no_question_says_what_it_is_and_no_confidence() -> None:
    certain = replace(answer(), confidence=1.0, kind=ReplyKind.OVERVIEW)
    greeted = parsed(shown(certain, "What is in here?"))
    assert pick(greeted, ".searched")[-1].text == "These documents say, for example:"
    assert not pick(greeted, ".meta")
    assert not pick(parsed(shown(answer())), ".searched")


def test_a_question_about_all_documents_leads_to_a_table_of_them() -> None:
    within = replace(answer().trace, within=Filter(only=frozenset({"reports/"})))
    tree = parsed(shown(replace(answer(), trace=within), "List all the causes"))
    (form,) = tree.xpath(".//form[@class='every']")
    assert (form.get("action"), form.get("method")) == ("table/report", "post")
    assert {each.get("name"): each.get("value") for each in form.xpath(".//input")} == {
        "columns": "cause",
        "folder": "reports",
    }
    assert not parsed(shown(answer(), "Why did costs rise?")).xpath(".//form[@class='every']")


def test_a_chip_stays_with_the_word_before_it() -> None:
    for span, tied in ((None, "says."), ((4, 17), "says."), ((47, 51), "says.")):
        sentence = replace(answer().sentences[0], span=span)
        tree = parsed(shown(replace(answer(), sentences=(sentence,))))
        (kept,) = pick(tree, ".tied")
        assert kept.text_content() == f"{tied}1"
        assert pick(tree, ".said")[0].text_content() == f"{sentence.text}1"
    growing = parsed(thread.growing(exchange(), Growing(2, answer().sentences[:1])))
    assert pick(growing, ".tied")[0].text_content() == "says.1"


def test_what_was_searched_is_shown_when_it_is_not_what_was_typed() -> None:
    assert pick(parsed(shown(answer(), "and why?")), ".searched")[0].text == "Searched for “why did costs rise?”"
    extended = replace(answer(), trace=replace(answer().trace, standalone_question="Who pays? (rise costs)"))
    told = pick(parsed(shown(extended, "Who pays?")), ".searched")
    assert [each.text for each in told] == ["Searched with “rise costs” from the question before"]


def test_which_documents_were_asked_is_shown_with_what_came_of_it() -> None:
    for each in (answer(), refusal()):
        narrowed = replace(each, trace=replace(each.trace, within=Filter("a<b")))
        assert pick(parsed(shown(narrowed)), ".searched")[0].text == "Only some documents were asked: folder 'a<b'."


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_says_why_and_cites_nothing(reason: Reason) -> None:
    tree = parsed(shown(refusal(reason)))
    assert pick(tree, ".refusal")[0].text_content() == REFUSALS[reason]
    assert not pick(tree, ".chip")
    assert not {"mark", "strong"} & {tag for tag, *_ in structure(tree)}
    assert bool(pick(tree, ".nearest")) == (reason is not Reason.EMPTY_LIBRARY)


def test_what_is_not_sure_looks_like_neither_an_answer_nor_a_refusal() -> None:
    unsure = NoAnswer(Reason.UNSURE, answer().passages, answer().sentences[:2], 0.4, trace())
    tree = parsed(shown(unsure))
    (unsure_part,) = pick(tree, ".unsure")
    assert pick(unsure_part, ".refusal")[0].text_content() == REFUSALS[Reason.UNSURE]
    assert [each.text_content() for each in pick(unsure_part, ".chip")] == ["1", "2", "3"]
    assert not pick(tree, ".said")
    assert not pick(parsed(shown(refusal())), ".unsure")
    assert not pick(parsed(shown(answer())), ".unsure")


def test_a_refusal_names_a_document_once() -> None:
    near = tuple(passage(number, f"Passage {number} of it.") for number in (1, 2, 3, 4))
    tree = parsed(shown(NoAnswer(Reason.UNSUPPORTED, near, (), 0.1, trace())))
    (nearest,) = pick(tree, ".nearest")
    assert [each.text for each in pick(nearest, ".title")] == ["Results"]
    assert [each.text for each in pick(nearest, ".snippet")] == [f"Passage {n} of it." for n in (1, 2, 3)]


def test_what_can_be_done_with_an_answer_names_its_exchange() -> None:
    tree = parsed(shown(answer()))
    done = {pressed.get("data-event"): pressed for pressed in tree.xpath(".//*[@data-event]")}
    assert {"retry", "undo", "like", "edit", "select", "apply"} == {*done}
    assert {pressed.get("data-exchange") for pressed in done.values()} == {"key"}
    (copied,) = tree.xpath(".//*[@data-copy]")
    assert copied.get("data-copy") == with_footnotes(answer())
    assert not parsed(thread.exchange(exchange(answer()), is_last=False)).xpath(".//*[@data-event='undo']")


def test_every_button_has_a_name() -> None:
    for result in (answer(), refusal()):
        tree = parsed(shown(result))
        for control in [*pick(tree, "button"), *pick(tree, "summary")]:
            assert control.get("aria-label") or control.text_content().strip()
        for field in tree.xpath(".//textarea | .//input[@type='text']"):
            assert field.get("aria-label")


def test_a_thumb_stays_pressed_and_keeps_its_reason() -> None:
    (up,) = parsed(shown(answer(), thumb="up")).xpath(".//*[@data-thumb and @aria-pressed='true']")
    assert up.get("data-thumb") == ""
    tree = parsed(shown(answer(), thumb="down", reason="<b>nonsense</b>"))
    assert pick(tree, "details.pressed")
    assert tree.xpath(".//input[@name='words']")[0].get("value") == "<b>nonsense</b>"
    chosen = parsed(shown(answer(), thumb="down", reason=REASONS[0])).xpath(".//input[@checked]")
    assert [radio.get("value") for radio in chosen] == [REASONS[0]]


def test_an_answer_on_its_way_has_no_doors_yet() -> None:
    result = answer()
    tree = parsed(thread.growing(exchange(), Growing(2, result.sentences[:1])))
    assert pick(tree, "span.chip")
    assert not pick(tree, "button")
    assert pick(tree, ".reply")[0].get("aria-busy") == "true"
    assert "Reading 2 passages" in thread.growing(exchange(), Growing(2))
    assert "Searching" in thread.growing(exchange(), Growing())


def test_a_question_that_was_stopped_can_be_asked_again() -> None:
    tree = parsed(shown())
    assert pick(tree, ".notice")[0].text == STOPPED
    assert tree.xpath(".//*[@data-event='retry']")


def test_a_question_of_a_megabyte_is_shown_short() -> None:
    tree = parsed(shown(question="x" * 1_000_000))
    assert len(pick(tree, ".question")[0].text) == thread.MAX_SHOWN + 1


def test_a_thread_can_take_back_its_last_question_alone() -> None:
    first, second = exchange(answer()), Exchange("other", "and sales?", 0.0, refusal())
    html = thread.thread(Conversation("c", "n", (first, second)))
    tree = parsed(f"<div>{html}</div>")
    assert [article.get("id") for article in pick(tree, "article")] == ["exchange-key", "exchange-other"]
    assert [undo.get("data-exchange") for undo in tree.xpath(".//*[@data-event='undo']")] == ["other"]


def test_offered_questions_are_text() -> None:
    tree = parsed(suggestion_list.welcome([HOSTILE, "Why?"]))
    assert [offer.get("data-question") for offer in pick(tree, "button.offer")] == [HOSTILE, "Why?"]
    assert not {"script", "img"} & {tag for tag, *_ in structure(tree)}


def test_what_goes_on_from_an_answer_or_a_refusal_is_text() -> None:
    for outcome, said in ((answer(), "Try asking"), (refusal(), "These are answered")):
        tree = parsed(suggestion_list.related([HOSTILE, "Why?"], outcome))
        assert [offer.get("data-question") for offer in pick(tree, "button.offer")] == [HOSTILE, "Why?"]
        assert pick(tree, "p")[0].text == said
    assert suggestion_list.related([], answer()).strip() == ""


def test_an_answer_says_how_many_documents_were_searched() -> None:
    narrowed = replace(answer(), trace=replace(answer().trace, within=Filter.parse("a")))
    assert pick(parsed(shown(narrowed, searched=(3, 25))), ".searched")[0].text == "Searched 3 of 25 sources"


def test_an_answer_in_a_language_models_words_leads_to_the_documents_own_and_back() -> None:
    own = answer()
    written = replace(own, trace=replace(own.trace, reader="generative"))
    for result, other, name in (
        (written, None, "In the documents’ own words"),
        (written, own, "In the documents’ own words"),
        (own, written, "In a language model’s words"),
    ):
        (button,) = parsed(shown(result, other=other)).xpath(".//button[@data-event='option_select']")
        assert (button.text_content(), button.get("data-exchange")) == (name, "key")
    assert not parsed(shown(own)).xpath(".//button[@data-event='option_select']")
    assert not parsed(shown(refusal())).xpath(".//button[@data-event='option_select']")


def test_a_computed_value_is_marked_and_escaped() -> None:
    html = shown(computed())
    assert '<p class="computed" dir="auto">Computed: 144.5 EUR (sum of Amount &lt;b&gt; over 5 rows; 3 of 5' in html


def test_rows_are_a_table_below_the_names_of_their_columns_each_with_its_number() -> None:
    page = parsed(shown(rows()))
    (table,) = page.iter("table")
    assert [[cell.text_content().strip() for cell in row] for row in table.iter("tr")] == [
        ["Item", "EUR", ""], ["Fuel <b>", "12", "2"], ["Wages", "30", "3"],
    ]  # fmt: skip
    assert [button.get("data-citation") for button in table.iter("button")] == ["1", "2"]
    assert "Costs rose." in page.text_content()
