"""Suggested questions as HTML: at the start, and below a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.text.html_escape import as_text

if TYPE_CHECKING:
    from collections.abc import Sequence


def welcome(questions: Sequence[str], *, is_empty: bool = False) -> str:
    """Return what is shown before a conversation begins: questions to begin with, or how the documents come in."""
    if is_empty:
        return (
            '<div class="welcome"><h2>Add documents to begin</h2><p>Drop files or a folder into the panel of sources, '
            "or choose some. They stay on the machine that serves this page.</p>"
            '<p class="choose"><label class="link" for="add-files">Choose files</label></p></div>'
        )
    offered = "".join(f"<li>{_offer(question)}</li>" for question in questions)
    return (
        '<div class="welcome"><h2>Ask your documents</h2><p>Every sentence of an answer is backed by a passage you can '
        f'read. What the documents do not say, is not said.</p><ul class="offers">{offered}</ul></div>'
    )


def better(questions: Sequence[str]) -> str:
    """Return questions that the documents do answer, for below one that they do not."""
    if not questions:
        return ""
    offered = "".join(f"<li>{_offer(question)}</li>" for question in questions)
    return f'<section class="better"><h3>What these documents do answer</h3><ul class="offers">{offered}</ul></section>'


def _offer(question: str) -> str:
    name = as_text(question)
    data = f'data-event="example_select" data-question="{name}"'
    return f'<button type="button" class="offer" dir="auto" {data}>{name}</button>'
