"""Serialise an outcome with its passages as JSON, and read it back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from index import Chunk
from rag.types import Answer, NoAnswer

if TYPE_CHECKING:
    from rag.types import Outcome

_ANSWER, _REFUSAL = TypeAdapter(Answer), TypeAdapter(NoAnswer)
for _adapter in (_ANSWER, _REFUSAL):
    _adapter.rebuild(_types_namespace={"Chunk": Chunk})  # which rag.types names for type checkers alone


def to_text(outcome: Outcome) -> str:
    """Return an outcome as JSON, every passage with its text."""
    if is_answer := isinstance(outcome, Answer):
        record = _ANSWER.dump_python(outcome, mode="json")
    else:
        record = _REFUSAL.dump_python(outcome, mode="json")
    # Not by pydantic: names of files may hold bytes that are no text, which its JSON cannot.
    return json.dumps({"answered": is_answer, **record})


def from_text(text: str) -> Outcome:
    """Return what ``to_text`` was given, also by another version.

    Fields of later versions are passed over, and those that older ones did not have get their defaults.

    Raises
    ------
    ValueError, KeyError
        When it is something else.
    """
    record = json.loads(text)
    return (_ANSWER if record["answered"] else _REFUSAL).validate_python({"closest": (), **record})
