"""Questions over rows: each kind of binding, what is refused, and what is computed."""

from __future__ import annotations

import pytest

from index.loaders import parse
from rag.tables.answering import MAX_ROWS
from tests.rag.tables.questions import BOATS, asked, told

LAGER = """Artikel;Lager;Bestand;Preis (EUR);Geliefert am
Schraube M4;Halle 1;1.250;3,90;12.03.2024
Mutter M4;Halle 1;840;2,10;01.09.2024
Winkel;Halle 2;61;7,45;15.05.2024
Scharnier;Halle 3;118;12,80;20.10.2024
"""


@pytest.mark.parametrize(
    ("question", "boats"),
    [
        ("Who is the skipper of the Gannet?", ["Gannet"]),
        ("Which boats are in Porto?", ["Petrel", "Merganser"]),
        ("Which boats are under 10 m?", ["Petrel", "Merganser"]),
        ("Which boats have fewer than 6 crew?", ["Petrel", "Merganser", "Skua"]),
        ("Which boats have at least 6 crew?", ["Gannet", "Fulmar"]),
        ("Which boats were launched after 2005?", ["Gannet", "Fulmar", "Skua"]),
        ("Which boats were launched before June 2004?", ["Petrel", "Merganser"]),
        ("Which boats were launched in 2011?", ["Gannet", "Skua"]),
        ("Which boats were launched between 2004 and 2011?", ["Petrel", "Gannet", "Skua"]),
        ("Which boats cost more than 80,000 euros?", ["Gannet", "Fulmar"]),
        ("Which sloops are in Lagos?", ["Gannet"]),
        ("Which boats have no engine?", ["Merganser", "Skua"]),
        ("Which boats have a crew of 4?", ["Petrel", "Skua"]),
        ("cheapest boat?", ["Merganser"]),
        ("What is the most expensive boat?", ["Fulmar"]),
        ("the two longest boats", ["Fulmar", "Gannet"]),
        ("Which boat has the largest crew?", ["Fulmar"]),
        ("List all boats", ["Petrel", "Gannet", "Merganser", "Fulmar", "Skua"]),
    ],
)
def test_english_question_finds_its_rows(question: str, boats: list[str]) -> None:
    assert told(question) == boats


LAMPS = """Lamp,Meaning
"yellow, blinking",blade blunt
"yellow, steady",extraction missing
"red, blinking",motor too hot
"red, steady",stop pressed
"""


@pytest.mark.parametrize(
    ("question", "lamps"),
    [
        ("What does blinking yellow mean?", ["yellow, blinking"]),
        ("What does yellow mean?", ["yellow, blinking", "yellow, steady"]),
        ("Which lamps are yellow or red?", [line.split('"')[1] for line in LAMPS.splitlines()[1:]]),
    ],
)
def test_words_of_one_cell_leave_out_the_cells_that_hold_only_one_of_them(question: str, lamps: list[str]) -> None:
    assert told(question, LAMPS) == lamps


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("Welche Artikel fehlen in Halle 1?", []),  # "fehlen" is bound to nothing
        ("Welche Artikel liegen in Halle 1?", ["Schraube M4", "Mutter M4"]),
        ("Welche Artikel haben mehr als 1.000 Stück Bestand?", ["Schraube M4"]),
        ("Welche Artikel wurden nach dem 15. Mai 2024 geliefert?", ["Mutter M4", "Scharnier"]),
        ("Welcher Artikel ist am teuersten?", ["Scharnier"]),
        ("Was kostet der Winkel?", ["Winkel"]),
    ],
)
def test_german_question_finds_its_rows(question: str, articles: list[str]) -> None:
    assert told(question, LAGER) == articles


@pytest.mark.parametrize(
    ("question", "value", "operation"),
    [
        ("How many boats are in Lagos?", 2, "count"),
        ("How many harbours are there?", 3, "count of different"),
        ("What is the average length of the cutters?", 9.8, "average"),
        ("What is the total crew of all boats?", 24, "sum"),
        ("What is the longest boat?", "14.0", "largest"),
    ],
)
def test_computed_value_names_its_operation(question: str, value: float | str, operation: str) -> None:
    verdict = asked(question)
    assert verdict is not None
    assert verdict.computed is not None
    assert (verdict.computed.value, verdict.computed.operation) == (value, operation)
    assert verdict.computed.of == len(verdict.supports)


