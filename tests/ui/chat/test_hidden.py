"""Documents are hidden from one visitor's answers, and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.chat.hidden import HiddenDocuments

if TYPE_CHECKING:
    from pathlib import Path


def test_what_one_visitor_hides_another_one_still_sees(tmp_path: Path) -> None:
    hidden = HiddenDocuments(tmp_path / "kept.sqlite")
    assert hidden.of("ada") == frozenset()
    for _ in range(2):
        hidden.hide("ada", "b/c.md")
    hidden.hide("ada", "\udcff.md")
    assert "b/c.md" in hidden.of("ada")
    assert hidden.of("bob") == hidden.of("") == frozenset()
    hidden.show("ada", "b/c.md")
    hidden.show("ada", "\udcff.md")
    assert hidden.of("ada") == frozenset()
