"""Read a name alike, written out or abbreviated: "ICJ" and "International Court of Justice"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from rag.text.claim_tokens import Word

# Letters of an abbreviation.
SHORTEST, LONGEST = 2, 6


def expanded(claim: Sequence[Word], statements: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """Return a claim's words; what only stands abbreviated or written out in the statements has its stem from there."""
    found, said = list(claim), {word.stem for words in statements for word in words}
    own = {_letters(word) for word in claim if word.stem not in said} - {""}
    for words in statements:
        stems = {initials: words[places[0]].stem for initials, places in _written_out(words, own)}
        found = [replace(each, stem=stems.get(_letters(each), each.stem)) for each in found]
        theirs = {_letters(word): word.stem for word in words if _letters(word)}
        for initials, places in _written_out(claim, theirs):
            for place in places:
                if claim[place].stem not in said:
                    found[place] = replace(found[place], stem=theirs[initials])
    return tuple(found)


def _letters(word: Word) -> str:
    """Return the letters of an abbreviation, "UT" of "UT's"; "" of what is none."""
    plain = word.text.replace("’", "'").removesuffix("'s").replace(".", "")
    return plain if SHORTEST <= len(plain) <= LONGEST and plain.isalpha() and plain.isupper() else ""


def _written_out(words: Sequence[Word], wanted: Container[str]) -> Iterator[tuple[str, list[int]]]:
    """Yield what is wanted where words in a row begin with its letters, with their positions; "of" has no letter."""
    meant = [place for place, word in enumerate(words) if word.kind != "small" and word.text[:1].isalpha()]
    for first in range(len(meant)):
        for size in range(SHORTEST, LONGEST + 1):
            places = meant[first : first + size]
            initials = "".join(words[place].text[0] for place in places).upper()
            if len(places) == size and initials in wanted and words[places[0]].text[0].isupper():
                yield initials, places
