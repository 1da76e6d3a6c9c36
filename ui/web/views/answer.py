"""An answer or a refusal as the page shows it: plain values for its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rag.settings import EXTRACTIVE, GENERATIVE
from rag.types import Answer, ReplyKind
from ui.formats.views.answer import grouped, in_place, quote_numbers, view
from ui.text.layout import clipped, count, place
from ui.text.messages import confidence_word, for_visitors, note
from ui.text.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.types import Citation, Outcome, Passage, Sentence, Trace
    from ui.chat.models import Exchange
    from ui.formats.views.answer import SentenceView

# As much of a quote as a name that is read aloud can hold, and as a glance takes in.
MAX_SPOKEN, MAX_PEEK = 200, 600
# Of a passage that is not cited: enough to see whether it is worth opening.
MAX_SNIPPET = 220
# Chosen sources and folders that an answer names.
MAX_NAMED = 2
# Passages that a refusal shows.
MAX_NEAREST = 3
# What stays on one line with the numbers after it; of a longer word the end, or a phone could not hold it.
MAX_TIED = 20
# A piece of a text, and whether it is the short answer.
Part = tuple[str, bool]


class Rewording(NamedTuple):
    """Who wrote an answer's words, documents or model, and the name of the button for the other version."""

    whose: str
    way: str


# Whose words each reader answers in, and the button that leads to them.
_WHOSE = {EXTRACTIVE: "The documents’ own words", GENERATIVE: "A language model’s words, checked"}
_WAYS = {EXTRACTIVE: "In the documents’ own words", GENERATIVE: "In a language model’s words"}


class Chip(NamedTuple):
    """A number, which stands for one quote; ``citation`` is its place in the answer, None while that is on its way."""

    number: int
    citation: int | None
    spoken: str
    quote: str
    title: str
    where: str


class Said(NamedTuple):
    """A sentence: what stands before it, its parts, those of its last word, and its numbers."""

    gap: str
    text: str
    before: Sequence[Part]
    tied: Sequence[Part]
    chips: Sequence[Chip]
    cells: Sequence[Part] = ()


class Group(NamedTuple):
    """Sentences that are read together: the rows of a table below the names of its columns, or prose below none."""

    columns: Sequence[str]
    said: Sequence[Said]


class Source(NamedTuple):
    """A cited document: the numbers of its quotes, and its first citation among those of the answer."""

    numbers: str
    title: str
    where: str
    quotes: int
    citation: int


class Uncited(NamedTuple):
    """A passage that is not cited: its number among the passages, the headings over it, and its beginning."""

    number: int
    where: str
    snippet: str


class Near(NamedTuple):
    """A document with passages that are not cited."""

    title: str
    where: str
    passages: Sequence[Uncited]


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome as its template takes it.

    Parameters
    ----------
    searched
        What was searched, and in which documents, where that is not what was typed.
    is_overview
        Whether it answers no question, such as a reply to a greeting.
    refusal
        Why there is no answer; "" where there is one.
    computed
        What was computed.
    said
        The sentences of an answer, or the closest ones of a refusal, in groups.
    sure, confidence
        "high", "fair" or "low", and the probability; "" where there is nothing to be unsure of.
    rewording
        Whose words they are; None where there are no other ones.
    sources
        The cited documents.
    is_unsure
        Whether a refusal has statements that come near.
    others
        Passages that are not cited, by their documents; of a refusal, the nearest ones.
    number_of_others
        Of the passages in ``others``.
    warnings
        Sentences.
    """

    searched: Sequence[str]
    is_overview: bool
    refusal: str
    computed: str
    said: Sequence[Group]
    sure: str
    confidence: str
    rewording: Rewording | None
    sources: Sequence[Source]
    is_unsure: bool
    others: Sequence[Near]
    number_of_others: int
    warnings: Sequence[str]


def shown(
    result: Outcome, asked: str, rewording: Rewording | None = None, searched: tuple[int, int] | None = None
) -> Shown:
    """Return an outcome as the page shows it.

    Parameters
    ----------
    result
        The outcome.
    asked
        What the user typed.
    rewording
        Whose words it is in.
    searched
        How many documents were searched, and how many there were; None where that was all of them.
    """
    parts, citations = view(result, by_quote=True), result.citations
    places = {citation: place for place, citation in enumerate(citations)}
    numbers = quote_numbers(citations)
    is_answer = isinstance(result, Answer)
    passages = result.passages if isinstance(result, Answer) else result.nearest
    cited = {citation.passage for citation in citations} if is_answer else ()
    uncited = [each for each in passages if each.number not in cited][: None if is_answer else MAX_NEAREST]
    return Shown(
        searched=_searched(result.trace, asked, searched),
        is_overview=is_answer and result.kind is ReplyKind.OVERVIEW,
        refusal=parts.refusal,
        computed=parts.computed,
        said=_groups(parts.sentences or parts.closest, numbers, places),
        sure=confidence_word(result.confidence) if is_answer else "",
        confidence=f"{result.confidence:.2f}",
        rewording=rewording if is_answer else None,
        sources=_sources(citations, numbers, places),
        is_unsure=bool(parts.closest),
        others=_near(uncited, {each.source: each.title for each in citations}),
        number_of_others=len(uncited),
        warnings=list(map(for_visitors, result.trace.warnings)),
    )


def said_so_far(sentences: Sequence[Sentence]) -> list[Group]:
    """Return the sentences of an answer that is on its way; their numbers lead nowhere yet."""
    numbers = quote_numbers(citation for each in sentences for citation in each.citations)
    return _groups(in_place(sentences, numbers), numbers, {})


def rewording(each: Exchange) -> Rewording | None:
    """Return who wrote an answer's words, and the button for the other version, where there is one."""
    if each.outcome is None or each.other_reader is None:
        return None
    return Rewording(_WHOSE[each.outcome.trace.reader], _WAYS[each.other_reader])


