from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bench.trial import figures
from bench.trial.asking import Asked, Conversations, seen
from bench.trial.grading import Reply, Statement, grade, helps, stands
from bench.trial.questions import ANY, LIBRARIES, NAMES, Question, Trial, load
from index import Chunk, Document
from index.loaders import parse
from rag import Answer, Citation, NoAnswer, Passage, Reason, Sentence, Trace, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag import Outcome

LEAVE = Question("fact", "How many holidays?", must=(("27 days",),), sources=("handbook.md",), helpful=("it is 29",))
RIGHT = Statement("You have 27 days of leave.", ("handbook.md",))
IDLE = Statement("Parking is free.", ("handbook.md",))


def answer(*statements: Statement, confidence: float = 0.9, values: tuple[str, ...] = ()) -> Reply:
    return Reply(True, statements, confidence=confidence, high=confidence >= 0.8, values=values)


def unsure(*statements: Statement) -> Reply:
    return Reply(False, closest=statements)


@pytest.fixture(params=NAMES)
def trial(request: pytest.FixtureRequest) -> Trial:
    return load(LIBRARIES / request.param)


def texts(trial: Trial) -> dict[str, str]:
    """Return the text of each document."""
    files = {
        path.relative_to(trial.documents).as_posix(): path for path in trial.documents.rglob("*") if path.is_file()
    }
    return {source: parse(path.read_bytes(), source).text for source, path in files.items()}


def test_each_string_that_a_grade_rests_on_stands_in_a_document_that_may_be_cited(trial: Trial) -> None:
    documents = texts(trial)
    missing = []
    for question in trial.questions:
        sources = documents if ANY in question.sources else question.sources
        cited = "\n".join(documents[source] for source in sources)
        everything = "\n".join(documents.values())
        strings = [string for group in question.must for string in group]
        missing += [(question.ask, string) for string in strings if not stands(string, cited)]
        strings = [*question.never, *question.helpful, *question.allowed]
        missing += [(question.ask, string) for string in strings if string != ANY and not stands(string, everything)]
    assert missing == []


def test_each_question_is_asked_once_and_has_an_answer_or_a_reason_for_none(trial: Trial) -> None:
    asked = [(*question.after, question.ask) for question in trial.questions]
    assert len(set(asked)) == len(asked)
    for question in trial.questions:
        decided = bool(question.must) or question.value is not None
        assert decided != (question.unanswerable is not None), question.ask
        assert not question.allowed or question.unanswerable, question.ask
        assert (question.kind == "follow-up") == bool(question.after), question.ask
        if question.value is not None:
            assert question.helpful, question.ask


def test_the_trial_is_as_large_as_it_says() -> None:
    told = {name: load(LIBRARIES / name).questions for name in NAMES}
    asked = [question for name in NAMES if name != "tables" for question in told[name]]
    assert len(asked) >= 160
    assert sum(question.unanswerable is not None for question in asked) >= 45
    kinds = [question.kind for question in told["tables"]]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "look-up": 15, "filter": 15, "extreme": 10, "sum": 10, "unanswerable": 10,
    }  # fmt: skip


def test_a_library_falls_into_two_halves_by_the_text_of_the_question_alone(trial: Trial) -> None:
    halves = [question.split for question in trial.questions]
    assert 0.35 < halves.count("dev") / len(halves) < 0.65
    for question in trial.questions:
        assert replace(question, kind="other", must=(), after=()).split == question.split


@pytest.mark.parametrize(
    ("string", "text", "found"),
    [
        ("250", "up to 250 euros.", True),
        ("250", "1250 euros", False),
        ("250", "1.250 euros", False),
        ("79.00", "Soil sensor S2,79.00,piece", True),
        ("1:19", "1:19:03", False),
        ("4", "2024", False),
        ("lease", "Releases", False),
        ("it's 8 o'clock", "IT’S  8\no’clock", True),
        ("W02", "**W02** Weak signal", True),
        ("£3.90", "for £3.90 a share", True),
        ("E1", "E12", False),
    ],
)
def test_a_string_is_found_as_whole_words_and_numbers(string: str, text: str, found: bool) -> None:
    assert stands(string, text) == found


