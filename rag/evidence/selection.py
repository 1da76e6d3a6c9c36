"""Choose the sentences that answer, and estimate the confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text.tokenizer import words
from rag.evidence import form_fields, lists, sections, table_rows
from rag.evidence.confidence import bounded, confidence
from rag.evidence.sentence_scores import WHOLE, ranked
from rag.query import answer_form, terms
from rag.query.language_check import is_english
from rag.retrieval.rerank import titled
from rag.steps import Verdict
from rag.tables.query.limits import limits, without_limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.protocols import ReadingModel
    from rag.steps import ReadHit, Support
    from rag.tables.query.limits import Limit

# First words of questions for one fact, for one thing, and of questions that may need several sentences.
_ASKS = re.compile(
    r"\b(?:(?P<fact>who|whom|whose|when|where"
    r"|how (?!do|did|is|are|was|were|can|could|should|would|will|has|have|had|to|come)[a-z]+"
    r"|(?:what|which) (?:year|date|day|month|number|percentage|percent|time|city|country|name|age))"
    r"|(?P<thing>(?:what|which)(?:['’]s| (?:is|was|does|did|do|would|should|will|has|had)))"
    r"|why|how|what|which|list|name|describe|explain)\b",
    re.IGNORECASE,
)
# A question for the things of which something is true.
_ASKS_WHICH = re.compile(r"\b(?:which|who|list|name|welche[rsmn]?|wer|nenne)\b", re.IGNORECASE)
# A question for yes or no is a question for one fact.
_YES_OR_NO = re.compile(
    r"\W*(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had|isn't|aren't"
    r"|wasn't|weren't|don't|doesn't|didn't|can't|couldn't|won't|wouldn't|shouldn't|hasn't|haven't)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How many sentences an answer may have.

    Parameters
    ----------
    most
        At most so many.
    share
        A further one must support the answer at least so well, compared with the best one.
    floor
        And at least so well, on the scale of 0 to 1.
    """

    most: int
    share: float
    floor: float


# The constants below were chosen on the development sets (docs/evaluation.md).
# Sentences that are read again, alone: the evidence is among the first eight, or nowhere.
LOOKED_AT = 8
# Of them, so many are read at a time.
AT_A_TIME = 4
# Below this score of the best one, all are read, since the closest statements may be shown.
LIKELY = 0.5
# Documents that are shown side by side because they answer differently.
MAX_DIFFERING = 3
# Statements that are shown where none is sure enough to be the answer.
MAX_CLOSEST = 3
# A field that is found by its label is no surer than this: the running text may speak of another thing of that kind.
FIELD = 0.79
# Characters at the start of a document that say what it is about.
OPENING = 80
# Weight of a sentence alone, against the sentence in its passage.
ALONE = 0.3
# The largest answers whose sentences are mostly evidence.
# The models hardly tell one sentence from its neighbours in a language that they were not trained for.
ONE_SENTENCE = Measure(most=1, share=1.0, floor=0.1)
ONE_FACT = Measure(most=2, share=0.75, floor=0.1)
ONE_THING = Measure(most=3, share=0.5, floor=0.05)
SEVERAL = Measure(most=4, share=0.35, floor=0.05)
# All statements that lie within the limits of the question, such as "after 2005".
ALL = Measure(most=LOOKED_AT, share=0.2, floor=0.05)


def judge(model: ReadingModel, read_hits: Sequence[ReadHit], told: str = "") -> Verdict:
    """Choose the sentences that answer, and say how sure that is.

    1. Take the sentences that look best in their passages, without those that stand in ``told``, and without those
       whose context does not name what the question names, which lie outside its limits ("after 2005") or the section
       that it names, or which have no digits where it asks for a telephone number.
    2. Read them again, alone under their headings: one that answers without its neighbours is evidence, one that stood
       next to it is not. Stop where one likely answers and the rest could not be part of the answer. What lies within
       the limits is read for the question without them: models do not compare.
    3. Keep the fewest that answer, by what the question asks for; a row of a table stands for itself.
    4. Where another document gives another answer to a question for a fact, keep that too.
    5. Show a list as a whole, and put the best first.
    """
    if not read_hits:
        return Verdict(0.0, ())
    question = read_hits[0].asked
    # German writes every noun as others write names
    named = terms.terms(question, (hit.chunk.text for hit in read_hits)) if is_english(question) else ()
    if _YES_OR_NO.match(question):
        named = terms.without_times(named)
    hits = {hit.chunk.id: hit for hit in read_hits}
    marks = answer_form.required(question)
    about = [
        support
        for support in ranked(read_hits)
        if support.quote not in told
        and all(mark.search(support.labelled or support.quote) for mark in marks)
        and terms.met(named, context(support, hits[support.chunk.id]))
    ]
    about = sections.of_section(question, about)
    about, is_limited = _limited(limits(question), about) if _ASKS_WHICH.search(question) else (about, False)
    looked_at = table_rows.weighed(question, about)[:LOOKED_AT]
    if not looked_at:
        return Verdict(0.0, ())
    if fields := form_fields.asked(question, named, about, hits):
        return _of_fields(question, fields, looked_at, hits)
    measure = ALL if is_limited else _measure(question)
    judged = _read_alone(model, without_limits(question) if is_limited else question, looked_at, hits, measure)
    weighed = [support for support, _ in judged]
    least = _least(measure, weighed[0].score)
    apart = max(measure.floor, table_rows.SHARE * weighed[0].score)
    by_row = table_rows.is_row(weighed[0])
    strong = [each for each in weighed if each.score >= (apart if by_row or table_rows.is_row(each) else least)]
    differing = _differing(strong) if measure is ONE_FACT else ()
    chosen = list(dict.fromkeys((weighed[0], *strong[1 : measure.most], *differing)))
    documents = {hit.chunk.source: hit.document for hit in read_hits}
    best = judged[0][1]
    sure = confidence(best if is_limited else hits[weighed[0].chunk.id].reading.relevance, best)
    shown = _best_first(lists.whole(chosen, documents, announced=measure is ONE_FACT))
    return Verdict(bounded(sure, question, shown), shown, differing, tuple(weighed[:MAX_CLOSEST]))


