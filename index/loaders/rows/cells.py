"""Sheets of plain cells, as files with commas and spreadsheets hold them: titles above, names of columns, rows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from index.loaders.content.tables import NUMBER
from index.loaders.content.writer import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.loaders.content.writer import Writer


# Rows that are looked at to find out whether the first one names the columns.
_SAMPLE = 100
# Rows above the names of the columns, such as a title and a date, and such as "Account number" with its value.
_ABOVE, _FACTS = 5, 12
# Words in the name of a column, at most, for its last one to say that it is one.
_WORDS_OF_NAME = 2
# How often a word stands in a column of few words, on average.
_OFTEN = 3
# Cells of a row that is a label with its value.
_PAIRS = 2
# What stands for no unit.
_DASHES = "-–— "
# A year, a month of one, or a day.
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?(?:-\d\d)?|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d")
# An address of mail or of the web is a cell, and so is every name in its row.
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\S+|(?:https?://|www\.)\S+", re.IGNORECASE)
# Words that end the names of columns in tables of all kinds, and hardly ever a cell.
_NAMES = frozenset(
    """
    account address age amount artist author balance brand budget capacity category city class code color colour
    comment comments company contact cost costs country credit currency customer date day debit department description
    destination duration email end file gender group height id item job key kind label language length level link
    location manager mobile model month name names no note notes number occupation office order origin owner part
    phone place population position price product profit quantity rate rating reason ref reference region remark
    remarks result revenue role room salary sales score sex size speed start state status street subject supplier
    surname team telephone temperature time title total town type unit units url value vendor version volume website
    weight width year zip
    acreage assignee birthday birthplace breed campus continent county crop deadline departure dept discipline distance
    district division employee employer genre grade habitat hometown hours ingredient instructor invoice maker
    manufacturer material nationality opponent outcome payee payer priority profession publisher quarter rank recipient
    religion round species sport stage symptom term topic variety venue weekday winner
    abteilung alter anzahl artikel bemerkung betrag datum einheit größe kategorie kosten kunde land lieferant menge
    ansprechpartner beruf beschreibung bezeichnung farbe geburtsdatum gewicht hersteller höhe länge rasse standort
    termin thema titel typ uhrzeit verein wohnort mitarbeiter nachname nummer ort plz preis stadt stelle straße summe
    telefon vorname
    adresse commune date montant nom pays poste prix prénom quantité service téléphone ville
    apellido cantidad ciudad fecha importe nombre país precio puesto teléfono
    città cognome data importo nome paese prezzo quantità
    antal belopp datum efternamn förnamn namn ort pris stad
    aantal achternaam bedrag naam plaats prijs stad voornaam
    """.split()
)


def write_sheet(
    writer: Writer, rows: Sequence[Sequence[str]], separator: str = "\n\n", names: Sequence[str] = ()
) -> Sequence[str]:
    """Write the rows of a sheet.

    1. Rows with one cell above rows with several are titles. Rows of a label and its value above the row that names
       more columns are fields.
    2. The first row after them names the columns when it looks like names, or the first two do, where names of groups
       stand above the first of their columns, or units below names; else they have the names of the rows before.
    3. The other rows follow. A column that has neither name nor cell is left out.

    Parameters
    ----------
    writer
        Takes them.
    rows
        Texts of the cells, each on one line; without rows that are empty.
    separator
        In front of the first one.
    names
        Of the columns of the rows before, one for each place.

    Returns
    -------
    sequence of str
        The name of each place, "" for none, for the rows that follow.
    """
    above = _titles(rows)
    for row in rows[:above]:
        writer.write(next(filter(None, row)), separator, "caption")
        separator = "\n"
    rows = rows[above:]
    if facts := _facts(rows):
        write_facts(writer, rows[:facts], separator)
        rows, separator = rows[facts:], "\n\n"
    if not rows:
        return ()
    width = max(map(len, rows))
    used = [place for place in range(width) if any(len(row) > place and row[place] for row in rows)]
    groups = _grouped(rows, used) or _with_units(rows, used)
    headed = 2 if groups else int(has_names(rows))
    named = rows[0] if headed else () if above else names
    labels = groups or [named[place] if place < len(named) else "" for place in used]
    table = writer.new_table()
    for number, row in enumerate(rows):
        cells = [Cell(row[place] if place < len(row) else "") for place in used]
        is_header = number < headed
        writer.row(table, cells, () if is_header else labels, "\n" if number else separator, is_header=is_header)
    known = dict(zip(used, labels, strict=True))
    return [known.get(place, "") for place in range(width)]


def _titles(rows: Sequence[Sequence[str]]) -> int:
    """Return how many first rows are titles: one cell, above rows with several."""
    filled = [sum(map(bool, row)) for row in islice(rows, _SAMPLE)]
    count = next((place for place, cells in enumerate(filled) if cells > 1), 0)
    return count if 0 < count <= _ABOVE and sorted(filled)[len(filled) // 2] > 1 else 0


def are_facts(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are labels with their values: two cells at most, and no column of numbers below its name."""
    pairs = [[cell for cell in row if cell] for row in rows]
    values = [NUMBER.fullmatch(pair[1]) for pair in pairs if len(pair) > 1]
    is_column = len(values) > _PAIRS and not values[0] and all(values[1:])
    return bool(values) and not is_column and all(map(_is_fact, rows))


