"""Grade a reply to a question of a trial: pure functions over what was shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.trial.questions import ANY

if TYPE_CHECKING:
    from bench.trial.questions import Question

# Of the closest statements of an unsure reply, the first three are shown.
CLOSEST = 3
# A sentence of at least as many words helps when it is a part of a helpful statement.
PART_WORDS = 3
# An answer with as many sentences that do not help is still concise.
UNHELPFUL = 1
# A computed number may be rounded to two places.
ROUNDING = 0.006


@dataclass(frozen=True, slots=True)
class Statement:
    """One shown sentence, the documents that it cites, and the headings that are shown with its citations."""

    text: str
    sources: tuple[str, ...]
    headings: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was shown for a question.

    Parameters
    ----------
    answered
        Whether it was shown as an answer.
    statements
        Of the answer; empty when there is none.
    closest
        Of an unsure reply; empty otherwise.
    confidence
        0 to 1.
    high
        Whether the product calls that confidence high.
    values
        Computed values, as shown.
    invalid
        How many citations are not verbatim in their documents.
    """

    answered: bool
    statements: tuple[Statement, ...] = ()
    closest: tuple[Statement, ...] = ()
    confidence: float = 0.0
    high: bool = False
    values: tuple[str, ...] = ()
    invalid: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """How good a reply is.

    Parameters
    ----------
    right
        All that must be shown is shown as the answer, cited from an accepted document, and nothing that must not be;
        of an unanswerable question: it is not answered.
    concise
        Right, and at most one shown sentence does not help.
    shown
        Right, or all that must be shown is among the first three closest statements.
    refused
        The documents answer, but the right statement was shown neither as the answer nor among the closest.
    wrong_high
        Answered wrongly, and called highly confident.
    invalid
        How many citations are not verbatim.
    """

    right: bool
    concise: bool
    shown: bool
    refused: bool
    wrong_high: bool
    invalid: int


def grade(question: Question, reply: Reply) -> Grade:
    """Grade one reply."""
    if question.unanswerable is not None:
        texts = [statement.text for statement in reply.statements]
        right = not reply.answered or any(stands(string, text) for string in question.allowed for text in texts)
        concise = shown = right
        refused = False
    else:
        right = reply.answered and _right(question, reply)
        concise = right and sum(not helps(question, each) for each in reply.statements) <= UNHELPFUL
        closest = reply.closest[:CLOSEST]
        shown = right or _complete(question, closest) or _rows(question, (*reply.statements, *closest))
        refused = not reply.answered and not shown
    return Grade(right, concise, shown, refused, reply.answered and not right and reply.high, reply.invalid)


def helps(question: Question, statement: Statement) -> bool:
    """Whether a shown sentence helps to answer the question."""
    if ANY in question.helpful or any(re.search(each, statement.text, re.IGNORECASE) for each in question.patterns):
        return True
    wanted = [*question.helpful, *(string for group in question.must for string in group)]
    shown = f"{statement.text}\n{statement.headings}"
    if any(stands(string, shown) for string in wanted):
        return True
    text = normalised(statement.text)
    return len(text.split()) >= PART_WORDS and any(text in normalised(string) for string in question.helpful)


def stands(string: str, text: str) -> bool:
    """Whether a string stands in a text as whole words and whole numbers, whatever the case, quotes and spaces.

    A comma ends a number, because it also stands between the cells of a row.

    >>> stands("250", "up to 250 euros"), stands("250", "1.250"), stands("lease", "Releases")
    (True, False, False)
    """
    string = normalised(string)
    before = r"(?<!\w)(?<!\d[.:])" if string[0].isdigit() else r"(?<!\w)" if string[0].isalnum() else ""
    after = r"(?!\w)(?![.:]\d)" if string[-1].isdigit() else r"(?!\w)" if string[-1].isalnum() else ""
    return re.search(before + re.escape(string) + after, normalised(text)) is not None


def normalised(text: str) -> str:
    """Return a text with one case, straight quotes, plain hyphens, single spaces, and no marks of emphasis."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = text.translate(str.maketrans("‘’“”„–—−", '\'\'"""---', "*`|"))
    return " ".join(text.split())


def _right(question: Question, reply: Reply) -> bool:
    if any(stands(string, each.text) for string in question.never for each in reply.statements):
        return False
    if question.value is not None and any(_same(question.value, value) for value in reply.values):
        return True
    return _complete(question, reply.statements)


def _complete(question: Question, statements: tuple[Statement, ...]) -> bool:
    accepted = [each for each in statements if ANY in question.sources or set(each.sources) & set(question.sources)]
    shown = "\n".join(f"{each.text}\n{each.headings}" for each in accepted)
    if not accepted or not (question.must or question.patterns):
        return False
    return all(any(stands(string, shown) for string in group) for group in question.must) and all(
        re.search(pattern, shown, re.IGNORECASE) for pattern in question.patterns
    )


def _rows(question: Question, statements: tuple[Statement, ...]) -> bool:
    """Whether every row that a computed value rests on is shown, so that a reader can work it out."""
    shown = "\n".join(each.text for each in statements)
    return question.value is not None and all(stands(string, shown) for string in question.helpful)


def _same(wanted: float, shown: str) -> bool:
    digits = re.sub(r"[^\d.,-]", "", shown)
    forms = {digits.replace(",", ""), digits.replace(".", "").replace(",", ".")}
    return any(abs(float(form) - wanted) <= ROUNDING for form in forms if re.fullmatch(r"-?\d+(\.\d+)?", form))
