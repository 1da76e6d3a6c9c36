"""Format a checked text for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.cli.output.console import Sheet
from ui.cli.output.terminal import MARK, QUIET, add_sources
from ui.formats.views.check import view
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from rag.verification.types import Check
    from ui.cli.output.console import Piece, Screen
    from ui.formats.views.check import CheckedView

STYLES = {"supported": "green", "contradicted": "red", "partly": "yellow", "not_found": "yellow", "no_claim": QUIET}
# As wide as "partly supported".
WIDTH = 16


def check_text(check: Check, screen: Screen) -> str:
    """Return each sentence with its verdict, what has no support between brackets, and the quotes."""
    shown, sheet = view(check), Sheet(screen)
    for (each,) in shown.paragraphs:
        sheet.add((f"{each.word:<{WIDTH}}  ", STYLES[each.verdict]), *_sentence(each))
    sheet.add()
    sheet.add((shown.sum, "bold"))
    if shown.sources:
        sheet.add()
        add_sources(sheet, shown.sources)
    return sheet.text()


def _sentence(shown: CheckedView) -> list[Piece]:
    """Return the sentence on one line; what has no support stands between brackets."""
    is_partly = shown.verdict in {"partly", "contradicted"}
    pieces: list[Piece] = []
    for text, bare in shown.pieces:
        said = visible(" ".join(text.split("\n")))
        pieces.append((f"⟨{said}⟩", "bold") if bare and is_partly else said)
    for number in shown.numbers:
        pieces += [" ", (f"[{number}]", MARK)]
    return pieces
