"""A file that was not added has a remedy, where there is one."""

from __future__ import annotations

import pytest

from index.types import Skipped
from ui.documents.advice import advice


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("a.doc", "unknown file type .doc; read are text", "Save it as .docx."),
        ("a/b.NUMBERS", "unknown type .numbers", "Export it as .xlsx or .csv."),
        ("a.zip", "unknown type .zip", "Unpack it, and add the files in it."),
        ("a.xyz", "unknown type .xyz", "Save it as a PDF, Word or text file."),
        ("a.pdf", "larger than 50 MB", "Split it into smaller files."),
        ("a.pdf", "it is protected by a password", "Save it without a password."),
        ("a.pdf", "already in the library as b.pdf", "There is nothing to do."),
        ("a.pdf", "something else", ""),
    ],
)
def test_a_refusal_says_what_to_do(name: str, reason: str, said: str) -> None:
    assert advice(Skipped(name, reason)) == said
