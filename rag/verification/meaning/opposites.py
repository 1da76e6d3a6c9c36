"""Pairs of English words that exclude each other, by stem: what rose did not fall."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from rag.text.claim_tokens import AT_LEAST, AT_MOST, parsed
from rag.verification.meaning.wording import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word

# One pair a group, one/other. Words of one stem are one: "rise" is "rose" too.
_PAIRS = """
rise/fall rise/down fall/up rise/lower fall/raise grow/shrink gain/lose improve/worsen
expand/contract strengthen/weaken accelerate/slow double/halve raise/lower raise/cut upward/downward up/down
higher/lower higher/below lower/above
highest/lowest high/low larger/smaller largest/smallest large/small bigger/smaller big/small
greater/smaller more/less more/fewer most/least longer/shorter long/short older/younger oldest/youngest earlier/later
early/late faster/slower fast/slow stronger/weaker strong/weak heavier/lighter heavy/light warmer/colder warm/cold
hot/cold hotter/cooler wet/dry deep/shallow wide/narrow rich/poor cheap/expensive cheaper/dearer better/worse
best/worst good/bad easy/difficult easier/harder safe/risky safe/dangerous safe/unsafe before/after above/below
over/under inside/outside prior/beyond before/beyond within/outside with/without behind/ahead north/south
northern/southern east/west eastern/western left/right upper/lower top/bottom front/rear first/last begin/end
start/stop open/close include/exclude accept/reject accept/refuse approve/reject grant/deny grant/refuse confirm/deny
support/oppose agree/disagree allow/forbid allow/prohibit permit/prohibit permit/forbid legal/illegal valid/invalid
guilty/innocent convict/acquit win/lose victory/defeat pass/fail success/failure succeed/fail successful/unsuccessful
buy/sell purchase/sell import/export hire/dismiss hire/fire employ/dismiss profit/loss surplus/deficit income/expense
enter/leave arrive/depart arrival/departure arrive/leave join/leave appoint/dismiss remember/forget alive/dead
bear/die survive/die harmful/harmless positive/negative full/empty thick/thin common/rare public/private
internal/external domestic/foreign temporary/permanent active/inactive present/absent possible/impossible
likely/unlikely able/unable necessary/unnecessary mandatory/optional mandatory/voluntary required/optional
compulsory/voluntary known/unknown clear/unclear certain/uncertain direct/indirect same/different similar/different
true/false correct/incorrect correct/wrong right/wrong stable/unstable reliable/unreliable complete/incomplete
satisfied/dissatisfied happy/unhappy popular/unpopular peaceful/violent quiet/noisy clean/dirty always/never
often/rarely often/seldom everyone/nobody everybody/nobody everything/nothing all/none both/neither majority/minority
maximum/minimum summer/winter spring/autumn day/night morning/evening noon/midnight attack/defend enemy/ally
build/demolish create/destroy establish/abolish connect/disconnect attach/detach lock/unlock load/unload marry/divorce
love/hate praise/criticise praise/criticize recommend/discourage encourage/discourage help/hinder prevent/cause
protect/endanger reveal/hide reveal/conceal find/lose push/pull float/sink freeze/melt heat/cool add/remove
advance/retreat advantage/disadvantage benefit/harm strength/weakness remain/change continue/cease keep/abandon
male/female man/woman men/women brother/sister father/mother husband/wife son/daughter voluntary/involuntary gross/net
ahead/behind forward/backward toward/away on/off earn/spend deposit/withdraw free/occupied major/minor landlord/tenant
buyer/seller employer/employee supply/demand single/married simple/complex natural/artificial odd/even solid/liquid
visible/invisible regular/irregular lengthen/shorten widen/narrow
first/end last/begin advance/end arrears/begin exempt/cover exempt/apply innocent/convict guilty/acquit
quick/slow give/deny raise/reduce rise/reduce expand/reduce verbal/written oral/written
"""


# What makes "deeper", "deepest" and "deepen" of "deep"; with a word that is none it makes a word that nobody writes.
_DEGREES = ("er", "est", "en", "ened", "ier", "iest")


def _degrees(word: str) -> list[str]:
    stem = word[:-1] if word.endswith(("e", "y")) else word
    return [parsed(f"{stem}{ending}")[0].stem for ending in _DEGREES]


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    """Return the opposites of each stem; what denies, as "never" does, is no opposite here."""
    found: dict[str, set[str]] = {AT_MOST: {AT_LEAST}, AT_LEAST: {AT_MOST}}
    for one, other in (pair.split("/") for pair in _PAIRS.split()):
        for mine, theirs in product(*(_degrees(word) for word in (one, other))):
            found.setdefault(mine, set()).add(theirs)
            found.setdefault(theirs, set()).add(mine)
        first, second = normalised(parsed(one))[0], normalised(parsed(other))[0]
        if "denial" in {first.kind, second.kind} or first.stem == second.stem:
            continue
        found.setdefault(first.stem, set()).add(second.stem)
        found.setdefault(second.stem, set()).add(first.stem)
    return {word: frozenset(others) for word, others in found.items()}


def opposed(claim: Sequence[Word], statement: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the positions of a word of the claim and of its opposite in the statement, where only one says each."""
    mine, theirs = {word.stem for word in claim}, {word.stem: place for place, word in enumerate(statement)}
    return [
        (place, theirs[other])
        for place, word in enumerate(claim)
        if word.stem not in theirs
        for other in _table().get(word.stem, ())
        if other in theirs and other not in mine
    ]


def are_opposed(one: Word, other: Word) -> bool:
    """Tell whether two words exclude each other."""
    return other.stem in _table().get(one.stem, ())
