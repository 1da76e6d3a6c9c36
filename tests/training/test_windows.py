"""Sentences that do not answer, taken from the text that does."""

from __future__ import annotations

import random

from training.pool.windows import Context, beside, most_alike

TEXT = "The ferry sails at nine in summer. In winter the ferry sails at ten. The café is shut. Tickets cost 4 euros."


def context(answer: str) -> Context:
    ends = [at + 1 for at, letter in enumerate(TEXT) if letter == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    at = TEXT.index(answer)
    return Context(TEXT, list(zip(starts, ends, strict=True)), [(at, at + len(answer))])


def test_a_sentence_that_holds_the_answer_is_given_as_one_that_does_not() -> None:
    question = "When does the ferry sail in winter?"
    found = {beside(context("ten"), question, (), random.Random(seed)) is not None for seed in range(5)}
    texts = [each.text for seed in range(60) if (each := beside(context("ten"), question, (), random.Random(seed)))]
    assert found == {True}
    assert not any("ten." in text for text in texts)
    assert texts.count("The ferry sails at nine in summer.") > len(texts) / 2


def test_a_sentence_of_the_window_is_taken_again() -> None:
    passage = beside(context("ten"), "When does the ferry sail?", (0, 2, 3), random.Random(1))
    assert passage is None


def test_the_sentence_most_alike_shares_no_word() -> None:
    assert most_alike(context("ten"), "How much do tickets cost?", random.Random(1)).text == "Tickets cost 4 euros."
