"""A checked text as Markdown with footnotes, and as a self-contained page, without active content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.verification.types import ClaimVerdict
from ui.formats.plain_text import where
from ui.formats.views.check import view
from ui.templates.environment import html
from ui.text.markdown import line, plain

if TYPE_CHECKING:
    from rag.verification.types import Check
    from ui.formats.views.answer import SourceView
    from ui.formats.views.check import CheckedView

UNNAMED = "Checked text"
# Verdicts that a reader need not be told in words.
_QUIET = frozenset((ClaimVerdict.SUPPORTED, ClaimVerdict.NO_CLAIM))


def markdown(name: str, text: str, check: Check) -> str:
    """Return the text with its verdicts, what has no support struck in bold, and each quote as a footnote."""
    shown = view(check, text)
    parts = [f"# {plain(line(name)) or UNNAMED}", shown.sum, *map(plain, shown.notes)]
    parts += ["".join(map(_sentence, paragraph)) for paragraph in shown.paragraphs]
    return "\n\n".join([*parts, *map(_footnote, shown.sources)]) + "\n"


def web_page(name: str, text: str, check: Check) -> str:
    """Return the text on the left, with marks, and the quotes of each sentence on the right; no scripts."""
    shown = view(check, text)
    return html("check", "page", name=line(name) or UNNAMED, shown=shown, where=where)


def _sentence(shown: CheckedView) -> str:
    said = "".join(f"**{plain(line(text))}**" if bare else _spaced(text) for text, bare in shown.pieces)
    marks = "".join(f"[^{number}]" for number in shown.numbers)
    verdict = "" if shown.verdict in _QUIET else f" *({shown.word})*"
    return f"{shown.gap}{said}{marks}{verdict}"


def _spaced(text: str) -> str:
    """Escape a piece, and keep the space at its edges."""
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{' ' * bool(before)}{plain(line(text))}{' ' * bool(after and text.strip())}"


def _footnote(source: SourceView) -> str:
    quotes = " ".join(f"“{plain(line(citation.quote))}”" for citation in source.citations)
    return f"[^{source.number}]: {plain(line(where(source.citations[0])))}: {quotes}"
