"""Groups of forms, tables, rules and notices: their labels are true in their passages."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from training.everyday.groups import make_everyday
from training.everyday.notices import domains
from training.everyday.records import kinds

if TYPE_CHECKING:
    from training.pool.examples import Pair

SEEDS = range(500)
NOT_KNOWN = {"", "–", "n/a", "not known yet", "to be confirmed", "?"}


@pytest.fixture(scope="module")
def groups() -> list[list[Pair]]:
    return [make_everyday(random.Random(seed)) for seed in SEEDS]


def test_the_same_seed_gives_the_same_group(groups: list[list[Pair]]) -> None:
    assert [make_everyday(random.Random(seed)) for seed in SEEDS[:50]] == groups[:50]


def test_spans_name_the_value_and_stand_in_what_supports_it(groups: list[list[Pair]]) -> None:
    for pair in (pair for group in groups for pair in group):
        for start, end in (*pair.answers, *pair.evidence):
            assert 0 <= start < end <= len(pair.passage)
            assert pair.passage[start:end] == pair.passage[start:end].strip()
        for start, end in pair.answers:
            assert pair.passage[start:end] not in NOT_KNOWN
            assert any(begin <= start and end <= finish for begin, finish in pair.evidence), pair


def test_evidence_is_whole_lines_sentences_or_names(groups: list[list[Pair]]) -> None:
    for pair in (pair for group in groups for pair in group):
        for start, end in pair.evidence:
            if (start, end) not in pair.answers:
                assert "\n" not in pair.passage[start:end]
                assert pair.passage[end : end + 1] in {"", " ", "\n"}


def test_only_what_is_answered_has_spans(groups: list[list[Pair]]) -> None:
    for pair in (pair for group in groups for pair in group):
        assert pair.answerable == bool(pair.evidence)
        assert bool(pair.answers) == (pair.answerable and pair.has_spans)


def test_every_question_is_answered_in_one_passage_and_not_in_another(groups: list[list[Pair]]) -> None:
    for group in groups:
        assert 3 <= len(group) <= 8
        labels = defaultdict(set)
        for pair in group:
            labels[pair.listed].add(pair.answerable)
        assert set(labels) in ({0}, {0, 1})
        assert all(each == {True, False} for each in labels.values())
        assert 1 <= len({pair.passage for pair in group}) <= 4


def test_labels_are_even_and_a_passage_alone_does_not_give_them_away(groups: list[list[Pair]]) -> None:
    pairs = [pair for group in groups for pair in group]
    assert 0.4 < sum(pair.answerable for pair in pairs) / len(pairs) < 0.6
    both = Counter(
        len({pair.answerable for pair in group if pair.passage == passage}) > 1
        for group in groups
        for passage in {pair.passage for pair in group}
        if {pair.listed for pair in group} == {0, 1}
    )
    assert both[True] > 0.25 * both.total()


def test_long_passages_are_rare_since_the_network_cuts_them(groups: list[list[Pair]]) -> None:
    lengths = sorted(len(pair.passage) for group in groups for pair in group)
    assert lengths[len(lengths) * 98 // 100] < 1000


def test_records_have_forty_kinds_of_values_with_five_phrasings_each() -> None:
    facts = [fact for kind in kinds() for fact in kind.facts]
    assert len({fact.generator for fact in facts}) >= 40
    for fact in facts:
        assert len(set(fact.questions)) >= 5, fact
        assert "{v}" in fact.predicate or fact.generator == "yes", fact


def test_rules_are_asked_for_by_the_clauses_that_they_have() -> None:
    rules = [rule for domain in domains() for rule in domain.rules]
    assert len(rules) >= 60
    for rule in rules:
        asked = Counter(clause for clause, _, _ in rule.questions)
        assert set(asked) <= {"0", *rule.clauses}, rule
        assert asked["0"], rule
        assert asked.total() >= 4, rule
        assert rule.besides, rule


def test_questions_with_a_short_answer_have_it_marked_in_their_clause() -> None:
    for rule in (rule for domain in domains() for rule in domain.rules):
        parts = dict(re.findall(r"\[([abc]) ([^\]]*)\]", rule.text))
        parts["0"] = re.sub(r"\[[abc] [^\]]*\]", "", rule.text)
        for clause, short, question in rule.questions:
            assert not short or "<" in parts[clause], question
