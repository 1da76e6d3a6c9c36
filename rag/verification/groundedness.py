"""Check whether passages support a sentence, and find the verbatim evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from index import sentences
from index.text.languages import ENGLISH
from rag.steps import Support
from rag.text.claim_tokens import denied, names, parsed, recognised, unsaid
from rag.text.denials import claim_language
from rag.verification.meaning.abbreviations import expanded
from rag.verification.meaning.wording import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index import Chunk
    from rag.text.claim_tokens import Word
    from rag.types import Passage

# Sentences of the passages that may be evidence: those that share most words with the claim.
NEAREST = 6
# Words of a claim that its evidence must have; names and numbers count twice.
COVERED = 0.6
# Probability that evidence which was found supports the claim: where it has all words of the claim, and where it lacks
# some. `python -m bench.checking` prints both, of as many supported claims as false ones.
SAID_WHOLLY, SAID_PARTLY = 0.97, 0.84
# Penalties on the share of words, for each further sentence and each wrong particular.
ONE_MORE, ONE_WRONG = 0.06, 0.2
# Where evidence is several sentences, each name, number and denial of the claim must stand in one that has so many of
# the words around it too: a name out of one sentence in the place of a name of another is not said by the two.
AROUND, NEAR = 3, 0.5
# So many words in a row of which so many stand nowhere in the evidence are added to it; two do at the end of a claim,
# where most is added to what was read. Of sentences with something added 0.96 are found, 0.27 without; of supported
# ones 0.074 are marked, 0.063 without.
ROW, ADDED, ADDED_LAST = 5, 3, 2
# Words from one to the next of a name, at most: "Barack Hussein Obama" is "Barack Obama".
GAP = 3
# Words in quotation marks, three at least: fewer are a title or irony.
_QUOTE = re.compile(r"[\"“”«»„]\s*((?:[^\s\"“”«»„]+\s+){2,}[^\s\"“”«»„]+)\s*[\"“”«»]")
# Words that begin a clause which says something else.
_TURNS = frozenset("but while whereas although though who which".split())
_POINTS = frozenset("he she it they his her its their him them this these that those such".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a passage.

    Parameters
    ----------
    chunk
        That it stands in.
    start, end
        Offsets into the document's text.
    words
        Of the sentence.
    """

    chunk: Chunk
    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The sentence as it stands in the document."""
        return self.chunk.text[self.start - self.chunk.start : self.end - self.chunk.start]

    def shared(self, wanted: set[str]) -> float:
        """Return the share of stems that stand here; 1 where none is wanted."""
        return len(wanted.intersection(word.stem for word in self.words)) / len(wanted) if wanted else 1.0

    @property
    def points(self) -> bool:
        """Whether it refers to something named before it."""
        return any(word.text.lower() in _POINTS for word in self.words) or (
            bool(self.words) and self.words[0].text.lower() in {"both", "the"}
        )


def find(claim: str, passages: Sequence[Passage]) -> tuple[Support, ...]:
    """Return the fewest sentences of the passages that support the claim; none when they do not."""
    if not _quoted(claim, passages):
        return ()
    everything = [place for passage in passages for place in places(passage.chunk)]
    words = words_of(claim, everything)
    chosen = max(evidence(words, everything), key=lambda each: quality(words, each), default=())
    share = covered(words, [word for place in chosen for word in place.words])
    if share < COVERED or faults(words, chosen):
        return ()
    score = SAID_WHOLLY if share == 1 else SAID_PARTLY
    return tuple(Support(place.chunk, place.start, place.end, score, None) for place in chosen)


def words_of(claim: str, everything: Sequence[Place]) -> tuple[Word, ...]:
    """Return the words of a claim; those that the places know as names are names, however they are abbreviated."""
    words = _words(claim, claim_language(claim))
    known = {name for place in everything for name in names(place.words)}
    return recognised(expanded(words, [place.words for place in everything]), known)


def _words(text: str, language: str) -> tuple[Word, ...]:
    words = parsed(text, language)
    return normalised(words) if language == ENGLISH else words


def _quoted(claim: str, passages: Sequence[Passage]) -> bool:
    """Tell whether what stands in quotation marks stands so, in one piece, in a passage; and so a question, all of it.

    A question says nothing that other words could support.
    """
    said = [_plain(f"{passage.chunk.text}\n{passage.chunk.reading.text}") for passage in passages]
    quotes = [quote[1] for quote in _QUOTE.finditer(claim)] + [claim] * claim.rstrip().endswith("?")
    return all(any(_plain(quote) in text for text in said) for quote in quotes)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def covered(claim: Sequence[Word], evidence: Sequence[Word]) -> float:
    """Return the share of the claim's words that stand in the evidence, names and numbers counting twice."""
    said = {word.stem for word in evidence}
    weights = [
        (2.0 if word.kind in {"name", "number"} else 1.0, word.stem in said) for word in claim if word.is_content
    ]
    return (
        sum(weight for weight, stands in weights if stands) / sum(weight for weight, _ in weights) if weights else 0.0
    )


