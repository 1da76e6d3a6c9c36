"""Claims whose words all stand in a statement and that say otherwise, each beside one that says the same."""

from __future__ import annotations

import pytest

from rag.steps import ClaimPair
from rag.verification.rules import RuleJudge

# Statement, a claim that says the same in other words, and one that does not.
PARTS = [
    (
        "Ada Berg lent Jon Falk 90 euros.",
        "Jon Falk borrowed 90 euros from Ada Berg.",
        "Ada Berg borrowed 90 euros from Jon Falk.",
    ),
    ("Kiel Rovers beat Ulm Town.", "Ulm Town lost to Kiel Rovers.", "Kiel Rovers lost to Ulm Town."),
    (
        "Ada Berg succeeded Jon Falk as mayor.",
        "Jon Falk was mayor before Ada Berg.",
        "Ada Berg was mayor before Jon Falk.",
    ),
    (
        "Orrin Mills leased a barge from Ulm Freight.",
        "Ulm Freight leased a barge to Orrin Mills.",
        "Orrin Mills leased a barge to Ulm Freight.",
    ),
    (
        "Lake Orva is deeper than Lake Sint.",
        "Lake Sint is shallower than Lake Orva.",
        "Lake Orva is shallower than Lake Sint.",
    ),
]
ORDERS = [
    (
        "The barn burned before the flood.",
        "When the flood came, the barn had already burned.",
        "When the flood came, the barn had not yet burned.",
    ),
    (
        "The engine stopped after the plane left the runway.",
        "The plane left the runway before the engine stopped.",
        "The engine stopped before the plane left the runway.",
    ),
    (
        "Jon Falk arrived earlier than Ada Berg.",
        "Ada Berg arrived later than Jon Falk.",
        "Jon Falk arrived later than Ada Berg.",
    ),
]
CLAUSES = [
    (
        "The women row in May, and the novices wait.",
        "The novices wait, while the women row in May.",
        "The novices row in May, while the women wait.",
    ),
    ("Doors are made of oak, windows of larch.", "Windows are made of larch.", "Windows are made of oak."),
    (
        "Ada Berg trains Jon Falk, and Eve Lind trains Bob Stone.",
        "Bob Stone is trained by Eve Lind.",
        "Bob Stone is trained by Ada Berg.",
    ),
    (
        "Jon Falk got 31 votes and Ada Berg 26.",
        "Ada Berg got 26 votes.",
        "Ada Berg got 31 votes.",
    ),
    (
        "Tools that break are replaced; tools that are lost are not.",
        "Tools that break are replaced, lost tools are not.",
        "Tools that break are not replaced, lost tools are.",
    ),
]
CAUSES = [
    (
        "Most cuts came from chisels, which is why gloves were bought.",
        "Gloves were bought because most cuts came from chisels.",
        "Gloves led to most cuts from chisels.",
    ),
    ("The flood was caused by the thaw.", "The thaw caused the flood.", "The flood caused the thaw."),
]
SCOPES = [
    ("None of the barns was damaged.", "No barn was damaged.", "Some barns were damaged."),
    ("All barns have a roof.", "There is no barn without a roof.", "There are barns without a roof."),
    ("Only members may vote.", "Nobody except members may vote.", "Not only members may vote."),
]  # fmt: skip
LIMITS = [
    ("The hall holds a maximum of 90 guests.", "The hall holds up to 90 guests.", "The hall holds at least 90 guests."),
    (
        "Members must be 12 years old or older.",
        "Members must be at least 12 years old.",
        "Members must be at most 12 years old.",
    ),
    (
        "The speed must not exceed 40 miles.",
        "The speed must be at most 40 miles.",
        "The speed must be at least 40 miles.",
    ),
]
MODALITIES = [
    ("Tenants may keep a cat.", "Tenants are allowed to keep a cat.", "Tenants must keep a cat."),
    (
        "Orrin Mills plans to open a shop in Kiel.",
        "Orrin Mills intends to open a shop in Kiel.",
        "Orrin Mills opened a shop in Kiel.",
    ),
]
PHRASES = [
    ("The council turned down the plan.", "The council rejected the plan.", "The council approved the plan."),
    ("The sale of cats is forbidden.", "The sale of cats is not allowed.", "The sale of cats is allowed."),
]
LANGUAGES = [
    (
        "In der Halle darf nicht geraucht werden.",
        "In der Halle darf niemals geraucht werden.",
        "In der Halle darf geraucht werden.",
    ),
    (
        "Das Baden in dem See bei Ulm ist verboten.",
        "Das Baden in dem See bei Ulm ist nicht erlaubt.",
        "Das Baden in dem See bei Ulm ist erlaubt.",
    ),
    (
        "Il est interdit de fumer dans la salle.",
        "Il n'est pas permis de fumer dans la salle.",
        "Il est permis de fumer dans la salle.",
    ),
    ("La señora Vidal nunca vivió en Cádiz.", "La señora Vidal no vivió en Cádiz.", "La señora Vidal vivió en Cádiz."),
    (
        "La signora Conti lavora senza contratto a Roma.",
        "La signora Conti non lavora con un contratto a Roma.",
        "La signora Conti lavora con un contratto a Roma.",
    ),
]
ALL = [*PARTS, *ORDERS, *CLAUSES, *CAUSES, *SCOPES, *LIMITS, *MODALITIES, *PHRASES, *LANGUAGES]


