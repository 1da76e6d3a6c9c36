"""Questions are made of sentences that state a fact, of headings and of cells; other text makes none."""

from __future__ import annotations

import pytest

from index.loaders import parse
from ui.suggestions.question_templates import candidates


def made(text: str, name: str = "a.md") -> list[str]:
    return [each.question for each in candidates(parse(text.encode(), name))]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The harbour master of Arran is Tom Ekdal.", "Who is the harbour master of Arran?"),
        ("The museum was founded by Henrik Vale.", "Who founded the museum?"),
        ("The museum was founded by Henrik Vale in 1987.", "Who founded the museum?"),
        ("The bridge was opened to traffic in May 1901.", "When was the bridge opened to traffic?"),
        ("The company moved to Oslo in 1987.", "When did the company move to Oslo?"),
        ("Employees must submit receipts within 30 days.", "How soon must employees submit receipts?"),
        ("The new lamp costs about 40 euros.", "How much does the new lamp cost?"),
        ("The repair cost 12,400 crowns, paid by the harbour.", "How much did the repair cost?"),
        (
            "Meta has also allocated $65 billion to the AI industry in 2025.",
            "How much has Meta allocated to the AI industry in 2025?",
        ),
        ("The annual fee is $50.", "How much is the annual fee?"),
        ("The tower is 48 metres high.", "How high is the tower?"),
        (
            "Employees are entitled to 25 days of paid leave per year.",
            "How many days of paid leave are employees entitled to?",
        ),
        ("Parental leave lasts 16 weeks.", "How long does parental leave last?"),
        ("There are 24 islands in the bay.", "How many islands are there in the bay?"),
        ("Receipts must be kept because the tax office asks for them.", "Why must receipts be kept?"),
        ("Kestrel Energy will build its plant in Tarn Valley.", "Where will Kestrel Energy build its plant?"),
        (
            "Kestrel Airways will stop flying nine routes from June.",
            "How many routes will Kestrel Airways stop flying?",
        ),
        ("The ferry carried 108 passengers and a crew of four.", "How many passengers did the ferry carry?"),
        ("The plant employs 1,900 people.", "How many people does the plant employ?"),
        ("Kestrel paid $2.4 billion for the site.", "How much did Kestrel pay for the site?"),
        ("Tarn Valley won because of its dam.", "Why did Tarn Valley win?"),
        ("Clear Becks has announced that it will go to court.", "What has Clear Becks announced?"),
        (
            "Cranes at the port of Orrin have stood still for nine days.",
            "How long have cranes at the port of Orrin stood still?",
        ),
        ("A draft was shown to labour minister Ruth Ellery.", "Who is Ruth Ellery?"),
        ("The book was written by Ann Hall.", "Who wrote the book?"),
        ("Farida Nasser presented the budget for 2025.", "Who presented the budget for 2025?"),
        ("Amira takes care of the summer sale.", "Who takes care of the summer sale?"),
        ("2.1 The contract begins on 1 April 2025 and runs for three years.", "When does the contract begin?"),
        ("The alarm is tested on the first Wednesday of the month.", "When is the alarm tested?"),
        ("The coffee machine will be replaced in May.", "When will the coffee machine be replaced?"),
        ("Extinguishers are checked every two years; the next check is near.", "How often are extinguishers checked?"),
        ("- Everyone may spend 900 euros a year on courses.", "How much may everyone spend on courses?"),
        ("A hotel may cost up to 1,400 kr a night.", "How much may a hotel cost?"),
        (
            "Parents may take 16 weeks of paid parental leave.",
            "How many weeks of paid parental leave may parents take?",
        ),
        ("Everybody has 27 days of holiday a year.", "How many days of holiday does everybody get?"),
        ("Lake Merrow is the largest lake of the Aske hills.", "What is Lake Merrow?"),
        ("Journeys abroad are approved by Sigrid Moen.", "Who are journeys abroad approved by?"),
        ("The library is located in Bergen.", "Where is the library located?"),
        ("Alibaba’s plan will focus on data centers.", "What will Alibaba’s plan focus on?"),
        ("The costs rose, Alicia Yap, an analyst at Citigroup said.", "Who is Alicia Yap?"),
        ("NASA is an agency of the country.", "What is NASA?"),
    ],
)
def test_a_fact_is_asked_for_in_good_english(sentence: str, question: str) -> None:
    assert made(sentence) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "It was founded by Henrik Vale in 1987.",
        "However, the plan costs 40 euros.",
        "The latter was opened in May 1901.",
        "The plan that was drawn up is risky because it is large.",
        "The offer on the table is £3.90 a share.",
        "The new price is £3.90.",
        "Farida Nasser presented her budget to them.",
        "The Brightwell name will stay on the packs.",
        "Safety checks are done by hand.",
        "Second class is the rule on journeys by train.",
        "A replacement costs 15 euros.",
        "Ostrava Motor has ordered cells for eight years.",
        "$53 is the price of it all together.",
        "The capital is New York.",
        "The origins of word processing can be traced back far.",
    ],
)
def test_no_question_is_made_where_nobody_could_ask_it(sentence: str) -> None:
    assert made(sentence) == []


def test_a_heading_that_asks_is_a_question_and_another_one_is_none() -> None:
    text = "# Roses\n\n## How are they watered?\n\nBy hand.\n\n## Status Quo\n\nNothing new.\n"
    assert made(text) == ["How are they watered?"]


def test_cells_are_asked_for_by_column_and_row() -> None:
    text = "Product,Price,Warranty\nDesk Lamp,39 EUR,2 years\nOffice Chair,249 EUR,\n1,2,3\n"
    assert made(text, "a.csv") == ["What is the price of Desk Lamp?", "What is the price of Office Chair?"]


@pytest.mark.parametrize(
    ("column", "cell", "question"),
    [
        ("Departs", "07:10", "When does Harwick Flyer depart?"),
        ("Joined", "2019-04-01", "When did Harwick Flyer join?"),
        ("Built", "1931", "When was Harwick Flyer built?"),
        ("Reports to", "Ann Hall", "Who does Harwick Flyer report to?"),
        ("Owner", "Ann Hall", "Who is the owner of Harwick Flyer?"),
        ("Owner", "the town", "What is the owner of Harwick Flyer?"),
        ("Disk Size (GB)", "40", "What is the disk size of Harwick Flyer?"),
        ("Maths", "2", ""),
        ("Q2 2025 Units", "7", ""),
        ("Kundennummer", "77", ""),
        ("Value", "48 m", ""),
        ("Started", "soon", ""),
    ],
)
def test_a_column_is_asked_for_by_words_that_do_not_fit_its_name(column: str, cell: str, question: str) -> None:
    text = f"Name,{column}\nHarwick Flyer,{cell}\n{column} of both,\n"
    assert made(text, "a.csv")[:1] == ([question] if question else [])


def test_rows_of_one_name_are_asked_about_as_if_there_was_one() -> None:
    assert made("Name,Price\nLamp,3\nLamp,4\nChair,5\n", "a.csv") == ["What is the price of Chair?"]


def test_a_question_points_at_what_it_was_made_of() -> None:
    held = parse(b"Some words first.\n\nOther words. The annual fee is $50. More words.\n", "a.txt")
    (made_of,) = candidates(held)
    assert held.text[made_of.start : made_of.end] == "The annual fee is $50."