def test_an_answer_with_one_idle_sentence_is_concise_and_with_two_it_is_not() -> None:
    assert grade(LEAVE, answer(RIGHT, IDLE)).concise
    wordy = grade(LEAVE, answer(RIGHT, IDLE, IDLE))
    assert (wordy.right, wordy.concise, wordy.shown) == (True, False, True)


def test_a_part_of_a_helpful_statement_helps() -> None:
    question = replace(LEAVE, helpful=("After five years with us it is 29, but not before.",))
    assert helps(question, Statement("after five years with us", ()))
    assert not helps(question, Statement("it is", ()))


def test_the_right_words_of_a_wrong_document_are_no_answer() -> None:
    assert not grade(LEAVE, answer(replace(RIGHT, sources=("other.md",)))).right


def test_half_of_what_is_asked_is_no_answer() -> None:
    both = replace(LEAVE, must=(("27 days",), ("29 days", "it is 29")))
    assert not grade(both, answer(RIGHT)).right
    assert grade(both, answer(RIGHT, Statement("Later it is 29.", ("handbook.md",)))).right


def test_a_row_that_does_not_match_spoils_the_answer() -> None:
    question = replace(LEAVE, never=("parking",))
    assert not grade(question, answer(RIGHT, IDLE)).right


def test_a_closest_statement_is_shown_and_no_answer() -> None:
    told = grade(LEAVE, unsure(IDLE, IDLE, RIGHT))
    assert (told.right, told.shown, told.refused) == (False, True, False)


def test_the_fourth_closest_statement_is_not_shown() -> None:
    told = grade(LEAVE, unsure(IDLE, IDLE, IDLE, RIGHT))
    assert (told.shown, told.refused) == (False, True)


def test_a_wrong_answer_counts_as_high_by_its_word_alone() -> None:
    assert grade(LEAVE, answer(IDLE)).wrong_high
    assert not grade(LEAVE, answer(IDLE, confidence=0.7)).wrong_high
    assert not grade(LEAVE, answer(RIGHT)).wrong_high
    assert not grade(LEAVE, unsure(IDLE)).wrong_high


def test_an_unanswerable_question_is_right_when_it_is_refused_or_unsure() -> None:
    nothing = Question("unanswerable", "Who won?", unanswerable="off the topic")
    assert grade(nothing, Reply(False)).right
    assert grade(nothing, unsure(IDLE)).right
    told = grade(nothing, answer(IDLE))
    assert (told.right, told.wrong_high, told.refused) == (False, True, False)


def test_an_answer_that_puts_the_premise_right_is_right() -> None:
    premise = Question("unanswerable", "Why is parking dear?", unanswerable="it is free", allowed=("Parking is free",))
    assert grade(premise, answer(IDLE)).right


@pytest.mark.parametrize("shown", ["1628037.625", "1,628,037.63", "1.628.037,63 EUR"])
def test_a_computed_value_is_read_in_english_and_in_german(shown: str) -> None:
    question = Question("sum", "Total?", value=1628037.625, helpful=("Westpark",))
    assert grade(question, answer(values=(shown,))).right
    assert not grade(replace(question, value=1628.0), answer(values=(shown,))).right


def test_all_rows_of_a_sum_without_the_sum_are_shown_and_not_right() -> None:
    question = Question("sum", "How many?", value=2, helpful=("Ada", "Ben"))
    rows = (Statement("Ada, sales", ("a.csv",)), Statement("Ben, sales", ("a.csv",)))
    told = grade(question, answer(*rows))
    assert (told.right, told.shown) == (False, True)
    assert not grade(question, answer(rows[0])).shown


def test_a_pattern_of_the_seed_is_looked_for_as_an_expression() -> None:
    question = Question("fact", "How much?", patterns=(r"\$53 billion|53bn",))
    assert grade(question, answer(Statement("It spends $53 Billion.", ("a.txt",)))).right
    assert not grade(question, answer(Statement("It spends $63 billion.", ("a.txt",)))).right


