from __future__ import annotations

import pytest

from rag.query.every_document import column


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("List all suppliers", "supplier"),
        ("Please list all the deadlines in these contracts.", "deadline"),
        ("Give me every company of the board members", "company of the board members"),
        ("What is the date of each report?", "date"),
        ("What are the causes in all of the reports?", "cause"),
        ("How many documents mention a fire?", "What is said about a fire?"),
        ("which reports are about the bridge", "What is said about the bridge?"),
        ("How many contracts have a warranty?", "Does it have a warranty?"),
        ("List all letters that were sent in May", "Was it sent in May?"),
        ("Which of them is late?", None),
        ("How many sacks does the mill grind?", None),
        ("How many documents do you have?", None),
        ("How many files are in here?", None),
        ("List all the addresses and names", "addresses and name"),
        ("List all documents", None),
        ("Why is the plan risky?", None),
        ("Who listed all the faults?", None),
        ("", None),
    ],
)
def test_what_is_asked_of_all_documents_is_not_asked_of_each(question: str, asked: str | None) -> None:
    assert column(question) == asked
