"""Tell whether something is done, may be done, must be done or is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word

_MODALS = {
    **dict.fromkeys(("must", "shall"), "must"),
    **dict.fromkeys(("may", "might", "could"), "may"),
}
# The same before "to": "has to register", "plans to open".
_BEFORE_TO = {
    **dict.fromkeys("has have had required obliged needs".split(), "must"),
    **dict.fromkeys("allowed permitted free".split(), "may"),
    **dict.fromkeys("plan plans planned intend intends intended hope hopes hoped want wants wanted".split(), "plan"),
}
# What a sentence with the first modality does not bear out of a claim with one of the others; "" is what is done.
_EXCLUDES = {"may": {"", "must"}, "must": {"may"}, "plan": {""}}


def overstated(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of verbs that a claim has in another modality than a statement: "must keep", "may keep"."""
    theirs = {statement[place].stem: modality for place, modality in _modalities(statement).items()}
    mine = _modalities(claim)
    return [
        place
        for place, word in enumerate(claim)
        if word.kind == "word"
        and not word.text.endswith("ing")
        and word.stem in theirs
        and mine.get(place, "") in _EXCLUDES[theirs[word.stem]]
    ]


def _modalities(words: Sequence[Word]) -> dict[int, str]:
    """Return the positions of verbs behind a modal, each with what it says."""
    plain = [word.text.lower() for word in words]
    found: dict[int, str] = {}
    for at, word in enumerate(plain):
        modality = _MODALS.get(word) or (_BEFORE_TO.get(word) if plain[at + 1 : at + 2] == ["to"] else None)
        verb = next((place for place in range(at + 1, min(at + 4, len(words))) if words[place].kind == "word"), None)
        if modality is not None and verb is not None:
            found[verb] = modality
    return found