def _groups(
    sentences: Sequence[SentenceView], numbers: Mapping[Citation, int], places: Mapping[Citation, int]
) -> list[Group]:
    return [Group(columns, [_said(each, numbers, places) for each in said]) for columns, said in grouped(sentences)]


def _said(sentence: SentenceView, numbers: Mapping[Citation, int], places: Mapping[Citation, int]) -> Said:
    text = sentence.text
    cut = len(text) - len(text[-MAX_TIED:].rpartition(" ")[2])
    before, tied = (_marked(text, *part, *(sentence.span or (0, 0))) for part in ((0, cut), (cut, len(text))))
    chips = [_chip(each, numbers[each], places.get(each)) for each in sentence.citations]
    short = text[slice(*sentence.span)] if sentence.span else ""
    return Said(sentence.gap, text, before, tied, chips, [(cell, cell == short) for _, cell in sentence.cells])


def _marked(text: str, begin: int, stop: int, start: int, end: int) -> list[Part]:
    """Return ``text[begin:stop]``, of which what lies in ``text[start:end]`` is the short answer."""
    start, end = (min(max(place, begin), stop) for place in (start, end))
    if start >= end:
        return [(text[begin:stop], False)]
    return [(text[begin:start], False), (text[start:end], True), (text[end:stop], False)]


def _chip(citation: Citation, number: int, place_in_answer: int | None) -> Chip:
    return Chip(
        number=number,
        citation=place_in_answer,
        spoken=f"Quote {number}: {clipped(citation.quote, MAX_SPOKEN)}",
        quote=clipped(citation.quote, MAX_PEEK),
        title=visible(citation.title),
        where=place(citation.source, citation.title, citation.headings, citation.page, citation.date),
    )


def _sources(
    citations: Sequence[Citation], numbers: Mapping[Citation, int], places: Mapping[Citation, int]
) -> list[Source]:
    """Return the cited documents, each once, with the numbers of their quotes."""
    by_source: dict[str, list[Citation]] = {}
    for citation in citations:
        by_source.setdefault(citation.source, []).append(citation)
    return [
        Source(
            numbers=", ".join(map(str, sorted({numbers[citation] for citation in cited}))),
            title=visible(cited[0].title),
            where=place(cited[0].source, cited[0].title, (), None, cited[0].date),
            quotes=len({numbers[citation] for citation in cited}),
            citation=places[cited[0]],
        )
        for cited in by_source.values()
    ]


def _near(passages: Sequence[Passage], titles: Mapping[str, str]) -> list[Near]:
    """Return passages by their documents, each named once: by its title where that is known, or its first heading."""
    by_source: dict[str, list[Passage]] = {}
    for passage in passages:
        by_source.setdefault(passage.chunk.source, []).append(passage)
    found = []
    for source, near in by_source.items():
        first = next(iter(near[0].chunk.headings), source.rpartition("/")[2])
        title = titles.get(source, first)
        shown = [_uncited(each, title) for each in near]
        found.append(Near(visible(title), place(source, title, (), None), shown))
    return found


def _uncited(passage: Passage, title: str) -> Uncited:
    headings = [visible(each) for each in passage.chunk.headings if each != title]
    text = " ".join(passage.chunk.text.split())
    for said in passage.chunk.headings:
        text = text.removeprefix(said).lstrip()
    return Uncited(passage.number, " › ".join(headings), clipped(text, MAX_SNIPPET))


def _searched(trace: Trace, asked: str, searched: tuple[int, int] | None) -> list[str]:
    lines, whole = [], trace.standalone_question
    beginning = f"{asked.rstrip()} ("
    if whole.startswith(beginning) and whole.endswith(")"):  # only words of the question before were added
        lines.append(f"Searched with “{whole[len(beginning) : -1]}” from the question before")
    elif whole.split() not in (asked.split(), []):
        lines.append(f"Searched for “{whole}”")
    if searched:
        names = sorted(each.rstrip("/").rpartition("/")[2] for each in trace.within.only)
        named = f": {visible(', '.join(names))}" if 0 < len(names) <= MAX_NAMED else ""
        lines.append(f"Searched {searched[0]:,} of {count(searched[1], 'source')}{named}")
    elif narrowed := note(trace.within):
        lines.append(visible(narrowed))
    return lines