class Told:
    """A snapshot of one document."""

    def document(self, source: str) -> Document:
        return Document(source, "A", "You have 27 days of leave.", (), (), "f")


def citation(start: int, end: int, quote: str) -> Citation:
    return Citation(1, "handbook.md", "f", "A", ("Holidays",), None, start, end, quote, 0.9)


def outcome(*citations: Citation, confidence: float = 0.9) -> Answer:
    chunk = Chunk("handbook.md", "f", 0, 0, 26, (), "You have 27 days of leave.")
    sentence = Sentence("You have 27 days of leave.", citations)
    return Answer((sentence,), (Passage(1, chunk, 0.9),), confidence, Trace("q", 1, "extractive"))


def test_a_citation_that_is_not_verbatim_is_counted() -> None:
    good, shifted = citation(9, 16, "27 days"), citation(8, 15, "27 days")
    reply = seen(outcome(good, shifted), Told())  # type: ignore[arg-type]
    assert reply.invalid == 1
    assert reply.statements[0].sources == ("handbook.md", "handbook.md")
    assert grade(LEAVE, reply).invalid == 1


def test_the_word_for_high_is_the_products() -> None:
    good = citation(9, 16, "27 days")
    highs = [seen(outcome(good, confidence=sure), Told()).high for sure in (0.1, 0.99, 1.0)]  # type: ignore[arg-type]
    assert highs == [False, True, True]


class Parrot:
    """Answers nothing, and keeps what it was asked with what went before."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Outcome:
        self.asked.append((question, tuple(history)))
        return NoAnswer(Reason.UNSUPPORTED, (), (), 0.1, Trace(question, 1, "extractive"))


def test_earlier_questions_of_a_conversation_are_asked_once_and_told_in_order() -> None:
    parrot = Parrot()
    conversations = Conversations(parrot)  # type: ignore[arg-type]
    conversations.ask(("one", "two"))
    conversations.ask(("one", "two", "three"))
    assert [question for question, _ in parrot.asked] == ["one", "two", "three"]
    assert [(turn.role, turn.text) for turn in parrot.asked[2][1] if turn.role == "user"] == [
        ("user", "one"), ("user", "two"),
    ]  # fmt: skip


def test_figures_are_added_up_by_library_half_and_kind() -> None:
    other = Question("unanswerable", "Who won?", unanswerable="off the topic")
    replies = [(LEAVE, answer(RIGHT)), (LEAVE, answer(IDLE)), (other, Reply(False))]
    told = {"office": [Asked(question, reply, grade(question, reply)) for question, reply in replies]}
    rows = figures.summed(told, "answerable")
    assert rows[f"office, {LEAVE.split}"] == rows["kind: fact"] == figures.Figures(2, 1, 1, 1, 0, 1, 0)
    refused = figures.summed(told, "unanswerable")
    assert refused == dict.fromkeys(
        (f"office, {other.split}", f"all but tables, {other.split}"), figures.Figures(1, 1, 1, 1, 0, 0, 0)
    )
    printed = figures.tables(told)
    assert f"| office, {LEAVE.split} | 2 | 0.50 | 0.50 | 0.50 | 0 | 1 | 0 |" in printed
    assert f"| office, {other.split} | 1 | 1.00 | 0 | 0 |" in printed


def test_failures_are_told_of_the_dev_half_alone() -> None:
    asks = [f"How many holidays in year {year}?" for year in range(8)]
    questions = [replace(LEAVE, ask=ask) for ask in asks]
    told = {"office": [Asked(each, answer(IDLE), grade(each, answer(IDLE))) for each in questions]}
    printed = figures.failures(told)
    assert {question.split for question in questions} == {"dev", "test"}
    assert {question.ask for question in questions if question.ask in printed} == {
        question.ask for question in questions if question.split == "dev"
    }
