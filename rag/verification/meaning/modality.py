"""Tell whether something is done, may be done, must be done or is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.text.claim_tokens import AT_LEAST, AT_MOST

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
# A sentence with one of these says what is expected, asked for or left free.
_NOT_DONE = _MODALS.keys() | frozenset(
    """
    expect expects expected expecting plan plans planned intend intends intended hope hopes hoped want wants wanted aim
    aims propose proposes proposed recommend recommends recommended suggest suggested consider considered discuss
    discussed scheduled voluntary optional if unless perhaps possibly likely unlikely will would should
    """.split()
)
# A claim with one of these does not say what is done either.
_LEFT_OPEN = (
    _NOT_DONE | _BEFORE_TO.keys() | frozenset("mandatory compulsory obligatory minimum maximum only alone".split())
)
_FREE = frozenset(("voluntary", "optional"))
# A sentence with the first modality does not support a claim with one of the others; "" is what is done.
_EXCLUDES = {"may": {"", "must"}, "must": {"may"}, "plan": {""}}


def overstated(claim: Sequence[Word], statement: Sequence[Word]) -> list[int]:
    """Return the positions of verbs that a claim has in another modality than a statement: "must keep", "may keep"."""
    theirs = {statement[place].stem: modality for place, modality in _modalities(statement).items()}
    mine = _modalities(claim)
    if _texts(statement) & _FREE and not _texts(claim) & _FREE:  # "must attend" of a course that is voluntary
        return [place for place, modality in mine.items() if modality == "must"]
    return [
        place
        for place, word in enumerate(claim)
        if word.kind == "word"
        and not word.text.endswith("ing")
        and word.stem in theirs
        and mine.get(place, "") in _EXCLUDES[theirs[word.stem]]
    ]


def exceeds(claim: Sequence[Word], statement: Sequence[Word]) -> bool:
    """Tell whether a claim takes for done what a statement expects, demands, allows or plans."""
    has_limit = any(word.stem in {AT_LEAST, AT_MOST} for word in claim)  # "at most 5 persons" is what may be
    return bool(_texts(statement) & _NOT_DONE) and not _texts(claim) & _LEFT_OPEN and not has_limit


def _texts(words: Sequence[Word]) -> set[str]:
    return {word.text.lower() for word in words if word.kind != "name"}  # "May" is a month


def _modalities(words: Sequence[Word]) -> dict[int, str]:
    """Return the positions of verbs behind a modal, each with what it says."""
    plain = ["" if word.kind == "name" else word.text.lower() for word in words]
    found: dict[int, str] = {}
    for at, word in enumerate(plain):
        modality = _MODALS.get(word) or (_BEFORE_TO.get(word) if plain[at + 1 : at + 2] == ["to"] else None)
        verb = next((place for place in range(at + 1, min(at + 4, len(words))) if words[place].kind == "word"), None)
        if modality is not None and verb is not None:
            found[verb] = modality
    return found
