"""The names, numbers, dates and codes of a question: an answer must be about them and not about others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.text.tokenizer import stem
from rag.text.claim_tokens import names, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rag.text.claim_tokens import Word

# A name of several words is met where at least this share of them stands: "Tsai" is enough for "Joe Tsai".
SHARE = 0.5
# Words of a headline at least; a name is shorter.
HEADLINE = 5
# "3 reasons" counts, "12 %", "2019" and "E07" name something.
_NAMES_SOMETHING = re.compile(r"\d\d|\d[^\W\d_]|[^\W\d_]\d|\d[.,:/]\d")
# A number behind one of these is a limit: what lies on the right side of it need not name it.
_LIMITS = frozenset("under over above below after before since until than least most between".split())

_TIMES = frozenset(
    stem(word)
    for word in """january february march april may june july august september october november december monday mondays
    tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays""".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A name, a number, a date or a code of a question.

    Parameters
    ----------
    stems
        Of its words, as the keyword index knows them.
    number
        Whether it must stand as a number.
    """

    stems: frozenset[str]
    number: bool = False

    def met_by(self, said: Iterable[Word]) -> bool:
        """Tell whether the words of a context name it."""
        found = {word.stem for word in said if not self.number or word.kind == "number"}
        return len(self.stems & found) >= SHARE * len(self.stems)


def terms(question: str, passages: Iterable[str]) -> tuple[Term, ...]:
    """Return what a question names.

    Parameters
    ----------
    question
        As it was read.
    passages
        That were found for it: a word of the question in small letters is a name where they write it with a capital
        only.
    """
    asked = parsed(question)
    lines = [parsed(line) for passage in passages for line in passage.splitlines()]
    found = [word for line in lines if not _is_headline(line) for word in line]
    small = {word.stem for word in found if word.text[0].islower()}
    capital = names(found) - small
    terms: list[Term] = []
    run: list[str] = []
    for before, word in zip((None, *asked), asked, strict=False):
        if word.kind == "name" or (word.kind == "word" and word.stem in capital):
            run.append(word.stem)
            continue
        if run:
            terms.append(Term(frozenset(run)))
            run = []
        is_limit = before is not None and before.text.lower() in _LIMITS
        if _NAMES_SOMETHING.search(word.text) and not is_limit:
            terms.append(Term(frozenset({word.stem}), number=word.kind == "number"))
    if run:
        terms.append(Term(frozenset(run)))
    return tuple(dict.fromkeys(terms))


def _is_headline(words: Sequence[Word]) -> bool:
    """Tell whether all words of a line have a capital, as in "Strike Closes Port for Second Week": none is a name."""
    meant = [word for word in words if word.kind in {"word", "name"}]
    return len(meant) >= HEADLINE and all(word.text[0].isupper() for word in meant)


def without_times(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Leave out months and days of the week.

    "Can I burn leaves in October?" is answered by "only in November": yes or no depends on the time.
    """
    return tuple(term for term in terms if not term.stems <= _TIMES)


def met(terms: Sequence[Term], context: str) -> bool:
    """Tell whether a context names all that the question names."""
    said = parsed(context) if terms else ()
    return all(term.met_by(said) for term in terms)
