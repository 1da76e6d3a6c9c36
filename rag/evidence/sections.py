"""The statements of a section whose number a question names: "What does section 2.1 say?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.steps import Support

_ASKED = re.compile(
    r"(?:\b(?:sections?|chapters?|clauses?|articles?|paragraphs?|abschnitt|kapitel|absatz|ziffer|paragraf)|§)\s*"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*)\b",
    re.IGNORECASE,
)
# "2.1 Pruning", "§ 3 Fees", "Article 5".
_NUMBERED = re.compile(r"(?:[^\W\d]+\s+|§\s*)?(?P<number>\d{1,3}(?:\.\d{1,3})*)(?=[.):]?(?:\s|$))")


def of_section(question: str, supports: Sequence[Support]) -> list[Support]:
    """Return the statements that stand in the section that a question names, by its number; all where it names none.

    None is returned where headings are numbered, but none has that number.
    """
    asked = _ASKED.search(question)
    if asked is None:
        return list(supports)
    inside = [each for each in supports if asked["number"] in _numbers(each)]
    is_numbered = any(_NUMBERED.match(heading) for each in supports for heading in each.headings)
    return inside if inside or is_numbered else list(supports)


def _numbers(support: Support) -> list[str]:
    """Return the numbers of the headings above a statement, and its own."""
    found = (_NUMBERED.match(line.strip()) for line in (*support.headings, support.labelled or support.quote))
    return [each["number"] for each in found if each]
