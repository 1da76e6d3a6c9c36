"""Notes as one document with footnotes: Markdown, a web page, or a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.formats.plain_text import where
from ui.formats.views.answer import view
from ui.formats.word import WordFile
from ui.templates.environment import html
from ui.text.markdown import line, plain
from ui.text.sanitize import visible_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Citation
    from ui.chat.notes import Note

TITLE = "Notes"


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands before a sentence, the sentence, and the numbers of its footnotes."""

    gap: str
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A note in the document.

    Parameters
    ----------
    question
        A heading, or "".
    said
        Its statements; a refusal is one without footnotes.
    text
        The person's own words, or "".
    """

    question: str
    said: tuple[Statement, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Footnote:
    """A quote, numbered through the whole document, and where it stands."""

    number: int
    where: str
    quote: str


def composed(notes: Sequence[Note]) -> tuple[list[Part], list[Footnote]]:
    """Return the notes in their order, and the footnotes of all; a quote that is cited twice has one footnote."""
    numbers: dict[tuple[str, str, int, int], int] = {}
    footnotes: list[Footnote] = []

    def number(citation: Citation) -> int:
        key = (citation.source, citation.fingerprint, citation.start, citation.end)
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            footnotes.append(Footnote(numbers[key], where(citation), " ".join(visible_block(citation.quote).split())))
        return numbers[key]

    parts = []
    for note in notes:
        said: list[Statement] = []
        if note.kept is not None:
            shown = view(note.kept, by_quote=True)
            said += [Statement("", text, ()) for text in (shown.refusal, shown.computed) if text]
            for each in (*shown.sentences, *shown.closest):
                cited = tuple(dict.fromkeys(map(number, each.citations)))
                gap = each.gap or (" " if said else "")
                said.append(Statement(gap, visible_block(each.text), cited))
        parts.append(
            Part(" ".join(visible_block(note.question).split()), tuple(said), visible_block(note.text).strip())
        )
    return parts, footnotes


def notes_markdown(notes: Sequence[Note]) -> str:
    """Return the notes as Markdown."""
    parts, footnotes = composed(notes)
    lines = [f"# {TITLE}"]
    for part in parts:
        lines += [f"## {plain(line(part.question))}"] if part.question else ["---"]
        if part.said:
            lines.append("".join(each.gap + plain(each.text) + _marks(each.numbers) for each in part.said))
        lines += [plain(part.text)] if part.text else []
    lines += [f"[^{each.number}]: {plain(line(each.where))}: “{plain(line(each.quote))}”" for each in footnotes]
    return "\n\n".join(lines) + "\n"


def notes_page(notes: Sequence[Note]) -> str:
    """Return the notes as a self-contained web page without scripts."""
    parts, footnotes = composed(notes)
    return html("notes_export", "page", title=TITLE, parts=parts, footnotes=footnotes)


def notes_word(notes: Sequence[Note]) -> bytes:
    """Return the notes as a Word file."""
    parts, footnotes = composed(notes)
    made = WordFile()
    made.heading(TITLE, 1)
    for part in parts:
        if part.question:
            made.heading(part.question, 2)
        if part.said:
            pieces: list[str | int] = []
            for each in part.said:
                pieces += [each.gap + each.text, *each.numbers]
            made.paragraph(*pieces)
        if part.text:
            made.paragraph(part.text)
    for footnote in footnotes:
        made.footnote(f"{footnote.where}: “{footnote.quote}”")
    return made.data()


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)
