"""Budget the tokens of a language model's context: prompt and reply share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.protocols import LanguageModel, Message

# Tokens that a server's chat template puts around two messages, at most; the usual ones take less than 30.
TEMPLATE = 64


def tokens_left(model: LanguageModel, most: int) -> int:
    """Return how many tokens are left for the prompt when the reply may have ``most``; may be negative."""
    return model.context - most - TEMPLATE


def fits(model: LanguageModel, messages: Sequence[Message], most: int) -> bool:
    """Tell whether the model, by its own count, can be told the messages and still write ``most`` tokens."""
    return model.count("\n".join(message.text for message in messages)) <= tokens_left(model, most)