def write_facts(writer: Writer, rows: Sequence[Sequence[str]], separator: str = "\n\n") -> None:
    """Write rows of a label and its value as fields, and what stands alone as a caption."""
    for row in rows:
        label, *value = filter(None, row)
        writer.field(label, value[0], separator) if value else writer.write(label, separator, "caption")
        separator = "\n"


def _facts(rows: Sequence[Sequence[str]]) -> int:
    """Return how many first rows are labels with their values, above the row that names more columns."""
    counts = [sum(map(bool, row)) for row in islice(rows, _SAMPLE)]
    first = next((place for place, count in enumerate(counts) if count > _PAIRS), 0)
    below = sorted(counts[first:])
    is_table = 0 < first <= _FACTS and len(below) > 1 and below[len(below) // 2] > _PAIRS
    return first if is_table and are_facts(rows[:first]) and has_names(rows[first:]) else 0


def _is_fact(row: Sequence[str]) -> bool:
    """Tell whether a row is a label, with its value or alone."""
    filled = [cell for cell in row if cell]
    return bool(row[0]) and len(filled) <= _PAIRS and not NUMBER.fullmatch(row[0])


def _grouped(rows: Sequence[Sequence[str]], used: Sequence[int]) -> list[str]:
    """Return the names that two rows give: "Q1" and "" above "Units" and "Costs" give "Q1 Units" and "Q1 Costs".

    They give none unless the lower one is full and without numbers, stands above a column that is all numbers, and
    makes every name another one.
    """
    if len(rows) < 3:  # two of names and one below
        return []
    upper, lower, *below = ([row[place] if place < len(row) else "" for place in used] for row in islice(rows, _SAMPLE))
    groups = [name for name in upper if name]
    if not below or all(upper[1:]) or not groups or not all(lower) or any(map(NUMBER.fullmatch, lower)):
        return []
    if any(NUMBER.fullmatch(name) and not _YEAR.fullmatch(name) for name in groups):
        return []
    names, group = [], ""
    for above, name in zip(upper, lower, strict=True):
        group = above or group
        names.append(f"{group} {name}".strip())
    counted = any(all(map(NUMBER.fullmatch, filter(None, column))) for column in zip(*below, strict=True))
    return names if counted and len(set(names)) == len(names) else []


def _with_units(rows: Sequence[Sequence[str]], used: Sequence[int]) -> list[str]:
    """Return the names of columns with the units that the row below them says: "Depth (m)"; none where it says none.

    Units stand above columns that are all numbers, and nothing else stands in their row.
    """
    if len(rows) < 3:  # one of names, one of units and one below
        return []
    names, units, *below = ([row[place] if place < len(row) else "" for place in used] for row in islice(rows, _SAMPLE))
    columns = [[cell for cell in column if cell] for column in zip(*below, strict=True)]
    said = [place for place, unit in enumerate(units) if unit.strip(_DASHES)]
    fitting = all(
        columns[place] and all(map(NUMBER.fullmatch, columns[place])) and not any(map(str.isdigit, names[place]))
        for place in said
    )
    if not said or not fitting or not all(names[1:]) or any(NUMBER.fullmatch(units[place]) for place in said):
        return []
    return [
        f"{name} ({unit.strip('()[] ')})" if unit.strip(_DASHES) else name
        for name, unit in zip(names, units, strict=True)
    ]


def has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns.

    It does not when a column with cells in most rows has no name, the first one aside, when two names are one and no
    column is all numbers, or a name is an address or a number, unless it is a year or a day. Of what is left each
    column says what it looks like: names above cells of another look (numbers, several words, small letters), or one
    more row of the same look. Where nothing tells, single capitalised words are rows, unless their columns hold the
    same few words again and again, but never those: a record that names the others' columns is worse than columns
    without names.
    """
    used = [place for place in range(max(map(len, rows))) if any(len(row) > place and row[place] for row in rows)]
    head = [rows[0][place] if place < len(rows[0]) else "" for place in used]
    names = [name for name in head if name]
    below = [[row[place] if place < len(row) else "" for place in used] for row in islice(rows, 1, _SAMPLE)]
    filled = [sum(map(bool, column)) for column in zip(*below, strict=True)]
    nameless = any(not name and 2 * count > len(below) for name, count in list(zip(head, filled, strict=False))[1:])
    if not names or nameless or any(map(_ADDRESS.fullmatch, names)):
        return False
    years = [name for name in names if _YEAR.fullmatch(name)]
    if any(NUMBER.fullmatch(name) for name in names if name not in years) or (years and not _are_years(head, below)):
        return False
    columns = [(name, [cell for cell in cells if cell]) for name, *cells in zip(head, *below, strict=True) if name]
    if len(set(names)) < len(names):
        return any(cells and all(map(NUMBER.fullmatch, cells)) for _, cells in columns)
    votes = [_vote(name, cells) for name, cells in columns]
    # One capitalised word everywhere: a list of people and places as likely as a table with names.
    is_list = all(_looks(text) == "A" for name, cells in columns for text in (name, *cells))
    if is_list and below:
        return sum(votes) > 0 or _stand_apart(columns)
    return not below or sum(votes) > 0 or (not sum(votes) and -1 not in votes and not is_list)


def _stand_apart(columns: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Tell whether several columns hold few words, each often, but never those of their first row."""
    few = [(name, cells) for name, cells in columns if len(cells) >= _OFTEN * max(len(set(cells)), 1) > 0]
    return len(few) > 1 and not any(name in cells for name, cells in columns)


def _are_years(head: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether years in a first row name columns: two or more, of which none stands in a column of years."""
    places = [place for place, name in enumerate(head) if _YEAR.fullmatch(name)]
    return len(places) > 1 and not any(_YEAR.fullmatch(row[place]) for row in below for place in places)


def _vote(name: str, cells: Sequence[str]) -> int:
    """Return what a column says of its first row: 2 or 1 for a name, -1 for a cell, 0 for neither."""
    if not cells:
        return 0
    words = name.lower().split()
    if (len(words) <= _WORDS_OF_NAME and words[-1].strip(".:()") in _NAMES) or (all(map(NUMBER.fullmatch, cells))):
        return 2
    if name in cells:
        return -1
    looks = [_looks(cell) for cell in cells]
    usual = max(set(looks), key=looks.count)
    if looks.count(usual) * 2 < len(looks):
        return 0
    if _looks(name) == usual:
        return -1 if len(usual) > 1 or usual == "1" else 0
    return 1 if name.islower() and not usual.startswith("a") else 0


def _looks(text: str) -> str:
    """Return the look of a cell: a letter for each word, "A" for a capital, "a" for a small letter, "1" for digits."""
    words = text.split()
    return "".join("1" if any(map(str.isdigit, word)) else "A" if word[:1].isupper() else "a" for word in words)
