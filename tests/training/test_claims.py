"""Claims for the reading model: labels are right, and the claim alone does not reveal its label."""

from __future__ import annotations

import gzip
import json
import math
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from training.claims import CONTRADICTED, NOTHING, SUPPORTED, Claim, ClaimRecipe, load_edits, make_claims
from training.claims.examples import draft_claims
from training.claims.facts import make_fact, read_language
from training.claims.rewrites import turned
from training.claims.statements import statement
from training.pool.counterfactuals import WORD
from training.pool.data import Paragraph, Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUBJECTS = ("Mara Lund", "Victor Stone", "the Aldgate Bridge", "the Coral Fund", "Hanna Weiss", "the Falcon Mill")
PLACES = ("Riga", "Bristol", "Oslo", "Turin", "Lima", "Gdansk")


def paragraph(number: int) -> Paragraph:
    rng = random.Random(number)
    who, place, year = rng.choice(SUBJECTS), rng.choice(PLACES), rng.randint(1900, 2000)
    sentences = [
        f"According to the files, {who} moved from {place} to Quebec in {year}.",
        f"All members of the group supported the plan of {who} before the vote was held.",
        f"At least {rng.randint(3, 90)} visitors must not enter the old hall without a guide on Monday.",
        f"The price of copper rose by {rng.randint(2, 60)} percent because of the strike near the northern border.",
    ]
    text = " ".join(sentences)
    spans, cursor = [], 0
    for sentence in sentences:
        spans.append((cursor, cursor + len(sentence)))
        cursor += len(sentence) + 1
    at = text.index(str(year))
    question = Question(f"When did {who} move to Quebec?", [(at, at + 4)])
    return Paragraph(text, "Title", "new_wiki", spans, [question])


POOL = [paragraph(number) for number in range(200)]


def drafts(paragraphs: int, seed: int) -> list[tuple[str, Claim]]:
    rng = random.Random(seed)
    recipe = ClaimRecipe(exchanges={"price": [("weight", 2)], "plan": [("novel", 1)]})
    return [draft for n in range(paragraphs) for draft in draft_claims(POOL, n % len(POOL), rng, recipe=recipe)]


def right_by_words(train: Sequence[Claim], test: Sequence[Claim]) -> float:
    """Share of claims whose label a naive Bayes classifier over the claim's words finds."""
    counts: dict[int, Counter[str]] = {SUPPORTED: Counter(), CONTRADICTED: Counter()}
    for claim in train:
        counts[claim.label].update(set(WORD.findall(claim.text.lower())))
    sizes = {label: sum(claim.label == label for claim in train) for label in counts}

    def score(claim: Claim, label: int) -> float:
        return sum(
            math.log((counts[label][word] + 1) / (sizes[label] + 2)) for word in set(WORD.findall(claim.text.lower()))
        )

    return sum((score(c, CONTRADICTED) > score(c, SUPPORTED)) == (c.label == CONTRADICTED) for c in test) / len(test)


def test_the_same_seed_makes_the_same_claims() -> None:
    recipe = ClaimRecipe()
    assert make_claims(POOL, 3, random.Random(5), recipe=recipe) == make_claims(
        POOL, 3, random.Random(5), recipe=recipe
    )


def test_each_label_is_a_third_and_each_kind_of_edit_lies_as_often_as_it_tells_the_truth() -> None:
    made = drafts(2000, 1)
    labels = Counter(claim.label for _, claim in made)
    assert max(labels.values()) <= 1.2 * min(labels.values())
    assert set(labels) == {NOTHING, SUPPORTED, CONTRADICTED}
    kinds: dict[str, Counter[int]] = {}
    for kind, claim in made:
        if claim.label != NOTHING:
            kinds.setdefault(kind.removeprefix("joined "), Counter())[claim.label] += 1
    assert {"sentence negation", "sentence opposite", "sentence order", "asked number"} <= set(kinds)
    for kind, counts in kinds.items():
        if sum(counts.values()) > 100:
            assert max(counts.values()) <= 1.2 * min(counts[SUPPORTED], counts[CONTRADICTED]), kind


