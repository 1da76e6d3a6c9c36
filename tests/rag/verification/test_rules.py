"""What one statement says to one claim, by rules."""

from __future__ import annotations

import pytest

from rag.steps import ClaimPair
from rag.verification.rules import RuleJudge

SUPPORTED = [
    ("The nosewheel dug into soft snow.", "The nosewheel dug into soft snow and the airplane nosed over."),
    ("Alice Cole was sued by Bob Stone.", "Bob Stone sued Alice Cole."),
    ("Fees, fines and taxes rose.", "Taxes, fines and fees rose."),
    ("Profits of Orrin Mills increased by 5 percent.", "Profits of Orrin Mills rose by 5 percent."),
    ("A lift holds at most 5 persons.", "A lift holds no more than 5 persons."),
    ("Nobody was hurt.", "Nobody was hurt in the fire."),
    ("Jack Ma founded Alibaba.", "Alibaba was founded by Jack Ma in Hangzhou."),
    ("There is no station without a lift.", "All stations have lifts."),
    ("The right wing and the right flap were bent.", "The right flap and the right wing were bent."),
    ("4. Ada Berg leads the mill.", "Ada Berg leads the mill."),
    ("Additionally, the mill grinds 40 sacks.", "The mill grinds 40 sacks a day."),
    ("According to the report, the mill in Spain closed.", "The report says that the Spanish mill closed."),
    ("The European mill association met in Kiel.", "The mill association of Europe met in Kiel."),
    ("The ICJ opened the case.", "The International Court of Justice opened the case."),
    ("Employees of UT's farm school met.", "Employees of the farm school of the University of Texas met."),
    ("The Data Protection Officer keeps the list.", "The DPO keeps the list."),
    ("Ada Berg and Jon Falk wrote the Mill Guide.", "The Mill Guide was written by Ada Berg and Jon Falk in 1911."),
    ("It linked mill school costs to tax.", "It linked the costs of schools for mills to tax."),
    (
        "Solvents may stand on a bench, at most five litres.",
        "No more than five litres of solvents may stand on a bench.",
    ),
    ("The offer of Orrin Mills does not cover the roof.", "The roof is not included in the offer of Orrin Mills."),
    ("Nobody may eat in the mill.", "Eating is forbidden in the mill."),
    (
        "Hotel costs above 90 euros need the approval of Ada Berg.",
        "Hotel costs up to 90 euros are paid, higher ones need the approval of Ada Berg.",
    ),
    ("The fair is held once every year by Orrin Mills.", "Some say that Orrin Mills holds the fair once every year."),
]
CONTRADICTED = [
    ("Profits fell by 5 percent.", "Profits rose by 5 percent in 2020."),
    ("The fee is due before tax.", "The fee is due after tax."),
    ("At most 5 people may enter the lift.", "At least 5 people may enter the lift."),
    ("The landlord pays the tenant.", "The tenant pays the landlord."),
    ("Bob Stone sued Alice Cole.", "Alice Cole sued Bob Stone."),
    ("Bob Stone was sued by Alice Cole.", "Bob Stone sued Alice Cole."),
    ("A lift holds at least 5 persons.", "A lift holds no more than 5 persons."),
    ("Shares of Orrin Mills went up by 5 percent.", "Shares of Orrin Mills declined by 5 percent."),
    ("The pilot, age 58, landed at his airstrip.", "The pilot, age 85, landed at his airstrip."),
    ("The plane was destroyed near Kiel on May 7, 2007.", "The plane was destroyed near Kiel on May 17, 2007."),
    ("He flew the plane for 55 hours before the accident.", "He flew the plane for 55 minutes before the accident."),
    ("Passengers were injured in the landing.", "The passengers were not injured in the landing."),
    ("The sale was approved in June by Ada Berg.", "The sale was approved in June by Jon Falk."),
    ("They used 30 degrees of flaps instead of 10.", "They used 10 degrees of flaps instead of 30."),
    ("Mr Stone lends the music school a piano.", "The music school lends Mr Bob Stone an upright piano."),
    ("Ada Berg and Jon Falk sued Bob Stone.", "Bob Stone sued Ada Berg and Jon Falk in 1911."),
    ("The fair is held every year in May.", "The fair is held every year in June."),
]
NEITHER = [
    ("All stations have lifts.", "Some stations have lifts."),
    ("Google spent 65 billion dollars on data centers.", "Meta spent 65 billion dollars on data centers."),
    ("All mill spaces have chargers.", "Mill spaces 1 to 10 have chargers."),
    ("Glasses must be worn in the office.", "Glasses must be worn in all rooms except the office."),
    ("Carts without a permit are towed.", "Carts without a permit are not towed at first.\nThe mill has carts."),
    ("Bread needs flour.", "Ships sail across the sea."),
    ("The club took in 2,300 euros more than it spent.", "The club took in 41,200 euros and spent 38,900 euros."),
    ("Jon Falk did not attend the mill meeting on 17 April.", "Minutes of the mill meeting, 17 April 2025"),
    ("The firm Orrin Mills mended the lift in the first week of May.",
     "The firm Orrin Mills expects the spare part for the lift in the first week of May."),
    ("During the move the mail system was down for forty minutes.",
     "Mail was slow during the move.\nThe phone system was down for forty minutes."),
    ("New colleagues must attend the first-aid course.",
     "New colleagues get a mentor.\nThe first-aid course is voluntary."),
]  # fmt: skip


def judged(claim: str, statement: str, context: str = "") -> str:
    (found,) = RuleJudge().judge([ClaimPair(claim, statement, context)])
    return "supported" if found.supported > 0.5 else "contradicted" if found.contradicted > 0.5 else "neither"


@pytest.mark.parametrize(("claim", "statement"), SUPPORTED)
def test_a_true_claim_is_not_supported(claim: str, statement: str) -> None:
    assert judged(claim, statement) == "supported"


@pytest.mark.parametrize(("claim", "statement"), CONTRADICTED)
def test_a_claim_is_not_contradicted_by_a_statement_that_differs_in_one_thing(claim: str, statement: str) -> None:
    assert judged(claim, statement) == "contradicted"


@pytest.mark.parametrize(("claim", "statement"), NEITHER)
def test_a_claim_is_judged_by_a_statement_that_says_nothing_to_it(claim: str, statement: str) -> None:
    assert judged(claim, statement) == "neither"


def test_a_word_is_opposed_by_another_sentence_than_the_one_that_says_it() -> None:
    statement = "Ada Berg left at the end of the year.\nShe had founded the choir of Lindholm for its first season."
    claim = "Ada Berg founded the choir of Lindholm for its first season."
    assert judged(claim, statement) == "supported"
    assert judged("Sales rose.", "Profits rose in May.\nSales fell.") != "supported"


def test_a_name_is_not_met_by_what_the_statement_is_about() -> None:
    statement = "The pilot failed to maintain directional control."
    assert judged("The pilot at Wausau failed to maintain directional control.", statement) == "neither"
    context = "Accident report\nLocation: Wausau, WI"
    assert judged("The pilot at Wausau failed to maintain directional control.", statement, context) == "supported"
    assert judged("The pilot at Venice failed to maintain directional control.", statement, context) == "neither"
