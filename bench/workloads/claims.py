"""Make supported sentences from data sets, and unsupported ones by one change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import sentences
from index.chunking.chunker import Splitting, split
from index.text.stopwords import STOPWORDS
from rag.types import Passage

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from index import Chunk
    from rag.evaluation import DataSet
    from rag.evaluation.data import Question

# Passages that a sentence is looked for in: as many as stand under an answer.
PASSAGES = 4
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?<![\w.,])[$€£]?\d+(?:[.,]\d+)*(?![\w])")
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:[ ](?:(?:of|the|de|van)[ ])?[A-Z][\w’'-]*)*")
_DENIAL = re.compile(r"\b(?:not|never|n't)\b ?|n’t\b|n't\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|can|could|will|would|should|must|may|might|has|have|had|does|do|did)\b(?! not|n't| n't)"
)
_ASIDE = re.compile(r"\s*\([^()]{3,}\)|\s*[,–—-]{1,2}\s(?:which|who|where|including|such as)\b[^,;]*(?=[,.;])")
_SUBJECT = re.compile(
    r"(?:who|what(?=\s+(?:was|were|is|are)\s+the))\s+(?!did\b|do\b|does\b|are\b|\w+'s\b)(?=[a-z])", re.IGNORECASE
)
# A sentence, not a phrase, and about the subject, not about what the documents lack.
_WHOLE = re.compile(
    r"(?!I |Yes|No\b|However, |Unfortunately|.*\b(?:documents?|passages?|information)\b)[A-Z](?:\S+\s+){4,}\S+\.",
    re.DOTALL,
)
# What is added to a sentence behind its last comma, with no name and no number in it that would give it away.
_ADDED = re.compile(
    r"(?<=\w), ((?:which|who|where|because|while|although|since|so that|but|and|by|with|[a-z]+ing)\s"
    r"(?:[a-z’'-]+\s){3,13}[a-z’'-]+)\."
)
# A sentence that is longer is two.
MAX_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, and the passages that it is said to stand in.

    Parameters
    ----------
    text
        The sentence.
    passages
        Numbered evidence, the document's own among them.
    kind
        Where the sentence comes from: "verbatim", "shortened", "a person's", "question and answer".
    changed
        What makes it unsupported: "number", "name", "negation" swapped, "addition"; empty for a supported one.
    source
        Of the document that it is from.
    """

    text: str
    passages: tuple[Passage, ...]
    kind: str
    changed: str
    source: str


def supported(data: DataSet, chance: random.Random) -> list[Example]:
    """Return what the data set's people say is supported: evidence, its shorter forms, and answers in their words."""
    documents = {document.source: document for document in data.documents}
    chunks = {source: split(document, Splitting(1000, 200)) for source, document in documents.items()}
    found: dict[str, Example] = {}
    for question in data.questions:
        sources = {evidence.source for evidence in question.evidence}
        if not question.answerable or len(sources) != 1:
            continue
        source = next(iter(sources))
        for kind, text in _told(question):
            passages = _passages(text, chunks, source, chance)
            found.setdefault(text, Example(text, passages, kind, "", source))
    return list(found.values())


def changed(example: Example, what: str, chance: random.Random) -> Example | None:
    """Return the example with its sentence made unsupported by one swap; None where it has nothing to swap."""
    said = " ".join(passage.chunk.text for passage in example.passages)
    match what:
        case "number":
            text = _swapped(example.text, _NUMBER, _NUMBER.findall(said), chance, _other_number)
        case "name":
            text = _swapped(example.text, _NAME, _names(said), chance, None)
        case _:
            text = _denied(example.text, chance)
    if text is None or text == example.text:
        return None
    return replace(example, text=text, changed=what)


def additions(data: DataSet) -> list[tuple[str, str]]:
    """Return what the sentences of the documents add behind their last comma, each with the document's source."""
    return [(each.source, found[1]) for each in data.documents for found in _ADDED.finditer(each.text)]


