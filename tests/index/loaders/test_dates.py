from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import parse
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
        ("0001-01-01T00:00:00", None),
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


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2021-05-04T08:00:00Z">', "", "2021-05-04"),
        ('<meta name="DC.date.issued" content="2019-02-01">', "", "2019-02-01"),
        ('<script type="application/ld+json">{"datePublished": "2020-07-08"}</script>', "", "2020-07-08"),
        ("", '<time itemprop="datePublished" datetime="2018-03-02">March</time>', "2018-03-02"),
        ('<meta property="article:modified_time" content="2022-01-01">', "", "2022-01-01"),
        ('<link rel="canonical" href="https://example.org/2001/11/03/battle">', "", None),
        ("", '<p class="date">3 November 2001</p>', None),
    ],
)
def test_a_day_that_a_page_only_tells_of_is_not_its_own(head: str, body: str, day: str | None) -> None:
    page = (
        f"<html><head><title>Battle</title>{head}</head><body>{body}<p>It ended on 3 November 2001.</p></body></html>"
    )
    assert parse(page.encode(), "battle.html").date == day
