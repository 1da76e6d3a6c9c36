"""English stop words, words that refer back, and the content words of a text."""

import re

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*", re.UNICODE)

SMALL = frozenset(
    """
    a about above after again all also am an and another any anyone anything are aren't as ask at be because been
    before being between both but by can can't cannot could couldn't did didn't do does doesn't doing don't done
    each either elaborate else ever every everything explain few for from further gave get give go going got had has
    hasn't have haven't having he hello her here hers hi him his how how's however i i'd i'm i've idea if in instead
    into is isn't it it's its itself just kind know let like list lot made make many may me mean might mine more
    most much must my name need neither never no nor not now of off oh ok okay on once one ones only or other others
    our ours out over own please question quite rather really said same say she should since so some something sorry
    still such sure talk tell than thank thanks that that's the their theirs them then there there's these they
    they're thing things this those though through to too under until up upon us use very want was wasn't we well
    were what what's whatever when where whether which while who who's whom whose why will with within without won't
    would wouldn't yeah yes yet you you'd your yours
    """.split()
)

# A question with one of these refers to the turn before.
POINTING = frozenset(
    """
    he her hers him his it it's its itself one ones she such that their theirs them themselves these they they're
    this those
    """.split()
)

# A question that begins with one of these continues the last one.
LEADING = frozenset(
    """
    also and but however instead no ok okay or so then yeah yes
    """.split()
)


def words(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return _WORD.findall(text)


def meaning(text: str) -> list[str]:
    """Return the content words, each once, in order of their last occurrence."""
    found = [word for word in words(text) if word.lower() not in SMALL]
    return list({word.lower(): word for word in reversed(found)}.values())[::-1]