def embellished(example: Example, known: Sequence[tuple[str, str]], chance: random.Random) -> Example:
    """Return the example with its sentence made unsupported by what a sentence of another document adds."""
    added = chance.choice([text for source, text in known if source != example.source])
    return replace(example, text=f"{example.text.rstrip(' .')}, {added}.", changed="addition")


def _told(question: Question) -> Iterator[tuple[str, str]]:
    quotes = [evidence.quote for evidence in question.evidence if len(evidence.quote) < MAX_CHARACTERS]
    for quote in quotes:
        yield "verbatim", quote
        shorter = _ASIDE.sub("", quote)
        if len(shorter) < 0.9 * len(quote):
            yield "shortened", shorter
    longest = max(question.answers, key=len, default="")
    for start, end in sentences(longest) if len(longest) > 80 else ():
        if _WHOLE.fullmatch(longest[start:end]):
            yield "a person's", longest[start:end]
    stated = _stated(question.text, question.answers[0]) if question.answers else None
    if stated:
        yield "question and answer", stated


def _stated(question: str, answer: str) -> str | None:
    """Put the answer in the place of "who" or "what": "Who founded Telnet?" gives "Larry Roberts founded Telnet."."""
    found = _SUBJECT.match(question.strip())
    if not found or len(answer) > 60 or len(question.split()) < 5:
        return None
    rest = question.strip()[found.end() :].rstrip(" ?.")
    return f"{answer[:1].upper()}{answer[1:].rstrip('.')} {rest}."


def _passages(text: str, chunks: dict[str, list[Chunk]], source: str, chance: random.Random) -> tuple[Passage, ...]:
    """Return the chunks of the document that share most words with the sentence, and one of another document."""
    wanted = set(_WORD.findall(text.lower()))
    near = sorted(chunks[source], key=lambda chunk: -len(wanted & set(_WORD.findall(chunk.text.lower()))))
    others = [chunk for each in chance.sample(sorted(set(chunks) - {source}), PASSAGES) for chunk in chunks[each][:1]]
    kept = [*near[: PASSAGES - 1], *others][:PASSAGES]
    return tuple(Passage(number, chunk, 1.0) for number, chunk in enumerate(kept, 1))


def _swapped(
    text: str, pattern: re.Pattern[str], known: Sequence[str], chance: random.Random, other: Callable[..., str] | None
) -> str | None:
    """Put another thing of the same kind in the place of one: a name of the same passages, a number of them or not."""
    found = [match for match in pattern.finditer(text) if other or match[0] in _names(f"- {text}")]
    if not found:
        return None
    match = chance.choice(found)
    said = {word[:5].lower() for word in _WORD.findall(text)}
    strange = sorted(
        {each for each in known if not said.intersection(word[:5].lower() for word in _WORD.findall(each))}
    )
    if other and (not strange or chance.random() < 0.5):
        new = other(match[0], chance)
    elif strange:
        new = chance.choice(strange)
    else:
        return None
    return text[: match.start()] + new + text[match.end() :]


def _other_number(number: str, chance: random.Random) -> str:
    """Change one digit of a number."""
    places = [place for place, character in enumerate(number) if character.isdigit()]
    place = chance.choice(places)
    digits = [digit for digit in "123456789" if digit != number[place]]
    return number[:place] + chance.choice(digits) + number[place + 1 :]


def _names(text: str) -> list[str]:
    """Return the names in a text: no word that has its capital from its place, or is written small elsewhere."""
    small = set(re.findall(r"\b[a-z]\w*", text)) | STOPWORDS
    inside = [
        match[0] for match in _NAME.finditer(text) if match.start() > 1 and text[match.start() - 2] not in ".!?\n\"“`'("
    ]
    return [name for name in inside if len(name) > 2 and not small.intersection(name.lower().split())]


def _denied(text: str, chance: random.Random) -> str | None:
    """Take a denial out, or put one in behind an auxiliary."""
    if denial := _DENIAL.search(text):
        return f"{text[: denial.start()].rstrip()} {text[denial.end() :].lstrip()}"
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.end()]} not{text[match.end() :]}"