def faults(claim: Sequence[Word], evidence: Sequence[Place]) -> list[str]:
    """Return the names, numbers, denials and additions of the claim that the evidence does not support."""
    return misplaced(claim, evidence) + additions(claim, evidence)


def misplaced(claim: Sequence[Word], evidence: Sequence[Place]) -> list[str]:
    """Return the names, numbers and denials that do not stand in the evidence where the claim has them."""
    wrong = [word.text for word in (*_scattered(claim, evidence), *_renamed(claim, evidence))]
    wrong += [
        word.text
        for position, word in enumerate(claim)
        if word.kind in {"name", "number"} and not _is_supported(word, around(claim, position), claim, evidence)
    ]
    return wrong + denials(claim, evidence)


def around(claim: Sequence[Word], position: int, count: int = AROUND) -> set[str]:
    """Return the stems of the content words on both sides of a word, ``count`` on each."""
    before = [word.stem for word in claim[:position] if word.is_content][-count:]
    after = [word.stem for word in claim[position + 1 :] if word.is_content][:count]
    return {*before, *after} - {claim[position].stem}


def additions(claim: Sequence[Word], evidence: Sequence[Place]) -> list[str]:
    """Return what the claim adds: words that stand nowhere in the evidence, near each other or at the end."""
    said = {word.stem for place in evidence for word in place.words}
    meant = [word for word in claim if word.is_content]
    strange = [word.stem not in said for word in meant]
    rows = (slice(first, first + ROW) for first in range(max(1, len(meant) - ROW + 1)))
    dense = [row for row in rows if sum(strange[row]) >= ADDED]
    last = [slice(-ADDED_LAST, None)] if len(meant) > ADDED_LAST and all(strange[-ADDED_LAST:]) else []
    return [" ".join(word.text for word in meant[row]) for row in [*dense[:1], *last]]


def _scattered(claim: Sequence[Word], evidence: Sequence[Place]) -> list[Word]:
    """Return names whose words stand together in the claim. The evidence has all of them, but nowhere together."""
    wrong = []
    for one, other in pairwise(claim):
        if one.kind == other.kind == "name":
            for place in evidence:
                spots = [{n for n, word in enumerate(place.words) if word.stem == each.stem} for each in (one, other)]
                if any(0 < b - a <= GAP for a in spots[0] for b in spots[1]):
                    break
            else:
                wrong.append(other)
    return wrong


def _renamed(claim: Sequence[Word], evidence: Sequence[Place]) -> list[Word]:
    """Return the first word, which has its capital from its place, where it replaces one of a name: "Robert Lyu"."""
    if len(claim) < 2 or claim[0].kind != "word" or not claim[0].text[0].isupper() or claim[1].kind != "name":
        return []
    first, second = claim[:2]
    before = [
        one
        for place in evidence
        for one, other in pairwise(place.words)
        if other.stem == second.stem and one.is_content
    ]
    replaced = before and all(one.text[0].isupper() and not one.stands_in(claim) for one in before)
    return [first] if replaced and not any(first.stands_in(place.words) for place in evidence) else []


