from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders.content.dates import iso_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2008-01-15", "2008-01-15"),
        ("2008-01-15T10:00:00+02:00", "2008-01-15"),
        (' "2008/1/5" ', "2008-01-05"),
        ("D:20080115093000-05'00'", "2008-01-15"),
        ("20080115", "2008-01-15"),
        ("2008-13-01", None),
        ("2008-02-30", None),
        ("200801", None),
        ("2008", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_known_in_the_ways_files_write_it(text: str | None, day: str | None) -> None:
    assert iso_date(text) == day


@given(st.text())
def test_what_comes_out_is_a_day(text: str) -> None:
    found = iso_date(text)
    assert found is None or date.fromisoformat(found).isoformat() == found
