"""Recognise the intent of a message: greeting, overview, summary, comparison, thanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.query.followups import standalone
from rag.steps import Comparison, Courtesy, Greeting, Overview, Question, Summary
from rag.types import Turn

if TYPE_CHECKING:
    from rag.steps import Intent

_VERBOSE = re.IGNORECASE | re.VERBOSE
_POLITE = r"(?: please[\s,]+ | (?:can|could|would)\s+you\s+ | now\s+ | ok(?:ay)?[\s,]+ )*"
_THE = r"(?: (?:the|this|these|that|those|my|your|all|of|it|them|everything) \s* )*"
_DOCUMENTS = r"(?: articles? | documents? | docs? | files? | librar(?:y|ies) | texts? | papers? | reports? | sources? )"

_GREETING = re.compile(
    r"""(?: hi | hello | hey | hiya | greetings | good\s+(?:morning|afternoon|evening|day) )
        (?: \s+ (?: there | all | everyone | again | you | (?:so|very)\s+much | a\s+lot | citeseed ) )*
        (?: [\s!.,]+ (?: how\s+are\s+you(?:\s+(?:doing|today))? | nice\s+to\s+meet\s+you ) )? [\s!?.,]*""",
    _VERBOSE,
)
# Words of thanks and goodbyes, and words that may stand beside them.
_SAID = r"""(?: ok(?:ay)? | all\s+right | alright | great | good | nice | perfect | cool | wonderful | excellent
    | got\s+it | (?:many\s+)?thanks? | thank\s+you | thx | cheers | bye | goodbye | good\s+night | see\s+you
    | have\s+a\s+(?:nice|good|great)\s+(?:day|evening|weekend) | that(?:'s|\s+is|\s+was)\s+all
    | (?:that|this|it|you) \s+ (?:helped | (?:was|is|were|have\s+been) (?:\s+(?:very|so|really))?
      \s+ (?:helpful|useful|great|perfect)) )"""
_BESIDES = r"""(?: for \s+ (?:your|the|all|this|that) (?: \s+ (?:your|the|help|answers?|information) )* | a\s+lot
    | me | (?:so|very)\s+much | again | later | soon | everyone | citeseed )"""
_COURTESY = re.compile(rf"{_SAID} (?!\w) (?: [\s,.!]+ (?:{_SAID} | {_BESIDES}) (?!\w) )* [\s,.!]*", _VERBOSE)
_CONTENTS = re.compile(
    rf"""(?: help
           | what(?:'s|\s+is|s)?\s+(?:in|inside)\s+ (?: here | there | this | {_THE}{_DOCUMENTS} )
           | what\s+(?:can|could|may|should)\s+(?:i|we)\s+ask .*
           | what\s+(?:can|do)\s+you\s+(?:do|know|answer|have)(?:\s+about)?
           | (?:what|which|list|show|show\s+me)\s+ (?:are\s+)? {_THE}{_DOCUMENTS}
             (?: \s+ (?: do\s+you\s+have | (?:are|is)\s+(?:there|(?:in\s+)?here) | have\s+you\s+got | you\s+have ) )?
           | what\s+(?:is|are)\s+ {_THE}{_DOCUMENTS}? \s*(?:all\s+)?about
           | what\s+(?:topics|subjects) .{{0,40}} (?:cover|here|about) .{{0,20}} ) [\s?!.]*""",
    _VERBOSE,
)
_SUMMARY = re.compile(
    rf"""{_POLITE}
        (?: summari[sz]e | sum\s+up | recap | tl;?dr
          | (?:give|write|make|show|tell)?\s* (?:me|us)?\s* (?:an?|the)?\s* (?:short|brief|quick)?\s*
            (?:summary|overview|gist|outline|digest|(?:main|key)\s+(?:points|ideas?|takeaways)) (?:\s+(?:of|for|in))?
          | what(?:'s|\s+is|\s+are)\s+the\s+ (?:summary|gist|(?:main|key)\s+(?:points?|ideas?|takeaways?))
            (?:\s+(?:of|in|from))? )
        (?: [\s:]+ (?P<target>.*?) )? [\s?!.]*""",
    _VERBOSE,
)
_ABOUT = re.compile(r"what(?:'s|\s+is|\s+are) \s+ (?P<target>.+?) \s+ about [\s?!.]*", _VERBOSE)
_COMPARE = (
    rf"""{_POLITE} (?:compare\s+and\s+)? (?:compare|contrast) \s+(?P<first>.+?)\s+ (?:and|with|to|versus|vs\.?) \s+
        (?P<second>.+?)""",
    r"""(?: what(?:'s|\s+is|\s+are) | tell\s+me | explain | describe | list ) \s+ (?:the\s+)? (?:(?:main|key)\s+)?
        (?:differences?|similarit(?:y|ies)|comparison) \s+ (?: (?:in|of)\s+(?P<about>.+?)\s+ )? between\s+
        (?P<first>.+?) \s+and\s+ (?P<second>.+?)""",
    r"""how\s+(?:does|do|did|is|are|was|were) \s+(?P<first>.+?)\s+ (?:compared?\s+(?:to|with)|differ(?:ent)?\s+from) \s+
        (?P<second>.+?)""",
    r"(?P<first>.+?) \s+(?:versus|vs\.?)\s+ (?P<second>.+?)",
    r"(?P<about>(?:which|who|what)\b.+?) [,:]\s+ (?P<first>.+?) \s+or\s+ (?P<second>.+?)",
)
_ASKS_FACT = re.compile(r"(?:which|who|what)\b", re.IGNORECASE)
# Two questions in one.
_TWO = re.compile(
    r"""(?P<first>(?:who|whom|whose|what|when|where|why|which|how)\b.+?) ,? \s+and\s+
        (?P<second>(?:who|whom|whose|what|when|where|why|which|how)\s.+?) [\s?!.]*""",
    _VERBOSE,
)
_WHOLE: tuple[tuple[re.Pattern[str], Intent], ...] = (
    (_COURTESY, Courtesy()),
    (_GREETING, Greeting()),
    (_CONTENTS, Overview()),
)
_COMPARISONS = tuple(re.compile(rf"(?:{pattern}) [\s?!.]*", _VERBOSE) for pattern in _COMPARE)


def recognise(question: str) -> Intent:
    """Return what a message wants; a question that passages may answer is what matches no other pattern."""
    text = question.strip().replace("’", "'")
    for pattern, intent in _WHOLE:
        if pattern.fullmatch(text):
            return intent
    if found := _SUMMARY.fullmatch(text):
        return Summary(found["target"] or "")
    if found := _ABOUT.fullmatch(text):
        return Summary(found["target"], exactly=True)
    for pattern in _COMPARISONS:
        if found := pattern.fullmatch(text):
            about = found.groupdict().get("about") or ""
            first, second = (f"{about} {side}".strip() for side in (found["first"], found["second"]))
            return Comparison(first, second, of_facts=_ASKS_FACT.match(about) is not None)
    return _two_questions(text) or Question()


def _two_questions(text: str) -> Comparison | None:
    found = _TWO.fullmatch(text)
    if not found:
        return None
    second = standalone(found["second"], (Turn("user", found["first"]),))
    return Comparison(found["first"], second, of_facts=True)
