"""What each word of a question is bound to, in one table: a cell, a column, a comparison, what to compute."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from rag.tables.columns import Names, beside_numbers
from rag.tables.query.cells import mentions
from rag.tables.query.conditions import compared, equal, gendered, of_month
from rag.tables.words import vocabulary
from rag.tables.words.comparatives import superlative
from rag.tables.words.matching import NUMBER_WORDS, ORDINALS, part_of, same, tokens
from rag.tables.words.vocabulary import meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rag.tables.query.cells import Mention
    from rag.tables.query.conditions import Bound
    from rag.tables.types import Column, Condition, Table
    from rag.tables.words.matching import Token
    from rag.tables.words.vocabulary import Direction

Role = Literal[
    "", "cell", "column", "bound", "number", "context", "extreme", "limit", "sum", "average", "not", "count", "measure"
]
_PHRASES: tuple[tuple[tuple[str, ...], Role], ...] = (
    (("how", "many"), "count"), (("wie", "viele"), "count"), (("wieviele",), "count"), (("number", "of"), "count"),
    (("anzahl",), "count"), (("how", "much"), "measure"), (("wie", "viel"), "measure"), (("wieviel",), "measure"),
)  # fmt: skip
_FIRST = frozenset("first erste erster ersten".split())
_LAST = frozenset("last letzte letzter letzten".split())
_IN = frozenset("in im during of since this".split())
_OR = frozenset(("or", "oder"))
# Words behind which stands what is asked for: "which servers", "how many books", "all flats".
_BEFORE_NOUN = frozenset("which what many all every each welche welcher welches welchen viele alle jede".split())


@dataclass(slots=True)
class Bindings:
    """What the words of a question are bound to.

    Parameters
    ----------
    table
        That is asked.
    asked
        The question's words.
    names
        Of the table's columns.
    roles
        Of each word; "" for one that is bound to nothing.
    columns
        Which columns a word may mean, by its place.
    cells
        Words that stand in cells.
    bounds
        Comparisons whose column is not decided yet.
    numbers
        Conditions out of bare numbers, months and the like.
    extreme
        Which end is asked for, the families of columns that the word speaks of, and the word.
    limit
        How many rows of the extreme.
    pronouns
        That stand for somebody or something that the question does not name.
    exact
        Whether nothing was bound by way of a synonym, a compound or a part of a cell.
    """

    table: Table
    asked: Sequence[Token]
    names: Names
    roles: list[Role]
    columns: dict[int, list[Column]] = field(default_factory=dict)
    cells: list[Mention] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    numbers: list[Condition] = field(default_factory=list)
    extreme: tuple[Direction, tuple[str, ...], str] | None = None
    limit: int = 1
    pronouns: list[str] = field(default_factory=list)
    exact: bool = True

    def is_free(self, start: int, end: int, besides: str = "") -> bool:
        """Tell whether the words from ``start`` to ``end`` are bound to nothing."""
        return all(role in {"", besides} for role in self.roles[start:end])

    def take(self, start: int, end: int, role: Role) -> None:
        """Bind the words from ``start`` to ``end``."""
        self.roles[start:end] = [role] * (end - start)
        for place in range(start, end):
            if role != "column":
                self.columns.pop(place, None)

    def beside(self, place: int, step: int, through: frozenset[str]) -> list[Column]:
        """Return the columns of the next word before or behind a place, through words that say nothing."""
        at = place + step
        while 0 <= at < len(self.asked) and not self.roles[at] and self.asked[at].folded in through:
            at += step
        return self.columns.get(at, [])

    @property
    def unbound(self) -> list[str]:
        """The words that mean something, but are bound to nothing."""
        is_whether = self.asked[0].folded in vocabulary.WHETHER  # then the verb counts: "was the queen seen?"
        idle = vocabulary.SMALL | (vocabulary.ALLOWED if is_whether else vocabulary.LIGHT)
        pairs = zip(self.roles, self.asked, strict=True)
        return [*(token.text for role, token in pairs if not role and token.folded not in idle), *self.pronouns]


def bind(question: str, table: Table) -> Bindings:
    """Bind the words of a question, what is certain first.

    Cells of several words, names of columns, comparisons, what to compute, other cells, parts of cells, synonyms of
    names of columns, numbers, and what is said of the whole table.
    """
    asked = tokens(question)
    said = {token.folded for token in asked}
    table = replace(table, columns=tuple(each for each in table.columns if not _is_of_another(each, said)))
    bindings = Bindings(table, asked, Names(table.columns), [""] * len(asked))
    cells = mentions(table, asked)
    cells = [each for each in cells if each.exact or not _is_kind_of_rows(bindings, each)]
    _take_cells(bindings, (each for each in cells if each.exact and each.end - each.start > 1))
    _take_columns(bindings, bindings.names.named)
    for bound in compared(asked):
        if bindings.is_free(bound.start, bound.end, besides="column"):
            bindings.take(bound.start, bound.end, "bound")
            bindings.bounds.append(bound)
    _take_operations(bindings)
    _take_months(bindings)
    _take_cells(bindings, cells)
    _take_columns(bindings, bindings.names.meant, certain=False)
    _take_numbers(bindings)
    _take_context(bindings)
    _free_pronouns(bindings)
    return bindings


def _is_of_another(column: Column, said: set[str]) -> bool:
    """Tell whether a column is of something else than its row, which a question would have to say: "Next meeting"."""
    return any(each.folded in vocabulary.OTHER and each.folded not in said for each in tokens(column.name))


def _is_kind_of_rows(bindings: Bindings, mention: Mention) -> bool:
    """Tell whether a part of a cell says what all rows are: "which servers" in a list of servers, not "Mail Server"."""
    asked, context = bindings.asked, tokens(bindings.table.context)
    word = asked[mention.start].folded
    behind = mention.start > 0 and asked[mention.start - 1].folded in _BEFORE_NOUN
    said = any(same(word, each.folded) for each in context)
    return mention.end - mention.start == 1 and (said or (behind and bool(bindings.names.named(word))))


def _free_pronouns(bindings: Bindings) -> None:
    """Leave a pronoun unbound that no cell before it explains: "she" may be anybody."""
    for place, token in enumerate(bindings.asked):
        if "cell" not in bindings.roles[:place] and token.folded in vocabulary.PRONOUNS:
            bindings.pronouns.append(token.text)


def _take_cells(bindings: Bindings, cells: Iterable[Mention]) -> None:
    for each in cells:
        if bindings.is_free(each.start, each.end):
            bindings.take(each.start, each.end, "cell")
            bindings.cells.append(each)
            bindings.exact = bindings.exact and each.exact


def _take_columns(bindings: Bindings, matching: Callable[[str], list[Column]], *, certain: bool = True) -> None:
    context = {token.folded for token in tokens(bindings.table.context)} if bindings.table.is_of_forms else ()
    for place, token in enumerate(bindings.asked):
        if not bindings.roles[place] and token.folded not in vocabulary.SMALL and (found := matching(token.folded)):
            if len(found) > 1 and any(same(token.folded, each) for each in context):
                continue  # "invoices" are the documents, neither the invoice number nor the invoice date
            bindings.columns[place] = found
            bindings.roles[place] = "column"
            bindings.exact = bindings.exact and certain


def _take_operations(bindings: Bindings) -> None:
    asked = bindings.asked
    for phrase, role in _PHRASES:
        for place in range(len(asked)):
            said = tuple(token.folded for token in asked[place : place + len(phrase)])
            if said == phrase and phrase[0] == "number" and place and bindings.roles[place - 1] == "column":
                bindings.columns[place] = bindings.columns[place - 1]  # "the phone number of Karin" counts nothing
                bindings.roles[place] = "column"
            elif said == phrase and bindings.is_free(place, place + len(phrase)):
                bindings.take(place, place + len(phrase), role)
    for place, token in enumerate(asked):
        if bindings.roles[place]:
            continue
        if any(same(token.folded, each) for each in vocabulary.SUMS):
            bindings.take(place, place + 1, "sum")
        elif any(same(token.folded, each) for each in vocabulary.AVERAGES):
            bindings.take(place, place + 1, "average")
        elif token.folded in vocabulary.NEGATIONS:
            bindings.take(place, place + 1, "not")
        else:
            _take_extreme(bindings, place)


def _take_extreme(bindings: Bindings, place: int) -> None:
    word, compares = bindings.asked[place].folded, 0
    if any(token.folded in _OR for token in bindings.asked) and superlative(word):
        word, compares = superlative(word), 1  # "which is older, A or B": both are told
    following = bindings.asked[place + 1].folded if place + 1 < len(bindings.asked) else ""
    end, extreme = place + 1, ""
    families: tuple[str, ...]
    direction: Direction
    if word in {"most", "least"} and following in vocabulary.ADJECTIVES:
        direction = "smallest" if word == "least" else "largest"
        families, end = vocabulary.ADJECTIVES[following], place + 2
    elif word in _LAST:
        direction, families = "largest", ("rank", *vocabulary.DAYS)
    elif word in _FIRST and not bindings.names.of_families(("rank",)):
        direction, families = "smallest", vocabulary.DAYS
    elif extreme := next((each for each in vocabulary.EXTREMES if same(word, each)), ""):
        direction, families = vocabulary.EXTREMES[extreme]
    else:
        return
    bindings.take(place, end, "extreme")
    bindings.extreme = direction, families, extreme
    bindings.limit += compares
    for beside in (place - 1, end):
        number = _count(bindings.asked[beside].folded) if 0 <= beside < len(bindings.asked) else 0
        if number and not bindings.roles[beside]:
            bindings.take(beside, beside + 1, "limit")
            bindings.limit = number


def _take_months(bindings: Bindings) -> None:
    """Bind "in March" to the days of a column, before March is found to be a part of a cell."""
    days = [column for column in bindings.table.columns if column.kind == "date"]
    for place, token in enumerate(bindings.asked):
        if place and bindings.asked[place - 1].folded in _IN and len(days) == 1 and bindings.is_free(place, place + 1):
            condition = of_month(days[0], token.folded)
            if condition is not None:
                bindings.take(place, place + 1, "number")
                bindings.numbers.append(condition)


def _take_numbers(bindings: Bindings) -> None:
    """Bind a number to the column next to it, a year to the days of a column, an ordinal to the ranks."""
    for place, token in enumerate(bindings.asked):
        if bindings.roles[place]:
            continue
        condition = _numbered(bindings, place) or gendered(bindings.table, token.folded)
        if condition is not None:
            bindings.roles[place] = "number"
            bindings.numbers.append(condition)
            bindings.exact = bindings.exact and condition.operator != "starts"


def _numbered(bindings: Bindings, place: int) -> Condition | None:
    token, days = bindings.asked[place], [column for column in bindings.table.columns if column.kind == "date"]
    near = [
        column
        for through in (frozenset[str](), vocabulary.SMALL)  # "the rent of two-room flats": rooms stand nearest
        for step in (1, -1)
        for column in bindings.beside(place, step, through)
    ]
    if token.folded in ORDINALS:
        ranks = bindings.names.of_families(("rank",))
        named = [column for column in near if column.kind == "number"] or (ranks if len(ranks) == 1 else [])
        return equal(named[0], str(ORDINALS[token.folded])) if named else None
    if not token.is_number and not _count(token.folded):
        return None
    text = token.text if token.is_number else str(_count(token.folded))  # "3's" is "3" when folded
    found = (equal(column, text) for column in (*near, *(days if len(days) == 1 else ())))
    return next((condition for condition in found if condition is not None), None)


def _take_context(bindings: Bindings) -> None:
    beside = [word for column in bindings.table.columns for word in beside_numbers(column)]
    words = [*(token.folded for token in tokens(bindings.table.context)), *beside]
    families = frozenset().union(*map(meant, words))
    for place, token in enumerate(bindings.asked):
        word = token.folded
        if bindings.roles[place] or word in vocabulary.SMALL or word in vocabulary.LIGHT:
            continue
        if any(same(word, each) for each in words):
            bindings.roles[place] = "context"
        elif any(part_of(word, each) for each in words) or meant(word) & families:
            bindings.roles[place] = "context"
            bindings.exact = False


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return NUMBER_WORDS.get(word, 0) if word != "one" else 0
