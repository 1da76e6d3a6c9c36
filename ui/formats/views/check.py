"""The parts of a checked text that every format shows: paragraphs, sentences in pieces, sources, the sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.verification.types import ClaimVerdict
from ui.formats.views.answer import SourceView
from ui.text.layout import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Citation
    from rag.verification.types import Check, CheckedSentence

# What each verdict is called.
WORDS = {
    ClaimVerdict.SUPPORTED: "supported",
    ClaimVerdict.CONTRADICTED: "contradicted",
    ClaimVerdict.PARTLY: "partly supported",
    ClaimVerdict.NOT_FOUND: "not found",
    ClaimVerdict.NO_CLAIM: "no claim",
}


@dataclass(frozen=True, slots=True)
class CheckedView:
    """A sentence as every format shows it.

    Parameters
    ----------
    gap
        What stands before it: "" or a space within a paragraph.
    pieces
        The sentence in pieces, each with whether it has no support.
    verdict, word
        Of the sentence, as it is named in programs and for people.
    numbers
        Of the passages that are cited, each once.
    citations
        Of the sentence.
    """

    gap: str
    pieces: tuple[tuple[str, bool], ...]
    verdict: str
    word: str
    numbers: tuple[int, ...]
    citations: tuple[Citation, ...]

    @property
    def is_claim(self) -> bool:
        """Whether it claims something."""
        return self.verdict != ClaimVerdict.NO_CLAIM

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class CheckView:
    """A checked text as every format shows it.

    Parameters
    ----------
    paragraphs
        The sentences of each, in order.
    sources
        What is cited, by number.
    sum
        How many claims are supported, in a sentence.
    counts
        How many sentences there are of each verdict that occurs, with its name and word.
    notes
        Warnings.
    """

    paragraphs: tuple[tuple[CheckedView, ...], ...]
    sources: tuple[SourceView, ...]
    sum: str
    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]


def view(check: Check, text: str = "") -> CheckView:
    """Return the parts of a checked text.

    Parameters
    ----------
    check
        Its sentences.
    text
        That was checked: a line is a paragraph; without it each sentence is one.
    """
    paragraphs: list[list[CheckedView]] = []
    end = -1
    for each in check.sentences:
        begins = end < 0 or not text or "\n" in text[end : each.start]
        shown = _shown(each, "" if begins else text[end : each.start])
        if begins:
            paragraphs.append([shown])
        else:
            paragraphs[-1].append(shown)
        end = each.end
    verdicts = [each.verdict for each in check.sentences]
    counts = tuple((str(kind), WORDS[kind], verdicts.count(kind)) for kind in ClaimVerdict if kind in verdicts)
    return CheckView(tuple(map(tuple, paragraphs)), _sources(check.sentences), _sum(check), counts, check.warnings)


def _shown(sentence: CheckedSentence, gap: str) -> CheckedView:
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in sentence.unsupported:
        pieces += [(sentence.text[done:start], False), (sentence.text[start:end], True)]
        done = end
    pieces.append((sentence.text[done:], False))
    numbers = tuple(dict.fromkeys(citation.passage for citation in sentence.citations))
    kept = tuple(piece for piece in pieces if piece[0])
    return CheckedView(gap, kept, str(sentence.verdict), WORDS[sentence.verdict], numbers, sentence.citations)


def _sources(sentences: Sequence[CheckedSentence]) -> tuple[SourceView, ...]:
    found: dict[int, dict[tuple[int, int], Citation]] = {}
    for citation in (citation for sentence in sentences for citation in sentence.citations):
        found.setdefault(citation.passage, {}).setdefault((citation.start, citation.end), citation)
    return tuple(
        SourceView(number, tuple(quotes[place] for place in sorted(quotes))) for number, quotes in sorted(found.items())
    )


def _sum(check: Check) -> str:
    if not check.claims:
        return "Nothing in this text is a claim that documents could support."
    if check.holds:
        return "The claim is supported." if check.claims == 1 else f"All {check.claims:,} claims are supported."
    return f"{check.supported:,} of {count(check.claims, 'claim')} {'is' if check.supported == 1 else 'are'} supported."
