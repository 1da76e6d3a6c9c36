"""The generative reader: a language model writes, and every sentence is checked against the passages."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from rag.citations.quotes import cite
from rag.errors import LanguageModelError
from rag.events import Writing
from rag.generation import prompts, unsafe_markup
from rag.generation.stream_parser import Draft
from rag.generation.token_budget import fits, tokens_left
from rag.types import Sentence
from rag.verification.support import supporting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Snapshot
    from rag.generation.stream_parser import Claim
    from rag.protocols import LanguageModel, Message
    from rag.steps import Verdict
    from rag.types import Passage

# Tokens of a reply: five long sentences are 300, and a model that reasons first needs as many again.
MAX_TOKENS = 768
# Shown in the place of a sentence with a link, an image or markup that does not stand in its evidence.
LEFT_OUT = "A sentence with a link or markup that stands in no passage was left out."


class GenerativeReader:
    """Lets a language model write, and cites the verbatim evidence for each sentence.

    The model's own citations say only where to look. A sentence that names passages is looked for in those alone, one
    that names none in all of them; one that names only passages that do not exist has no support.

    Parameters
    ----------
    model
        Writes.
    """

    name = "generative"

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    def read(
        self,
        question: str,
        snapshot: Snapshot,
        passages: Sequence[Passage],
        verdict: Verdict,  # noqa: ARG002 (it decided that the model is asked)
    ) -> Iterator[Sentence | Writing]:
        """Yield a sentence as soon as it is written and checked, and signs of life in between.

        Raises
        ------
        LanguageModelError
            When the model fails, or says that the passages do not answer.
        """
        known, messages = self._fitted(question, passages)
        draft = Draft()
        with closing(self._model.write(messages, MAX_TOKENS)) as pieces:
            for piece in pieces:
                for claim in draft.add(piece):
                    yield self._checked(claim, snapshot, known)
                yield Writing()
        for claim in draft.rest():
            yield self._checked(claim, snapshot, known)

    def _fitted(self, question: str, passages: Sequence[Passage]) -> tuple[Sequence[Passage], tuple[Message, ...]]:
        """Return the first passages that fit into the model's context, and the messages."""
        for count in range(len(passages), 0, -1):
            messages = prompts.answer(question, passages[:count])
            if fits(self._model, messages, MAX_TOKENS):
                return passages[:count], messages
        raise LanguageModelError(
            f"the question and a passage take more than the {tokens_left(self._model, MAX_TOKENS)} tokens that "
            f"{self._model.name} has room for (setting language_model_context)"
        )

    def _checked(self, claim: Claim, snapshot: Snapshot, passages: Sequence[Passage]) -> Sentence:
        """Return the sentence with its citations, or with none when it is unsupported."""
        if prompts.NOT_THERE in claim.text.upper():
            raise LanguageModelError("it found no answer in the passages")
        named = [passage for passage in passages if not claim.named or passage.number in claim.named]
        by_chunk = {passage.chunk.id: passage for passage in named}
        found = supporting(claim.text, named)
        cited = [cite(snapshot, by_chunk[each.chunk.id], each.start, each.end, each.score) for each in found]
        citations = tuple(citation for citation in cited if citation is not None)
        if len(citations) < len(found):  # half of the evidence proves nothing
            citations = ()
        quotes = " ".join(citation.quote for citation in citations)
        if any(piece not in quotes for piece in unsafe_markup.active_pieces(claim.text)):
            return Sentence(LEFT_OUT, ())
        return Sentence(claim.text, citations)
