"""Which statements of documents are judged beside a claim."""

from __future__ import annotations

from index import Chunk
from rag.steps import ClaimPair, Judgement
from rag.verification import decision, groundedness
from rag.verification.candidates import Candidate, candidates
from rag.verification.rules import RuleJudge

WOODS = (
    "Brecon supplies the oak for doors. It was given up by people once, and more people came back. We stopped using "
    "iroko in 2019. The dust made two of us ill. Larch is given time to dry. People like oak because it is hard."
)


def judged(claim: str, texts: list[str]) -> list[tuple[Candidate, Judgement]]:
    chunks = [Chunk("", str(number), 0, 0, len(text), (), text) for number, text in enumerate(texts)]
    everything = [place for chunk in chunks for place in groundedness.places(chunk)]
    found = candidates(groundedness.words_of(claim, everything), everything, lambda _: "")
    return list(zip(found, RuleJudge().judge([each.pair(claim) for each in found]), strict=True))


def test_a_sentence_with_the_rare_word_is_not_judged_with_the_one_behind_it() -> None:
    found = judged("Iroko was given up because people were harmed.", [WOODS])
    assert any("iroko in 2019.\nThe dust made" in each.pair("").statement for each, _ in found)


def test_a_sentence_that_happens_to_have_the_missing_word_makes_a_claim_supported() -> None:
    texts = ["Dev asked why the brake of the trailer had not been on.", "The money is put aside for the pontoon."]
    claim = "The brake of the trailer had not been put on."
    assert not list(decision.supporting(claim, judged(claim, texts)))
    (judgement,) = RuleJudge().judge([ClaimPair(claim, texts[0])])
    assert not judgement.contradicted


def test_a_claim_is_supported_by_less_than_what_contradicts_it() -> None:
    texts = ["Ada trains Jon Falk in the mill, and Eve trains Bob Stone.", "Ada, Bob Stone and the mill were named."]
    claim = "Ada trains Bob Stone in the mill."
    found = judged(claim, texts)
    believed = [(each, Judgement(0.9, 0.0) if not said.contradicted else said) for each, said in found]
    assert not [each for each, _ in decision.supporting(claim, believed) if len(each.places) == 1]
