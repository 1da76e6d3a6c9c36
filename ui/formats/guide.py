"""A guide as Markdown, with footnotes for its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.text.markdown import line, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.documents.guides import Guide


def guide_markdown(guide: Guide, questions: Sequence[str] = ()) -> str:
    """Return a guide as Markdown; text of documents is escaped."""
    parts = [f"# {plain(line(guide.title))}", plain(line(" · ".join(guide.facts)))]
    if guide.key:
        said = "\n".join(f"- {plain(line(each.quote))}[^{number}]" for number, each in enumerate(guide.key, 1))
        parts += ["## In its own words", said]
    if questions:
        parts += ["## Questions that it answers", "\n".join(f"- {plain(line(each))}" for each in questions)]
    if guide.outline:
        top = min(each.level for each in guide.outline)
        lines = (f"{'  ' * (each.level - top)}- {plain(line(each.heading))}" for each in guide.outline)
        parts += ["## Outline", "\n".join(lines)]
    for number, each in enumerate(guide.key, 1):
        page = "" if each.page is None else f", page {each.page}"
        parts.append(
            f"[^{number}]: {plain(line(f'{each.title}, {each.source}{page}, characters {each.start}-{each.end}'))}"
        )
    return "\n\n".join(parts) + "\n"
