"""Ask in other words: exchange words of a question for synonyms of WordNet 3.0 (Miller 1995).

A question whose words all stand in its passage teaches a model to look for words. The exchanged one has others in their
place, so that only the meaning leads to the answer. WordNet is Debian's package ``wordnet-base``.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from training.pool.counterfactuals import STOP, WORD

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

FOLDER = Path("/usr/share/wordnet")
KINDS = ("noun", "verb", "adj")
HYPERNYM = "@"
WIDER = 0.25
"""Share of nouns that become the word for their kind, as "dog" becomes "domestic animal"."""
ENDINGS = (
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
)
"""Endings of inflected forms, and what stands there in the basic form."""


def reworded(question: str, passage: str, rng: random.Random, share: float = 0.7) -> dict[str, str]:
    """Choose synonyms for words of a question that stand in its passage.

    Parameters
    ----------
    question, passage
        A question and what answers it. Names, numbers and words of grammar stay.
    rng
        The only source of chance.
    share
        Of the words with a synonym, how many are exchanged.

    Returns
    -------
    dict
        Word to synonym, for :func:`exchanged_words`.
    """
    known = {word.lower() for word in WORD.findall(passage)}
    chosen: dict[str, str] = {}
    for word in WORD.findall(question):
        plain = word.isalpha() and word.islower() and len(word) > 2 and word not in STOP
        if plain and word in known and rng.random() < share:
            found = [other for other in synonyms(word, wider=rng.random() < WIDER) if other not in known]
            if found:
                chosen[word] = rng.choice(found)
    return chosen


def exchanged_words(question: str, chosen: Mapping[str, str]) -> str:
    """Put synonyms in the place of words."""
    return WORD.sub(lambda found: chosen.get(found.group(), found.group()), question)


@lru_cache(50_000)
def synonyms(word: str, *, wider: bool = False) -> tuple[str, ...]:
    """Return synonyms in the commonest sense of a word, in the same form; ``wider`` adds the words for its kind."""
    for base, ending in (
        (word, ""),
        *((word.removesuffix(old) + new, old) for old, new in ENDINGS if word.endswith(old)),
    ):
        senses = [sense for kind in KINDS if (sense := _thesaurus(kind).get(base)) is not None]
        if senses:
            _, same, kinds = max(senses)
            return tuple(_inflected(each, ending) for each in (*same, *(kinds if wider else ())) if each != base)
    return ()


def _inflected(word: str, ending: str) -> str:
    """Give a basic form an ending; of two words, the first is the verb and the last the noun."""
    if not ending:
        return word
    first, space, rest = word.partition(" ")
    if ending in {"ing", "ed", "ied"}:
        first = first.removesuffix("e") if not first.endswith("ee") else first
        return f"{first}{ending.removeprefix('i')}{space}{rest}"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


@lru_cache(len(KINDS))
def _thesaurus(kind: str) -> dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Read words of a kind: how often their commonest sense was met, its other words, and those of the kind above."""
    if not FOLDER.is_dir():
        message = f"{FOLDER} is missing: install WordNet (Debian, Ubuntu: apt-get install wordnet-base)."
        raise FileNotFoundError(message)
    words: dict[str, tuple[str, ...]] = {}
    above: dict[str, list[str]] = {}
    for line in _entries(FOLDER / f"data.{kind}"):
        place, _, _, count, *fields = line.split(" | ")[0].split()
        size = int(count, 16)
        words[place] = tuple(fields[at * 2].split("(")[0].replace("_", " ") for at in range(size))
        pointers = fields[2 * size + 1 :]
        above[place] = [pointers[at + 1] for at in range(0, len(pointers) - 3, 4) if pointers[at] == HYPERNYM]
    found = {}
    for line in _entries(FOLDER / f"index.{kind}"):
        fields = line.split()
        lemma, skipped = fields[0].replace("_", " "), int(fields[3])
        tagged, first = int(fields[5 + skipped]), fields[6 + skipped]
        kinds = tuple(word for place in above[first][:1] for word in words.get(place, ()))
        found[lemma] = (tagged, _usable(words[first]), _usable(kinds))
    return found


def _usable(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word.islower() and word.count(" ") < 2)


def _entries(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("  ")]
