"""What a question names must be named where it is answered."""

from __future__ import annotations

from rag.query.terms import met, terms, without_times

BRANCHES = ("The Norwich branch opened in 1998.", "The Elstree branch has 25 desks and opened in 2007.")


def test_a_branch_that_the_passages_do_not_name_is_not_met() -> None:
    wanted = terms("How many desks does the branch in Wexford have?", BRANCHES)
    assert not any(met(wanted, branch) for branch in BRANCHES)


def test_a_name_in_small_letters_is_known_by_the_passages() -> None:
    wanted = terms("how many desks does norwich have", BRANCHES)
    assert met(wanted, BRANCHES[0])
    assert not met(wanted, BRANCHES[1])


def test_a_year_and_a_code_must_stand_there_and_a_count_need_not() -> None:
    assert not met(terms("What did it cost in 2024?", ()), "In 2025 it cost 40 euro.")
    assert not met(terms("What does E07 mean?", ()), "E04: The cable is cut.")
    assert met(terms("Name 3 reasons.", ()), "It is slow and dear.")


def test_a_limit_need_not_stand_there() -> None:
    assert met(terms("Which branches opened after 2005?", ()), "The branch opened in 2007.")
    assert not met(terms("Which branches opened in 2005?", ()), "The branch opened in 2007.")


def test_a_part_of_a_name_is_enough() -> None:
    assert met(terms("What did Joe Tsai say?", ()), "Mr Tsai warned of a bubble.")


def test_a_question_without_names_is_always_met() -> None:
    assert met(terms("Why is the plan risky?", BRANCHES), "Lunch was served.")


def test_months_and_weekdays_can_be_left_out() -> None:
    found = terms("Can Ada burn leaves in October, or on Mondays?", ["Ada burns leaves in November."])
    assert [set(term.stems) for term in without_times(found)] == [{"ada"}]
