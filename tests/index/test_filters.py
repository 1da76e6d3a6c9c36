from __future__ import annotations

from dataclasses import replace

import pytest

from index import EVERYTHING, Entry, Filter, FilterError, narrowed
from index.engines.conditions import holds
from index.engines.conditions import passing as passing_rows
from index.engines.milvus.expressions import expression
from tests.memory_library import MemoryLibrary


def entry(source: str) -> Entry:
    return Entry(source, "Title", "", 1, 1, stale=False)


@pytest.mark.parametrize(
    ("folder", "types", "passing"),
    [
        ("", [], ["a.txt", "b/c.md", "b/c/d.HTM", "bc/e.html"]),
        ("b", [], ["b/c.md", "b/c/d.HTM"]),
        ("./b/", [], ["b/c.md", "b/c/d.HTM"]),
        ("b/c", [], ["b/c/d.HTM"]),
        ("", ["html"], ["b/c/d.HTM", "bc/e.html"]),
        ("", ["txt, .MD"], ["a.txt", "b/c.md"]),
        ("", ["text", "htm"], ["a.txt", "b/c/d.HTM", "bc/e.html"]),
        ("b", ["html"], ["b/c/d.HTM"]),
        ("c", [], []),
    ],
)
def test_documents_pass_by_whole_folders_and_by_what_they_are_read_as(
    folder: str, types: list[str], passing: list[str]
) -> None:
    within = Filter.parse(folder, types)
    assert [s for s in ("a.txt", "b/c.md", "b/c/d.HTM", "bc/e.html") if within.admits(entry(s))] == passing


@pytest.mark.parametrize(
    ("after", "before", "passing"),
    [
        ("", "", ["2023-12-31", "2024-01-01", "2024-06-30", None]),
        ("2024-01-01", "", ["2024-01-01", "2024-06-30"]),
        ("", "2024-01-01", ["2023-12-31", "2024-01-01"]),
        ("20240101", "2024-01-01", ["2024-01-01"]),
        ("2025-01-01", "", []),
    ],
)
def test_documents_pass_by_their_day_both_bounds_included(after: str, before: str, passing: list[str | None]) -> None:
    within = Filter.parse(after=after, before=before)
    days = ["2023-12-31", "2024-01-01", "2024-06-30", None]
    assert [day for day in days if within.admits(replace(entry("a.txt"), date=day))] == passing


@pytest.mark.parametrize(
    ("after", "before", "told"),
    [
        ("yesterday", "", "'yesterday' is no day"),
        ("2024-02-30", "", "'2024-02-30' is no day"),
        ("", "31.12.2024", "'31.12.2024' is no day"),
        ("2024-02-02", "2024-02-01", "No day is after 2024-02-02 and before 2024-02-01"),
    ],
)
def test_days_that_cannot_be_are_refused(after: str, before: str, told: str) -> None:
    with pytest.raises(FilterError, match=told):
        Filter.parse(after=after, before=before)


def test_a_filter_says_what_it_asks() -> None:
    asked = Filter.parse("a/b/", ["md"], "2024-01-01", "2024-12-31")
    assert str(asked) == "folder 'a/b', type markdown or md, after 2024-01-01, before 2024-12-31"


@pytest.mark.parametrize(
    ("only", "without", "passing"),
    [
        (["a.txt", "b/c/"], [], ["a.txt", "b/c/d.md"]),
        (["b/"], ["b/c/"], ["b/e.md"]),
        ([], ["b/"], ["a.txt", "bc.txt"]),
        (["b"], [], []),
    ],
)
def test_documents_are_chosen_and_left_out_one_by_one_and_by_folders(
    only: list[str], without: list[str], passing: list[str]
) -> None:
    within = Filter(only=frozenset(only), without=frozenset(without))
    sources = ("a.txt", "b/c/d.md", "b/e.md", "bc.txt")
    assert [each for each in sources if within.admits(entry(each))] == passing
    assert [each for each in sources if holds(passing_rows(within), {"source": each})] == passing


def test_an_engine_is_asked_for_chosen_folders() -> None:
    within = Filter(only=frozenset({"a.txt", "b/"}), without=frozenset({"b/c/"}))
    assert expression(passing_rows(within)) == (
        '(source in ["a.txt"] or (source >= "b/" and source < "b0")) and (source < "b/c/" or source >= "b/c0")'
    )


def test_a_filter_that_asks_nothing_is_everything() -> None:
    assert Filter.parse() == Filter.parse(".", ()) == EVERYTHING


@pytest.mark.parametrize(("folder", "types"), [("/etc", []), ("../x", []), ("", ["exe"]), ("", ["txt,"]), ("", [""])])
def test_an_impossible_filter_is_refused(folder: str, types: list[str]) -> None:
    with pytest.raises(FilterError, match=r"not (read|a place in the library)"):
        Filter.parse(folder, types)


def test_a_narrowed_generation_holds_what_passes_and_says_when_that_is_nothing() -> None:
    whole = MemoryLibrary.of(cats="Cats hunt mice.", ships="Ships sail.").open()
    nothing = narrowed(whole, Filter.parse("elsewhere"))
    assert nothing.contents() == ()
    assert nothing.search("cats", 3).dense == ()
    assert "elsewhere" in nothing.warnings[0]
    everything = narrowed(whole, Filter.parse(types=["txt"]))
    assert everything.contents() == whole.contents()
    assert everything.warnings == ()
    assert everything.search("cats", 3) == whole.search("cats", 3)
    assert narrowed(whole, EVERYTHING) is whole


def test_an_empty_library_is_no_fault_of_the_filter() -> None:
    assert narrowed(MemoryLibrary.of().open(), Filter.parse("elsewhere")).warnings == ()