def _of_fields(
    question: str, fields: list[Support], others: Sequence[tuple[Support, float]], hits: Mapping[int, ReadHit]
) -> Verdict:
    """Return the verdict on the fields that are asked for, with the confidence of their passage."""
    relevance = max(hits[field.chunk.id].reading.relevance for field in fields)
    told = tuple(replace(field, score=relevance) for field in fields)
    closest = dict.fromkeys((*told, *(support for support, _ in others)))
    sure = min(confidence(relevance, relevance), FIELD)
    return Verdict(bounded(sure, question, told), told, closest=tuple(closest)[:MAX_CLOSEST])


def _read_alone(
    model: ReadingModel,
    question: str,
    looked_at: Sequence[tuple[Support, float]],
    hits: Mapping[int, ReadHit],
    measure: Measure,
) -> list[tuple[Support, float]]:
    """Return supports with their scores, best first, and the probability of each alone.

    A score is at most the score in the passage to the power of ``1 - ALONE``, unless ``ALL`` are wanted. One that stays
    below what is chosen even then is not read.
    """
    judged: list[tuple[Support, float]] = []
    for first in range(0, len(looked_at), AT_A_TIME):
        best = max((support.score for support, _ in judged), default=0.0)
        most = looked_at[first][0].score ** (1 - ALONE)
        if measure is not ALL and best >= LIKELY and most < _least(measure, best):
            break
        some = looked_at[first : first + AT_A_TIME]
        readings = model.read(question, [_headed(support, hits[support.chunk.id].subject) for support, _ in some])
        for (support, factor), reading in zip(some, readings, strict=True):
            alone = reading.relevance * factor
            judged.append((replace(support, score=alone) if measure is ALL else _weighed(support, alone), alone))
    return sorted(judged, key=lambda pair: -pair[0].score)


def _least(measure: Measure, best: float) -> float:
    """Return how well a further sentence must support the answer."""
    return max(measure.floor, measure.share * best)


def _limited(limited: Sequence[Limit], supports: Sequence[Support]) -> tuple[list[Support], bool]:
    """Return the statements inside the limits of a question, and True; where there are none, all but those outside."""
    said = [[limit.met_by(each.labelled or each.quote) for limit in limited] for each in supports]
    inside = [each for each, met in zip(supports, said, strict=True) if met and all(met)]
    return inside or [each for each, met in zip(supports, said, strict=True) if False not in met], bool(inside)


def _measure(question: str) -> Measure:
    if not is_english(question):
        return ONE_SENTENCE
    asks = _ASKS.search(question)
    if _YES_OR_NO.match(question) or (asks and asks["fact"]):
        return ONE_FACT
    return ONE_THING if asks and asks["thing"] else SEVERAL


def context(support: Support, hit: ReadHit) -> str:
    """Return what says what a support is about: a row stands for itself, a sentence in its passage."""
    own = support.labelled or support.quote if support.kind in WHOLE else support.chunk.text
    opening = hit.document.text[:OPENING]
    return "\n".join((hit.document.title, opening, *hit.subject, *support.chunk.headings, *support.headings, own))


def _differing(strong: Sequence[Support]) -> tuple[Support, ...]:
    """Return the best sentence of each document whose short answer is another than those before it; or nothing."""
    found: list[Support] = []
    for support in strong:
        new = support.chunk.source not in {each.chunk.source for each in found}
        if support.answer and new and not any(_agree(support.answer, each.answer) for each in found):
            found.append(support)
    return tuple(found[:MAX_DIFFERING]) if len(found) > 1 and found[0] is strong[0] else ()


def _agree(one: str, other: str) -> bool:
    """Tell whether one short answer holds all words of the other: "53 billion" and "at least $53 billion"."""
    first, second = ({word.lower() for word in words(text)} for text in (one, other))
    return first <= second or second <= first


def _headed(support: Support, subject: Sequence[str]) -> str:
    """Return a sentence under its headings: under "Goals", "Raise sales by 20 %" says what the goals are.

    The title stays away: with it, balanced accuracy on wiki_articles is 0.674, without it 0.682.
    """
    text = support.labelled or support.quote
    return titled("", support.headings, f"{support.before} {text}" if support.before else text, subject)


def _weighed(support: Support, alone: float) -> Support:
    """Score a sentence by the geometric mean of its probability in the passage and alone."""
    return replace(support, score=support.score ** (1 - ALONE) * alone**ALONE)


def _best_first(chosen: Sequence[Support]) -> tuple[Support, ...]:
    """Put the best sentence first, then the others by chunk, and within a chunk as they were written."""
    rank: dict[int, int] = {}
    for support in chosen:
        rank.setdefault(support.chunk.id, len(rank))
    rest = sorted(chosen[1:], key=lambda support: (rank[support.chunk.id], support.start))
    return (*chosen[:1], *rest)
