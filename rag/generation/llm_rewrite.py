"""Rewrite a follow-up with a language model. The result is searched besides the typed question."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from index.text.stopwords import STOPWORDS
from index.text.tokenizer import terms, words
from rag.errors import LanguageModelError
from rag.generation import prompts
from rag.generation.token_budget import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import LanguageModel
    from rag.types import Turn

# Turns that the model sees.
REMEMBERED = 6
# Tokens and characters of a question that was made to stand alone.
MAX_TOKENS = 96
MAX_CHARACTERS = 400


def rephrased(model: LanguageModel, question: str, history: Sequence[Turn]) -> str:
    """Return the question, rewritten to stand alone.

    Its content words must occur in the conversation, so that the model cannot ask a question of its own.

    Raises
    ------
    LanguageModelError
        When the model fails, or what it writes is no such question.
    """
    turns = history[-REMEMBERED:]
    while turns and not fits(model, prompts.rewrite(question, turns), MAX_TOKENS):
        turns = turns[1:]
    if not turns:
        raise LanguageModelError(f"the question and a turn take more tokens than {model.name} has room for")
    with closing(model.write(prompts.rewrite(question, turns), MAX_TOKENS)) as pieces:
        written = "".join(pieces)
    line = next((line for line in prompts.seen(written).splitlines() if line.strip()), "")
    form = " ".join(line.strip(" \"'“”*").split())
    said = set(terms(" ".join([question, *(turn.text for turn in turns)])))
    new = [word for word in words(form) if word.lower() not in STOPWORDS and not said.issuperset(terms(word))]
    if not form or len(form) > MAX_CHARACTERS or new:
        raise LanguageModelError("what it wrote is no form of the question")
    return form
