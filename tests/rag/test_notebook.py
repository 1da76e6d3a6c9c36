from __future__ import annotations

from dataclasses import replace

from rag import Reason
from tests.ui import outcomes
from tests.ui.pages import HOSTILE, parsed, pick


def test_a_notebook_shows_an_answer_without_its_quotes() -> None:
    answer = outcomes.answer()
    tree = parsed(answer._repr_html_())
    assert [each.text for each in pick(tree, "summary")] == [sentence.marked for sentence in answer.sentences]
    quotes = [each.text for each in pick(tree, "blockquote")]
    assert quotes == [citation.quote for sentence in answer.sentences for citation in sentence.citations]
    assert outcomes.computed().computed is not None
    assert pick(parsed(outcomes.computed()._repr_html_()), "em")[0].text.startswith("Computed: ")


def test_a_notebook_shows_a_refusal_as_an_answer() -> None:
    tree = parsed(outcomes.refusal()._repr_html_())
    assert pick(tree, "em")[0].text == f"No answer: {Reason.UNSUPPORTED}"
    assert [each.text for each in pick(tree, "summary")] == [
        passage.chunk.source for passage in outcomes.refusal().nearest
    ]
    unsure = replace(outcomes.refusal(Reason.UNSURE), closest=outcomes.answer().sentences)
    assert pick(parsed(unsure._repr_html_()), "em")[0].text.startswith("Not sure.")


def test_markup_of_a_document_is_markup_in_a_notebook() -> None:
    answer = outcomes.answer()
    sentence = replace(answer.sentences[0], text=HOSTILE)
    cited = replace(sentence.citations[0], quote=HOSTILE, title=HOSTILE, source=HOSTILE)
    hostile = replace(answer, sentences=(replace(sentence, citations=(cited,)),))
    assert "<img" not in hostile._repr_html_()
