"""The buttons below an answer as HTML: copy, ask again, take back, rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import Answer
from ui.formats.plain_text import with_footnotes
from ui.text.html_escape import as_text
from ui.web.views.icons import icon

if TYPE_CHECKING:
    from ui.chat.models import Exchange

# Offered when a thumb points down.
REASONS = ("It is wrong", "It misses the point", "The quotes do not support it", "Something is missing")


def actions(each: Exchange, *, is_last: bool) -> str:
    """Return the buttons below an answer; the last question can be taken back."""
    retry = _action("retry", each, "again", "Ask again")
    undo = _action("undo", each, "undo", "Take this question back") if is_last else ""
    if not isinstance(each.outcome, Answer):
        return f'<div class="actions">{retry}{undo}</div>'
    copied = as_text(with_footnotes(each.outcome))
    copy = (
        f'<button type="button" class="tool" data-copy="{copied}" aria-label="Copy with footnotes" '
        f'title="Copy with footnotes">{icon("copy")}</button>'
    )
    return f'<div class="actions">{copy}{retry}{undo}{_thumbs(each)}</div>'


def _action(event: str, each: Exchange, picture: str, name: str, extra: str = "") -> str:
    return (
        f'<button type="button" class="tool" data-event="{event}" data-exchange="{each.id}"{extra} '
        f'aria-label="{name}" title="{name}">{icon(picture)}</button>'
    )


def _thumbs(each: Exchange) -> str:
    is_up, is_down = each.thumb == "up", each.thumb == "down"
    up = f' data-thumb="{"" if is_up else "up"}" aria-pressed="{str(is_up).lower()}"'
    choices = "".join(
        f'<label><input type="radio" name="reason" value="{reason}"{" checked" if each.reason == reason else ""}>'
        f"{reason}</label>"
        for reason in REASONS
    )
    other = "" if each.reason in REASONS else as_text(each.reason)
    return (
        f"{_action('like', each, 'up', 'Good answer', up)}"
        f'<details class="judge menu{" pressed" if is_down else ""}">'
        f'<summary class="tool" aria-label="Bad answer" title="Bad answer">{icon("down")}</summary>'
        f'<form data-event="like" data-exchange="{each.id}" data-thumb="down"><fieldset><legend>What is wrong with it?'
        f'</legend>{choices}</fieldset><input type="text" name="words" maxlength="1000" value="{other}" '
        'placeholder="In your own words" aria-label="In your own words">'
        '<button type="submit" class="do">Save</button></form></details>'
    )