def _is_supported(word: Word, beside: set[str], claim: Sequence[Word], evidence: Sequence[Place]) -> bool:
    """Tell whether a name or number stands where it belongs, or is what a sentence that belongs there points at."""
    holding = [place for place in evidence if word.stands_in(place.words)]
    if len(evidence) == 1 and holding:
        return True
    best = max(place.shared(beside) for place in evidence)
    if any(place.shared(beside) >= max(NEAR, best) for place in holding):
        return True
    pointing = [
        place
        for place in evidence
        if place.points and place.shared(beside) >= NEAR and not rivals(place, beside, claim)
    ]
    return word.kind == "name" and any(
        _heads(word, place) or any(_before(other, place) for other in holding) for place in pointing
    )


def rivals(place: Place, beside: set[str], claim: Sequence[Word]) -> bool:
    """Tell whether a name that the claim does not have stands by the words around its own."""
    meant = [word for word in place.words if word.is_content]
    said = {word.stem for word in claim}
    return any(
        word.kind == "name"
        and word.stem not in said
        and beside.intersection(other.stem for other in meant[max(0, position - 2) : position + 3])
        for position, word in enumerate(meant)
    )


def _heads(word: Word, place: Place) -> bool:
    return any(word.stands_in(parsed(heading)) for heading in place.chunk.headings)


def _before(one: Place, other: Place) -> bool:
    return one.chunk.id == other.chunk.id and one.start < other.start


def denials(claim: Sequence[Word], evidence: Sequence[Place]) -> list[str]:
    """Return what one of the two denies and the other affirms."""
    mine = denied(claim)
    wrong = [
        claim[position].text
        for position, stems in mine
        if not any(
            unsaid(place.words).intersection(stems)
            and max(place.shared(beside) for beside in _beside_denial(claim, position)) >= NEAR
            for place in evidence
        )
    ]
    if len(mine) > sum(len(denied(place.words)) for place in evidence) + 1:
        wrong.append("twice denied")
    known = {stem for _, stems in mine for stem in stems}
    said = {word.stem: position for position, word in enumerate(claim) if word.is_content}
    for place in evidence:
        for _, stems in denied(place.words):
            if stems and stems[0] in said and not known.intersection(stems):
                near = around(claim, said[stems[0]], AROUND + 1)
                wrong += [f"not {stems[0]}"] if place.shared(near) >= NEAR else []
    return wrong


def _beside_denial(claim: Sequence[Word], position: int) -> list[set[str]]:
    """Return the stems around a denial: in the sentence, and in its clause, which another sentence may say alone.

    "Larkin cuts the timber but does not deliver it" puts two sentences into one.
    """
    first, last = position, position
    while first and not claim[first - 1].pause and claim[first].text.lower() not in _TURNS:
        first -= 1
    while last + 1 < len(claim) and not claim[last].pause and claim[last + 1].text.lower() not in _TURNS:
        last += 1
    clause = around(claim[first : last + 1], position - first, AROUND + 1)
    return [around(claim, position, AROUND + 1), *([clause] if clause else [])]


def places(chunk: Chunk) -> list[Place]:
    """Return the sentences of a chunk."""
    reading, language = chunk.reading, claim_language(chunk.text)
    spans = [(reading.span(start, end), reading.text[start:end]) for start, end in sentences(reading.text)]
    return [Place(chunk, *span, _words(text, language)) for span, text in spans if span]


def evidence(claim: Sequence[Word], everything: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Yield what may be evidence: near sentences alone and in pairs, and with those beside them."""
    near = sorted(everything, key=lambda place: -covered(claim, place.words))[:NEAREST]
    yield from ((place,) for place in near)
    yield from combinations(near, 2)
    position = {id(place): number for number, place in enumerate(everything)}
    for place in near:
        for size in (2, 3):
            for first in range(max(0, position[id(place)] - size + 1), position[id(place)] + 1):
                run = tuple(everything[first : first + size])
                if len(run) == size and len({each.chunk.id for each in run}) == 1:
                    yield run


def quality(claim: Sequence[Word], evidence: Sequence[Place]) -> float:
    """Return how well evidence fits a claim: larger is better, 1 at most."""
    share = covered(claim, [word for place in evidence for word in place.words])
    return share - ONE_MORE * (len(evidence) - 1) - ONE_WRONG * len(faults(claim, evidence))
