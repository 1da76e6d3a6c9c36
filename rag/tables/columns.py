"""Which columns a word names, or means by way of a synonym, and what columns are like."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from rag.tables.types import Column, Table
from rag.tables.values import CURRENCIES, EARLIEST_YEAR, LATEST_YEAR
from rag.tables.words import vocabulary
from rag.tables.words.matching import part_of, same, tokens
from rag.tables.words.vocabulary import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rag.tables.words.vocabulary import Direction

# The name of a column that counts rows.
ROWS = "number of rows"
MEASURED = frozenset(("number", "time"))
# Of the cells of a column of persons: some have initials, or a particle such as "van".
MOST_PEOPLE = 0.8
# Ends of the words for those who do something, or are here: "Borrower", "Assignee", "Tenant", "Gast".
_AGENTS = ("er", "or", "ee", "ant", "ist", "ian", "guest", "gast", "in")
# Of the cells by which forms are told apart.
MOST_DIFFERENT = 0.75


class Names:
    """The names of a table's columns.

    Parameters
    ----------
    columns
        Of the table.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._words = {
            column.place: tuple(
                token.folded
                for token in tokens(column.name)
                if token.folded not in vocabulary.SMALL | vocabulary.NEGATIONS
            )
            for column in columns
        }
        self._families = {
            column.place: _fitting(column, frozenset().union(*map(meant, _subject(column)))) | _people(column)
            for column in columns
        }

    def named(self, word: str) -> list[Column]:
        """Return the columns that have the word in their names."""
        return [column for column in self._columns if any(same(word, each) for each in self._words[column.place])]

    def is_whole(self, column: Column, word: str) -> bool:
        """Tell whether the word is all that a column's name says."""
        said = self._words.get(column.place, ())
        return len(said) == 1 and same(word, said[0])

    def meant(self, word: str) -> list[Column]:
        """Return the columns with a synonym of the word in their names, or with a compound that it is part of."""
        if word in vocabulary.MONEY_WORDS:
            return self.money()
        families = meant(word)
        found = [column for column in self._columns if families & self._families[column.place]]
        if families & vocabulary.PAID and word in vocabulary.PAYING:  # what is paid a night is not what was paid
            found = [column for column in found if not is_rate(column)]
        if found:
            return found
        if families & vocabulary.MONEY and (money := self.unnamed_money()):
            return money
        if families & vocabulary.PAID and (paid := self._paid()):
            return paid
        return [column for column in self._columns if any(part_of(word, each) for each in self._words[column.place])]

    def of_families(self, families: Iterable[str]) -> list[Column]:
        """Return the columns of the first of these families that has any."""
        for family in families:
            found = [column for column in self._columns if family in self._families[column.place]]
            if found:  # "Unit price" is a price, and "Quantity" a quantity
                return [column for column in found if family in meant(_subject(column)[-1])] or found
        return []

    def families(self, column: Column) -> frozenset[str]:
        """Return the families of the words in a column's name; none of a column that the table does not have."""
        return self._families.get(column.place, frozenset())

    def says(self, column: Column, direction: Direction) -> bool:
        """Tell whether a column's name says which end its values are of: "lowest temperature"."""
        ends = (vocabulary.EXTREMES.get(word) for word in self._words[column.place])
        return any(end is not None and end[0] == direction for end in ends)

    def money(self) -> list[Column]:
        """Return the columns of amounts of money."""
        named = [
            column
            for column in self._columns
            if column.kind in MEASURED and self._families[column.place] & vocabulary.MONEY
        ]
        found = self._currencies() or named
        return [column for column in found if set(self._words[column.place]) & vocabulary.SUMS] or found

    def _paid(self) -> list[Column]:
        """Return the columns of what is paid, by whatever name: "pay" may mean the column "Fee"."""
        return [
            column
            for column in self._columns
            if column.kind == "number" and self._families[column.place] & vocabulary.PAID and not is_rate(column)
        ]

    def unnamed_money(self) -> list[Column]:
        """Return the columns of a currency whose names do not say what the money is for."""
        return [column for column in self._currencies() if not self._families[column.place] & vocabulary.MONEY]

    def _currencies(self) -> list[Column]:
        return [
            column
            for column in self._columns
            if column.kind == "number"
            and (column.unit.lower() in CURRENCIES or any(word in CURRENCIES for word in self._words[column.place]))
        ]


def _subject(column: Column) -> list[str]:
    """Return the words that say what a column is of: "rate" of "Rate per night"."""
    words = [token.folded for token in tokens(column.name)]
    before = takewhile(lambda word: word not in vocabulary.GROUPED, words)
    return [word for word in before if word not in vocabulary.SMALL | vocabulary.NEGATIONS]


def _fitting(column: Column, families: frozenset[str]) -> frozenset[str]:
    """Return the families that cells allow: numbers are no persons, but how many there are."""
    return families - vocabulary.OF_TEXT if column.kind in MEASURED else families


def _people(column: Column) -> frozenset[str]:
    """Return the family of persons for a column of names whose cells look like those of persons, "Ada Byron"."""
    is_of_people = column.kind == "text" and _is_name(column) and _are_people(column, least_words=1)
    return frozenset(("person",)) if is_of_people else frozenset()