def supported(claim: str, statement: str) -> bool:
    (judged,) = RuleJudge().judge([ClaimPair(claim, statement)])
    return judged.supported > 0.5


def contradicted(claim: str, statement: str) -> bool:
    (judged,) = RuleJudge().judge([ClaimPair(claim, statement)])
    return judged.contradicted > 0.5


@pytest.mark.parametrize(("statement", "claim", "_"), ALL)
def test_a_claim_that_says_the_same_is_called_otherwise(statement: str, claim: str, _: str) -> None:
    assert not contradicted(claim, statement)


@pytest.mark.parametrize(("statement", "_", "claim"), ALL)
def test_a_claim_that_says_otherwise_is_supported(statement: str, _: str, claim: str) -> None:
    assert not supported(claim, statement)


@pytest.mark.parametrize(("statement", "claim", "_"), [*PARTS, *CLAUSES, *CAUSES, *SCOPES[:2], *LIMITS, *PHRASES[:1]])
def test_a_claim_in_other_words_has_no_support(statement: str, claim: str, _: str) -> None:
    assert supported(claim, statement)


@pytest.mark.parametrize(
    ("statement", "_", "claim"), [*PARTS, *ORDERS[1:], *CLAUSES[:4], *CAUSES, *SCOPES, *PHRASES, *LANGUAGES[:2]]
)
def test_a_claim_that_says_otherwise_is_not_contradicted(statement: str, _: str, claim: str) -> None:
    assert contradicted(claim, statement)


def test_a_denial_of_a_joined_clause_is_not_found_in_a_sentence_of_its_own() -> None:
    statement = "Orrin Mills supplies the oak.\nOrrin Mills is cheap, but it does not deliver."
    assert supported("Orrin Mills supplies the oak but does not deliver.", statement)


def test_a_successor_in_another_clause_is_taken_for_an_exchange() -> None:
    statement = "Jon Falk resigned as treasurer because he moves; Ada Berg was elected in his place."
    assert not contradicted("Jon Falk was replaced as treasurer by Ada Berg.", statement)


def test_somebody_else_who_is_joined_by_and_is_not_missed() -> None:
    statement = "Ada Berg and Eve Lind will judge the bread.\nBob Stone asked to be there, but he is ill."
    assert supported("The bread will be judged by Ada Berg and Eve Lind.", statement)
    assert not supported("The bread will be judged by Ada Berg and Bob Stone.", statement)


def test_a_reference_to_a_source_is_a_number_of_the_claim() -> None:
    assert supported("The mill grinds 40 sacks a day [1][2].", "The mill grinds 40 sacks a day.")


def test_a_thing_that_fails_denies_the_rest() -> None:
    statement = "The engine failed after the plane had left the runway."
    assert supported("The engine failed after the plane had left the runway.", statement)
