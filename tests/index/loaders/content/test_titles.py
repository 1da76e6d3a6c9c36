from __future__ import annotations

import pytest

from index.loaders.content.titles import meant


@pytest.mark.parametrize(
    "title",
    [
        "(anonymous)", "10811.exe", "Untitled-1", "(none)", "N/A", "null", "-", "20110811", "No Title", "Ohne Titel",
        "Sans titre", "Unbenannt", "無題", "Document1", "Dokument 2", "Präsentation1", "PowerPoint-Präsentation",
        "Mappe1", "Slide 1", "Microsoft Excel - x.xls", "TeX output 2001.02.03:1234", "Acrobat Web Capture",
        "Full page photo print", "Scanned Document", "Scan_20240101", "IMG_1234", "C:\\Users\\ada\\report",
        "/home/ada/report", "notes.md", "final version.pages.txt", "https://example.org/", "${title}",
        "{{ title }}", "%1",
    ],
)  # fmt: skip
def test_what_a_program_writes_in_place_of_a_title_is_one(title: str) -> None:
    assert meant(f" {title} ") == ""


@pytest.mark.parametrize(
    "title",
    [
        "The Anonymous Letters", "Unknown Soldiers of 1916", "On Lamps (unspecified)", "None of the Above",
        "Slide Rules",
        "Document Management", "Titles of the Crown", "Scanning Microscopes", "Book 2: The Sea", "Node.js", "A.I.", "C",
        "Layout of a Garden", "Version 2.0", "Word Processing", "About example.com", "Report 2024", "GPT-4",
    ],
)  # fmt: skip
def test_a_title_that_only_resembles_one_is_lost(title: str) -> None:
    assert meant(title) == title
