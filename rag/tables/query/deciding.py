"""Turn bound words into a query: decide which cells are meant, which column is wanted, what is computed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.tables.columns import (
    MEASURED,
    is_code,
    is_key,
    is_rate,
    says_yes_or_no,
    tells,
)
from rag.tables.query.column_choice import AmbiguousError, ColumnChoice
from rag.tables.query.extremes import extreme_of
from rag.tables.query.plausibility import is_plausible, names_things
from rag.tables.typed_tables import EMPTY
from rag.tables.types import Condition, Query
from rag.tables.values import CURRENCIES
from rag.tables.words import vocabulary
from rag.tables.words.matching import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.tables.query.binding import Bindings
    from rag.tables.query.cells import Mention
    from rag.tables.query.conditions import Bound
    from rag.tables.types import Column
    from rag.types import Operation

# Between a column and its cell: "reports to Greta Holm", but not "boss of Liam Fenwick".
_BETWEEN = vocabulary.SMALL - frozenset(("of", "von", "vom", "der", "des", "is", "ist", "was", "war"))
_AND = frozenset(("and", "und"))
_ALL = frozenset("all every each list show which alle jede jeden jedes welche".split())


def decide(bindings: Bindings) -> Query | None:
    """Return the query that bound words amount to; None where they amount to several, or to none."""
    try:
        return _Decision(bindings, ColumnChoice(bindings, bindings.exact)).query()
    except AmbiguousError:
        return None


@dataclass(slots=True)
class _Decision:
    bindings: Bindings
    choice: ColumnChoice
    conditions: list[Condition] = field(default_factory=list)

    def query(self) -> Query:
        """Decide on columns, then conditions, then what is computed, then what is wanted."""
        bindings = self.bindings
        self.choice.settle()
        for mention in bindings.cells:
            self._add(self._meant_cells(mention))
        for condition in bindings.numbers:
            self._add(condition)
            self.choice.use(condition.column)
        for bound in bindings.bounds:
            self._add(self._compared(bound))
        self._add_said()
        extreme = extreme_of(self.bindings, self.choice)
        aggregate, of, wanted = (*extreme, None) if extreme else self._aggregate()
        self._check_asked()
        if aggregate in {"count", "count of different", "sum", "average"}:
            self._add_filled()
            if not is_plausible(bindings, self.choice, self.conditions, aggregate, of):
                raise AmbiguousError
        wanted = wanted or self._wanted(of, listed=not (self.conditions or aggregate))
        group = wanted if extreme and self._is_group(wanted, extreme[1]) else None
        return Query(
            bindings.table, tuple(self.conditions), wanted, aggregate, of, bindings.limit, self.choice.exact,
            bindings.roles.count("context"), group,
        )  # fmt: skip

    def _is_group(self, wanted: Column, of: Column) -> bool:
        """Tell whether the most of all that somebody has is asked for, and not the one row with the most."""
        word = self.bindings.extreme[2] if self.bindings.extreme else ""
        several = wanted.kind == "text" and len(set(wanted.cells)) < len(wanted.cells)
        return word in vocabulary.OF_GROUPS and several and not self.bindings.names.families(of) & vocabulary.NOT_ADDED

    def _check_asked(self) -> None:
        """Tell a question from words that only name a cell."""
        asked = {token.folded for token in self.bindings.asked}
        says = set(self.bindings.roles) - {"", "cell", "context"} or asked & (vocabulary.ASKED.keys() | _ALL)
        grouped = [
            place
            for place, token in enumerate(self.bindings.asked)
            if token.folded in vocabulary.GROUPED
            and (columns := self.bindings.beside(place, 1, vocabulary.SMALL))
            and not any(is_rate(column) for column in columns)
        ]
        if not says or (grouped and not self.bindings.extreme):
            raise AmbiguousError

    # -- conditions -------------------------------------------------------------------------------------------------

    def _add(self, condition: Condition) -> None:
        """Add a condition: words of the same cells ("yellow, blinking") need both, of other cells either."""
        for place, other in enumerate(self.conditions):
            if other.column == condition.column and other.operator == condition.operator == "is":
                same = other.texts & condition.texts
                self.conditions[place] = replace(other, texts=same or other.texts | condition.texts)
                return
        self.conditions.append(condition)

    def _meant_cells(self, mention: Mention) -> Condition:
        columns = {column.place: column for column in self.bindings.table.columns}
        for step, place, through in ((-1, mention.start, _BETWEEN), (1, mention.end - 1, frozenset[str]())):
            if step < 0 and self.bindings.asked[mention.start - 1].folded in vocabulary.LEADING:
                continue
            if step > 0 and [token.folded for token in self.bindings.asked[place + 2 : place + 3]] == ["to"]:
                continue  # "Who does X report to" asks for the one above X
            for column in self.bindings.beside(place, step, through):
                if column.place in mention.cells:
                    self.choice.use(column)
                    return Condition(column, "is", mention.cells[column.place])
        if len(mention.cells) > 1 and not mention.exact:
            self.choice.exact = False
        column = columns[min(mention.cells)]
        return Condition(column, "is", mention.cells[column.place])

    def _compared(self, bound: Bound) -> Condition:
        options = self._of_unit(bound.unit) if bound.unit else []
        if len(options) != 1:
            words = self.bindings.columns.items()
            named = [(abs(place - bound.start), column) for place, each in words for column in each]
            fitting = [column for _, column in sorted(named, key=lambda pair: pair[0]) if bound.over(column)]
            narrowed = [column for column in fitting if column in options]
            options = narrowed[:1] or (fitting[:1] if not options else [])
        if not options and bound.word in vocabulary.COMPARED:
            options = self.bindings.names.of_families((vocabulary.COMPARED[bound.word],)) or options
        if not options and bound.word in vocabulary.AGES:
            options = self.bindings.names.of_families(("age", "born", "opened"))
        if not options and not bound.unit:
            if self.bindings.columns.get(bound.start - 1):  # "paid before": the day is not of the delivery
                raise AmbiguousError
            of_days = (column for column in self.bindings.table.columns if column.kind in {"date", "text"})
            options = [column for column in of_days if bound.over(column)]
        if len(options) != 1 or (condition := bound.over(options[0])) is None:
            raise AmbiguousError
        self.choice.use(options[0])
        if bound.word in vocabulary.AGES and options[0].kind == "date":
            opposite = {"above": "below", "below": "above"}
            return replace(condition, operator=opposite.get(condition.operator, condition.operator))  # type: ignore[arg-type]
        return condition

    def _of_unit(self, unit: str) -> list[Column]:
        if unit in CURRENCIES:
            return self.bindings.names.money()
        found = [
            column
            for column in self.bindings.table.columns
            if column.kind in MEASURED
            and (
                vocabulary.same_unit(unit, column.unit.lower())
                or any(vocabulary.same_unit(unit, token.folded) for token in tokens(column.name))
            )
        ]
        if found or not any(vocabulary.same_unit(unit, token.folded) for token in tokens(self.bindings.table.context)):
            return found
        return [column for column in self.bindings.table.columns if column.kind in MEASURED]

    def _add_said(self) -> None:
        """Add what columns of yes and no must say, and what cells must be empty."""
        denied = "not" in self.bindings.roles
        key = {condition.column.place for condition in self.conditions if is_key(condition.column)}
        for place, options in self.bindings.columns.items():
            column = options[0]
            if len(options) > 1 or place in self.choice.used or key:
                continue
            if says_yes_or_no(column):
                self._add(Condition(column, "no" if denied else "yes"))
                self.choice.used.add(place)
                denied = False
            elif denied and place > self.bindings.roles.index("not") and "" in column.cells:
                empty = frozenset(cell for cell in column.cells if cell.lower() in EMPTY)
                self._add(Condition(column, "is", empty))
                self.choice.used.add(place)
                denied = False
        if denied:
            raise AmbiguousError

    def _add_filled(self) -> None:
        """Let rows be counted that have what is asked for: "how many have a note"."""
        for column in self.choice.bound():
            self.choice.use(column)
            if column.kind != "text" or "" not in column.cells:
                if column != self.choice.key:
                    self.choice.exact = False
                continue
            filled = frozenset(cell for cell in column.cells if cell.lower() not in EMPTY)
            self._add(Condition(column, "is", filled))

    # -- what is computed -------------------------------------------------------------------------------------------

    def _aggregate(self) -> tuple[Operation | None, Column | None, Column | None]:
        """Return what is computed, of which column, and the column that is wanted where that is decided by it."""
        roles = self.bindings.roles
        if "average" in roles or "sum" in roles:
            of = self.choice.measure(added="average" not in roles)
            return "average" if "average" in roles else "sum", of, self.choice.shown(of)
        if "count" in roles:
            return self._counted(roles.index("count"))
        asked = {token.folded for token in self.bindings.asked}
        if "measure" in roles or asked & vocabulary.SPENT:
            of = self.choice.measure()
            return self._summed(of), of, self.choice.shown(of)
        return None, None, None

    def _counted(self, place: int) -> tuple[Operation | None, Column | None, Column | None]:
        behind = sorted(at for at in self.bindings.columns if at > place and at not in self.choice.used)
        column = self.bindings.columns[behind[0]][0] if behind else None
        if column is None and self.bindings.roles[place + 2 :][:1] == ["cell"] and self.choice.has_quantity():
            of = self.choice.measure()
            return "sum", of, self.choice.shown(of)
        if column is None or column.place == 0 or is_key(column):
            if not (column or "context" in self.bindings.roles or self.conditions):
                raise AmbiguousError
            if column:
                self.choice.use(column)
            return "count", None, column
        if column.kind == "number":
            if names_things(column, self.bindings.asked[behind[0]].folded):
                raise AmbiguousError
            of = self.choice.measure()
            return self._summed(of), of, self.choice.shown(of)
        self.choice.use(column)
        return "count of different", column, column

    def _summed(self, of: Column) -> Operation | None:
        """Return whether several rows are added up: what somebody spent, but not what articles of one name cost."""
        return None if self.bindings.names.families(of) & vocabulary.NOT_ADDED else "sum"

    # -- what is wanted ---------------------------------------------------------------------------------------------

    def _wanted(self, of: Column | None, *, listed: bool) -> Column:
        bound = [column for column in self.choice.bound() if column != of]
        asked = {token.folded for token in self.bindings.asked}
        if listed and not (
            bound and asked & _ALL and all(column in {self.choice.key, *self._first()} for column in bound)
        ):
            raise AmbiguousError
        others = [column for column in bound if column != self.choice.key] or bound
        if asked & vocabulary.WHO and others == [self.choice.key] and is_code(others[0]):
            others = []  # a number of a booking is nobody
        if len(others) > 1 and not asked & _AND:
            raise AmbiguousError
        if not others:
            said = sorted(asked & vocabulary.ASKED.keys())
            if said and of and of.kind in vocabulary.KINDS_ASKED.get(said[0], ()):
                return of
            return self._asked(said[0]) if said else self.choice.key
        if not tells(others[0], asked):
            raise AmbiguousError
        is_known = any(is_key(condition.column) for condition in self.conditions)
        return self.choice.key if is_key(others[0]) and is_code(others[0]) and not is_known else others[0]

    def _first(self) -> Iterable[Column]:
        return self.bindings.table.columns[:1]

    def _asked(self, word: str) -> Column:
        if not (options := self.choice.said(word)) or any(each.column == options[0] for each in self.conditions):
            raise AmbiguousError  # who somebody is, whom the question names, no column tells
        return options[0]