@pytest.mark.parametrize(
    "question",
    [
        "Who insured the Gannet?",  # no such column
        "Who is the skipper of the Albatross?",  # no such row
        "Which boats were launched in 2011 for fishing?",
        "How many boats sank?",
        "Which sails are in Porto?",
        "Porto?",  # names a cell and asks nothing of it
        "What is the total crew by type?",
        "How long is the harbour in Nazaré?",
    ],
)
def test_question_with_a_word_that_is_bound_to_nothing_is_left_to_passages(question: str) -> None:
    assert asked(question) is None


def test_part_of_a_denial_is_no_match() -> None:
    text = "Runner,Time,Bib\nAda Byron,1:20:10,4\nBo Lind,did not finish,5\nCy Oak,1:22:00,6\nDi Ash,1:30:00,7\n"
    assert asked("How many runners finished?", text) is None
    assert told("Who did not finish?", text) == ["Bo Lind"]


def test_amounts_of_one_person_are_added_up_but_not_the_prices_of_several_articles() -> None:
    spent = "Person,What,Amount\nAda,Train,46.20\nBo,Lunch,9.90\nAda,Fee,75.00\n"
    verdict = asked("How much did Ada spend?", spent)
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == 121.2
    prices = asked("How much is the sensor?", "Article,Price EUR,Stock\nSensor S1,49,3\nSensor S2,79,4\nCable,5,9\n")
    assert prices is not None
    assert prices.computed is None
    assert len(prices.supports) == 2


def test_a_sum_is_not_written_as_its_cells_are() -> None:
    for cells, written in (
        (("£1,600.95", "£1,600.00", "£14.95"), "£3,215.90"),
        (("1.600,95 €", "1.600,00 €", "14,95 €"), "3.215,90 €"),
        (("1600 kr", "1600 kr", "15 kr"), "3,215 kr"),
    ):
        rows = zip(("Ada", "Ada", "Ada"), ("Train", "Hall", "Fee"), cells, strict=True)
        spent = "Person;What;Amount\n" + "".join(f"{';'.join(row)}\n" for row in rows)
        verdict = asked("How much did Ada spend?", spent)
        assert verdict is not None
        assert verdict.computed is not None
        assert verdict.computed.text.startswith(f"Computed: {written} (sum of Amount over 3 rows")


def test_two_tables_with_other_answers_are_left_to_passages() -> None:
    first, second = "Item,Price,Stock\nHinge,4.50,3\nNut,1,2\n", "Item,Price,Stock\nHinge,5.10,3\nNut,1,2\n"
    assert asked("What is the price of the hinge?", first, second) is None
    assert told("What is the price of the hinge?", first, first) == ["Hinge"]


def test_rows_are_verbatim_and_the_wanted_cell_is_the_short_answer() -> None:
    verdict = asked("Who is the skipper of the Gannet?")
    assert verdict is not None
    (support,) = verdict.supports
    document = parse(BOATS.encode(), "table0.csv")
    assert document.text[support.start : support.end] == support.quote
    assert support.answer == "Omar Haddad"
    assert support.chunk.text == document.text[support.chunk.start : support.chunk.end]


def test_of_many_rows_it_is_said_how_many_there_are() -> None:
    rows = "".join(f"Boat {number},Porto,{number}\n" for number in range(1, MAX_ROWS + 11))
    verdict = asked("Which boats are in Porto?", f"Boat,Harbour,Crew\n{rows}Last,Faro,3\n")
    assert verdict is not None
    assert len(verdict.supports) == MAX_ROWS
    assert verdict.computed is not None
    assert verdict.computed.value == MAX_ROWS + 10
    assert f"{MAX_ROWS + 10} rows shown" in verdict.computed.text


def test_synonyms_are_less_sure_than_words_of_the_table() -> None:
    exact, synonym = asked("Which boats are in Porto?"), asked("Which boats cost more than 80,000 euros?")
    assert exact is not None
    assert synonym is not None
    assert synonym.confidence < exact.confidence


