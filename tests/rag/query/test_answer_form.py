from __future__ import annotations

import pytest

from rag.query.answer_form import required


@pytest.mark.parametrize(
    ("question", "statement", "may_answer"),
    [
        ("What is the director's phone number?", "The director is Dr Strand.", False),
        ("What is the phone number of Ines Brandt?", "Present: Ines Brandt, Olaf Brun", False),
        ("What is the phone number of Ines Brandt?", "Ines Brandt, room 4", False),
        ("What is the phone number of Ines Brandt?", "Ines Brandt has offers of 1,850 and 2,400 euros.", False),
        ("What is the phone number of Ines Brandt?", "Call Ines Brandt on 0161 496 0123.", True),
        ("What is the phone number of the police?", "In an emergency, call 112.", True),
        ("What is the phone number of the hotline?", "The hotline has extension 440.", True),
        ("Wie ist die Telefonnummer von Ines Brandt?", "Ines Brandt leitet die Werft.", False),
        ("What is the e-mail address of the harbour?", "The harbour office is at Quay 3.", False),
        ("What is the email of Ines Brandt?", "Ines Brandt runs the yard.", False),
        ("email address of Ines Brandt?", "Contact: Ines Brandt", False),
        ("email policy of the yard?", "Mail is read once a day.", True),
        ("What is the telephone number of the school?", "Net | £1,033.33", False),
        ("What is the telephone number of the club?", "Invoice no.: 2025-007", False),
        ("What is the telephone number of the club?", "Opening hours: 9 to 5, telephone 0161 496 0123", True),
        ("What is Ines Brandt's phone number?", "Treasurer: Ines Brandt, 0555 3141", True),
        ("What is Ines Brandt's phone number?", "Date: 02/05/2025, treasurer: Ines Brandt", False),
        ("whats Ines Brandt's phone number", "Order: 2025-118 of 3 March Your contact: Olaf Brun", False),
        ("How old is Ines Brandt?", "Cc: Ines Brandt <ines@yard.example>", False),
        ("How old is Ines Brandt?", "The director is Ines Brandt.", False),
        ("How old is Ines Brandt?", "Ines Brandt, 34, leads the yard.", True),
        ("How old was the driver?", "The driver, a woman of 34, was not hurt.", True),
        ("How old is the boat?", "Built: 1987", True),
        ("How much does the saw weigh?", "Measured at the saw: 93 decibels.", False),
        ("How heavy is the telescope?", "The telescope has a mirror of 1.8 metres.", False),
        ("How heavy is the telescope?", "A ticket costs 12.50 pounds.", False),
        ("How heavy is the telescope?", "It is made of steel, 900 pounds of it.", True),
        ("How much does the saw weigh?", "Saw | 340 kg | 2019", True),
        ("How much does the saw cost?", "It is sold by weight.", True),
        ("What is the VAT number of the yard?", "VAT (20 %): £127.33", False),
        ("What is the VAT number of the yard?", "Invoice number: 2024-131", False),
        ("What is the VAT number of the yard?", "VAT number: GB 123 4567", True),
        ("Phone number of the school", "Telephone: 555.0142", True),
        ("What is the contract number?", "The contract is signed by both.", False),
        ("What is the contract number?", "Contract number HX-2291", True),
        ("What is the number of visitors?", "Twelve people came.", True),
        ("What kind of phone does Ines use?", "She uses an old one.", True),
        ("What is the phone policy?", "Calls are short.", True),
        ("Who answers the phone?", "The clerk does.", True),
    ],
)
def test_a_statement_without_the_mark_of_what_is_asked_for_is_no_answer(
    question: str, statement: str, may_answer: bool
) -> None:
    assert all(mark.search(statement) for mark in required(question)) is may_answer
