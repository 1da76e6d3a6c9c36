"""Choose the columns that the words of a question mean, and remember which of them are used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.tables.columns import MEASURED, key, numbers_rows, summed, with_people
from rag.tables.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection

    from rag.tables.query.binding import Bindings
    from rag.tables.types import Column


_WHO = vocabulary.KINDS_ASKED.keys()


class AmbiguousError(Exception):
    """The words fit together in several ways, or in none."""


@dataclass(slots=True)
class ColumnChoice:
    """Chooses columns for words, and remembers what was chosen.

    Parameters
    ----------
    bindings
        The words and what they may mean.
    exact
        Whether every choice so far was the only one.
    used
        Places of words whose column is that of a condition or an extreme, so that it is not what is wanted.
    """

    bindings: Bindings
    exact: bool
    used: set[int] = field(default_factory=set)

    def settle(self) -> None:
        """Let each word mean one column: the one that most words of the question may mean."""
        columns = self.bindings.columns
        often: dict[int, int] = {}
        for options in columns.values():
            for column in options:
                often[column.place] = often.get(column.place, 0) + 1
        for place, options in columns.items():
            most = max(often[column.place] for column in options)
            columns[place] = [column for column in options if often[column.place] == most]
            word = self.bindings.asked[place].folded  # "nights" are "Nights", and not the "Rate per night"
            whole = [column for column in columns[place] if self.bindings.names.is_whole(column, word)]
            columns[place] = whole if len(whole) == 1 else columns[place]
            kinds = [vocabulary.KINDS_ASKED[each.folded] for each in self.bindings.asked if each.folded in _WHO]
            if kinds:  # "who borrowed" asks for the borrower, "when" for the day
                columns[place] = [each for each in columns[place] if each.kind in kinds[0]] or columns[place]

    @property
    def key(self) -> Column:
        """What the rows are of."""
        return key(self.bindings.table)

    def bound(self, kinds: Collection[str] = ()) -> list[Column]:
        """Return the columns that words mean which are not used yet, each once."""
        found = {}
        for place, options in self.bindings.columns.items():
            if place in self.used:
                continue
            fitting = [column for column in options if not kinds or column.kind in kinds]
            if len(fitting) > 1 and self.key in fitting:  # "article" is its number and its name
                fitting = [self.key]
            if len(fitting) > 1:
                raise AmbiguousError
            found.update({column.place: column for column in fitting})
        return list(found.values())

    def use(self, column: Column) -> None:
        """Use the words that mean a column, so that it is not what is wanted."""
        self.used.update(place for place, options in self.bindings.columns.items() if column in options)

    def shown(self, of: Column) -> Column:
        """Return the column that is shown for one that is computed with."""
        return self.key if of.place < 0 else of

    def said(self, word: str) -> list[Column]:
        """Return the columns that tell what is asked for with "who", "where" or "when", the best first.

        Who it is also a column tells whose cells are persons: "Borrower".
        """
        if (found := self.bindings.names.of_families(vocabulary.ASKED[word])) or word not in vocabulary.WHO:
            return found
        self.exact = False
        people = with_people(self.bindings.table.columns)
        return people if len(people) == 1 else []

    def measure(self, *, added: bool = True) -> Column:
        """Return the column of numbers that is asked for, or the sums over all that are asked for alike."""
        alike = self.alike() if added else ()
        if alike:
            self.exact = False
            for column in alike:
                self.use(column)
            return summed(alike)
        named = [column for column in self.bound(MEASURED) if column != self.key]
        bound = [column for column in named if not numbers_rows(column)]
        names = self.bindings.names
        counted = "count" in self.bindings.roles and not bound
        quantities = self._quantities() if counted else []
        if named and not bound and not quantities:  # "a full plot" names a row of the column "Plot", nothing to add up
            raise AmbiguousError
        options = bound or quantities or names.money()
        self.exact = self.exact and bool(bound)
        if len(options) != 1:
            raise AmbiguousError
        self.use(options[0])
        return options[0]

    def has_quantity(self) -> bool:
        """Tell whether a column says how many there are of each row's thing."""
        return len(self._quantities()) == 1

    def _quantities(self) -> list[Column]:
        return [each for each in self.bindings.names.of_families(("quantity",)) if each.kind == "number"]

    def alike(self) -> tuple[Column, ...]:
        """Return the columns of numbers that words mean equally, such as those of the adults and of the children."""
        found = {}
        for place, options in self.bindings.columns.items():
            numbers = tuple(column for column in options if column.kind == "number")
            if place not in self.used and len(numbers) > 1:
                found[tuple(column.place for column in numbers)] = numbers
        others = [each for each in self.bindings.table.columns if "total" in each.name.lower()]
        return next(iter(found.values())) if len(found) == 1 and not others else ()