def _are_people(column: Column, *, least_words: int) -> bool:
    filled = [cell.split() for cell in column.cells if cell]
    alike = [
        words
        for words in filled
        if len(words) >= least_words and all(word[:1].isupper() and word.isalpha() for word in words)
    ]
    return len(alike) >= MOST_PEOPLE * len(filled) > 0


def beside_numbers(column: Column) -> list[str]:
    """Return the words that stand beside most numbers of a column: "month" of "£720 a month"."""
    filled = [cell for cell in column.cells if cell] if column.kind == "number" else []
    often = Counter(
        word for cell in filled for word in {token.folded for token in tokens(cell) if token.folded.isalpha()}
    )
    return [word for word, count in often.items() if 2 * count > len(filled)]


def is_key(column: Column) -> bool:
    """Tell whether each row has a cell of its own in a column."""
    return column.kind == "text" and "" not in column.cells and len(set(column.cells)) == len(column.cells)


def key(table: Table) -> Column:
    """Return what the rows of a table are of.

    Of forms, what they are known by. Otherwise the first column whose cells are all different, rather names than codes.
    """
    if table.is_of_forms and (known := known_by(table)):
        return known[0]
    keys = [column for column in table.columns if is_key(column)]
    return next((column for column in keys if not is_code(column)), next(iter(keys), table.columns[0]))


def known_by(table: Table) -> list[Column]:
    """Return the fields that tell most forms apart, the best first: name, title, customer, address, number."""
    names = Names(table.columns)
    named = [names.named(family) or names.of_families((family,)) for family in vocabulary.KEYS]
    numbered = [each for each in table.columns if vocabulary.NUMBERED & {token.folded for token in tokens(each.name)}]
    found = {}
    for column in [column for columns in (*named, numbered) for column in columns]:
        filled = [cell for cell in column.cells if cell]
        if column.kind == "text" and 2 * len(filled) >= len(table.rows) and _tells_apart(filled):
            found[column.place] = column
    return list(found.values())


def with_people(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of persons by their cells, "Ada Byron", and by the ending of their names: "Borrower"."""
    return [
        column
        for column in columns
        if column.kind == "text" and column.name.lower().endswith(_AGENTS) and _are_people(column, least_words=2)
    ]


def _tells_apart(cells: Sequence[str]) -> bool:
    return len(set(cells)) >= MOST_DIFFERENT * len(cells)


def _is_name(column: Column) -> bool:
    return any(same(token.folded, "name") for token in tokens(column.name))


def numbers_rows(column: Column) -> bool:
    """Tell whether a column is the number by which each row is known: the first one, whole and different everywhere."""
    if column.place != 0 or column.kind != "number" or len(set(column.cells)) != len(column.cells):
        return False
    return all(isinstance(value, Decimal) and value == value.to_integral_value() for value in column.values)


def summed(columns: tuple[Column, ...]) -> Column:
    """Return a column with the sum of several in each row."""
    values = tuple(
        None
        if any(value is None for value in row)
        else sum((value for value in row if isinstance(value, Decimal)), Decimal(0))
        for row in zip(*(column.values for column in columns), strict=True)
    )
    name = " + ".join(column.name for column in columns)
    return Column(-1, name, "number", columns[0].unit, ("",) * len(values), values)


def number_of_rows(table: Table) -> Column:
    """Return a column that says 1 in each row, so that its sums are numbers of rows."""
    count = len(table.rows)
    return Column(-1, ROWS, "number", "", ("",) * count, (Decimal(1),) * count)


def tells(column: Column, asked: Collection[str]) -> bool:
    """Tell whether a column can say who or when: the year in "Built" is no builder, and a visit's number no day."""
    kinds = next((kinds for word, kinds in vocabulary.KINDS_ASKED.items() if word in asked), None)
    is_fitting = kinds is not None and column.kind in kinds and not says_yes_or_no(column)
    return kinds is None or is_fitting or ("date" in kinds and is_of_years(column))


def is_of_years(column: Column) -> bool:
    """Tell whether the numbers of a column are years."""
    numbers = [value for value in column.values if isinstance(value, Decimal)]
    return bool(numbers) and all(number == int(number) and EARLIEST_YEAR <= number <= LATEST_YEAR for number in numbers)


def is_code(column: Column) -> bool:
    """Tell whether most cells have digits, as the numbers of articles do."""
    coded = sum(any(map(str.isdigit, cell)) for cell in column.cells)
    return coded * 2 > len(column.cells)


def is_rate(column: Column) -> bool:
    """Tell whether a column's name says for each of what its values are: "Rate per night"."""
    return any(token.folded in vocabulary.GROUPED for token in tokens(column.name))


def says_yes_or_no(column: Column) -> bool:
    """Tell whether a column says yes or no in each row that it speaks of."""
    said = {cell.lower() for cell in column.cells if cell}
    return bool(said & vocabulary.YES and (said & vocabulary.NO or "" in column.cells)) and said <= (
        vocabulary.YES | vocabulary.NO
    )