def test_most_of_all_is_the_largest_sum_of_a_group_and_not_the_largest_row() -> None:
    spent = "Person,What,Amount\nAda,Train,46.20\nBo,Hall,90.00\nAda,Fee,75.00\n"
    verdict = asked("Who spent the most?", spent)
    assert verdict is not None
    assert [support.answer for support in verdict.supports] == ["Ada", "Ada"]
    assert verdict.computed is not None
    assert verdict.computed.text == "Computed: 121.20 (largest sum of Amount by Person; 0 of 2 rows shown)"


def test_columns_that_are_asked_for_alike_are_added_up() -> None:
    visits = ",2023,,2024,\nPark,Adults,Children,Adults,Children\nHill,10,5,20,7\nLake,30,2,40,3\n"
    verdict = asked("How many visits did the Hill park have in 2024?", f"Visits of the parks,,,,\n{visits}")
    assert verdict is not None
    assert verdict.computed is not None
    assert (verdict.computed.value, verdict.computed.column) == (27, "2024 Adults + 2024 Children")


def test_numbers_that_say_nothing_together_are_not_added_up() -> None:
    verdict = asked("How much do the sloops cost?")
    assert verdict is not None
    assert verdict.computed is None
    assert len(verdict.supports) == 2


def test_average_of_times_is_a_time_and_not_a_number_of_seconds() -> None:
    text = "Runner,Time,Bib\nAda Byron,1:20:10,4\nBo Lind,did not finish,5\nCy Oak,1:22:00,6\nDi Ash,1:30:00,7\n"
    verdict = asked("What is the average time?", text)
    assert verdict is not None
    assert verdict.computed is not None
    assert (verdict.computed.value, verdict.computed.of) == ("1:24:03", 3)
    assert asked("What is the average time?", "Shift,Time,Size\nearly hours,7:30,2\nlate hours,8:15,3\n") is None


def test_the_numbers_by_which_rows_are_known_are_not_added_up() -> None:
    text = "Plot,Holder,Size,Rent\n12,Ines Falk,full,62\n14,Rolf Adler,half,34\n22,Agata Nowak,full,62\n"
    assert asked("How much is a full plot?", text) is None
    rent = asked("What is the total rent?", text)
    assert rent is not None
    assert rent.computed is not None
    assert rent.computed.value == 158


def test_a_column_that_says_neither_who_nor_whether_is_no_answer() -> None:
    hives = "Hive,Keeper,Queen born,Varroa treatment\nAmber,Lucy Marsh,2023,yes\nClover,Ken Obi,2022,no\n"
    assert told("Was the queen of Clover seen?", hives) == []
    assert told("Who treated Clover?", hives) == []
    assert told("When was the queen of Clover born?", hives) == ["Clover"]
    assert told("Who is the keeper of Clover?", hives) == ["Clover"]


@pytest.mark.parametrize("months", ["from January to March", "between january and march"])
def test_months_in_words_are_a_range_in_the_order_of_the_year(months: str) -> None:
    budget = "Month,What,Spent\nJanuary,Food,10\nFebruary,Food,20\nMarch,Food,30\nApril,Food,40\nMarch,Car,5\n"
    verdict = asked(f"Total spent on food {months}?", budget)
    assert verdict is not None
    assert verdict.computed is not None
    assert verdict.computed.value == 60


@pytest.mark.parametrize(
    ("question", "computed"),
    [
        ("What is the phone number of the warehouse?", None),
        ("phone number of Karin Berg", None),
        ("What is the number of people in sales?", 2),
    ],
)
def test_a_phone_number_is_taken_for_the_number_of_rows(question: str, computed: int | None) -> None:
    rows = ("name,role,phone", "Karin Berg,warehouse,55 20 11 09", "Amira Haddad,sales,55 20 11 03", "Tom Bale,sales,7")
    staff = "\n".join(rows)
    found = asked(question, staff)
    assert found is not None
    assert (found.computed.value if found.computed else None) == computed
    assert computed or "55 20 11 09" in found.supports[0].quote