def test_the_words_of_a_claim_do_not_tell_whether_it_is_true() -> None:
    train = [claim for _, claim in drafts(1500, 2) if claim.label != NOTHING]
    test = [claim for _, claim in drafts(500, 3) if claim.label != NOTHING]
    assert right_by_words(train, test) < 0.6


def test_a_paragraph_without_answers_still_makes_claims() -> None:
    plain = [Paragraph(p.text, p.title, p.source, p.sentences, [Question("Who came?", [])]) for p in POOL[:20]]
    made = [claim for at in range(20) for claim in make_claims(plain, at, random.Random(at), recipe=ClaimRecipe())]
    assert {claim.label for claim in made} == {NOTHING, SUPPORTED, CONTRADICTED}


def test_a_contradicted_claim_is_never_a_sentence_of_its_passage() -> None:
    for kind, claim in drafts(500, 4):
        if claim.label == CONTRADICTED and not kind.startswith("joined"):
            assert claim.text not in claim.passage, (kind, claim)


def test_a_claim_without_its_evidence_is_not_in_the_passage() -> None:
    for kind, claim in drafts(500, 5):
        if kind == "without_evidence":
            assert claim.text not in claim.passage


@pytest.mark.parametrize("code", ["en", "de", "fr"])
def test_no_way_to_tell_a_fact_is_also_a_way_to_tell_its_contrary(code: str) -> None:
    language, rng = read_language(code), random.Random(6)
    for _ in range(2000):
        fact = make_fact(language, rng)
        assert not set(fact.truths) & set(fact.opposites), fact
        assert not set(fact.others) & {*fact.truths, *fact.opposites}, fact
        assert not any("{" in way for way in (*fact.truths, *fact.opposites, *fact.others)), fact


@pytest.mark.parametrize(
    ("question", "answer", "wanted"),
    [
        ("Who founded the mill?", "Mara Lund", "Mara Lund founded the mill."),
        ("When did the mill open?", "1904", "The mill opened in 1904."),
        ("Where was the treaty signed?", "Oslo", "The treaty was signed in Oslo."),
        ("How many members does the club have?", "40", "The club has 40 members."),
        ("What does the pump contain?", "copper", "The pump contains copper."),
        ("In what year was the bridge built?", "1931", "The bridge was built in 1931."),
        ("who did the hawks lose to", "Riga", "The hawks lost to Riga."),
    ],
)
def test_a_question_with_its_answer_becomes_a_statement(question: str, answer: str, wanted: str) -> None:
    assert statement(question, answer) == wanted


@pytest.mark.parametrize(
    ("question", "answer"), [("Who did not sign?", "Mara"), ("Why?", "the rain"), ("What happened?", "They left.")]
)
def test_a_question_of_an_unsafe_form_becomes_no_statement(question: str, answer: str) -> None:
    assert statement(question, answer) is None


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The bridge is older than the mill.", "The mill is younger than the bridge."),
        ("Before the vote was held, the hall was closed.", "The hall was closed before the vote was held."),
        ("The mill was built by Mara Lund.", "Mara Lund built the mill."),
        ("In March 1950, the fund was closed.", "The fund was closed in March 1950."),
    ],
)
def test_a_sentence_turned_round_says_the_same(sentence: str, wanted: str) -> None:
    assert turned(sentence) == wanted


def test_the_table_of_exchanges_leaves_out_function_words(tmp_path: Path) -> None:
    rows = [["rise", "fall"], ["rise", "fall"], ["rise", "end"], ["was", "wasn't"], ["in", "outside"]]
    with gzip.open(tmp_path / "unansq_edits.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"answerable": "", "unanswerable": "", "edit": row}) + "\n" for row in rows)
    assert load_edits(tmp_path) == {"rise": [("fall", 2), ("end", 1)]}
