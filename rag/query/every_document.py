"""Recognise a question about every document, and say which column of a table asks it."""

from __future__ import annotations

import re

_VERBOSE = re.IGNORECASE | re.VERBOSE
_DOCUMENTS = (
    r"(?:documents?|docs?|files?|texts?|papers?|reports?|sources?|articles?|letters?|contracts?|minutes|e-?mails?)"
)
# Of which documents, where it is all of them: it says nothing of what is asked.
_ALL_OF_THEM = (
    rf"(?:\s+ (?:in|of|from|for|across|within) \s+ (?:(?:all|every|each|the|these|those|my|our|of) \s+)* {_DOCUMENTS})"
)
_POLITE = r"(?:(?:please|(?:can|could|would)\s+you|now) [\s,]+ )*"
_ALL = r"(?:all|every|each|any) (?:\s+of)? (?:\s+ (?:the|these|those|my|our))?"
# "How many reports mention fire", "Which contracts have a warranty", "List all letters that were sent in May".
_OF_DOCUMENTS = re.compile(
    rf"""{_POLITE} (?: how\s+many | which | (?:list|show|name|find|count) (?:\s+me)? \s+ {_ALL} ) \s+
        {_DOCUMENTS} \s+ (?:(?:that|which)\s+)? (?P<rest>\S.*?) [\s?!.]*""",
    _VERBOSE,
)
# "List all suppliers", "Give me every deadline in the contracts", "What is the date of each report".
_OF_ALL = re.compile(
    rf"""{_POLITE} (?:list|show|name|give|tell|find|collect|extract) (?:\s+me)? \s+ {_ALL} \s+ (?P<what>\S.*?)
        {_ALL_OF_THEM}? [\s?!.]*""",
    _VERBOSE,
)
_OF_EACH = re.compile(
    rf"""(?: what\s+(?:is|are|was|were)\s+ | {_POLITE}(?:list|show|give|tell)(?:\s+me)?\s+ ) (?:the\s+)? (?P<what>\S.*?)
        \s+ (?:in|of|from|for) \s+ (?:each|every|all) (?:\s+ (?:of|the|these|my|our))* \s+ {_DOCUMENTS} [\s?!.]*""",
    _VERBOSE,
)
_MENTIONS = re.compile(
    r"""(?: mention | discuss | contain | describe | cover | name | report | concern | deal\s+with | talk\s+about
        | speak\s+of | are\s+about) s? \s+ (?P<topic>\S.*)""",
    _VERBOSE,
)
# What a question begins with whose subject is one document, by the verb that many have.
_OF_ONE = {"are": "Is", "were": "Was", "have": "Does", "do": "Does", "is": "Is", "was": "Was", "has": "Does"}
_SINGULAR = ((re.compile(r"ies$"), "y"), (re.compile(r"(?<=ss)es$|(?<=[xhz])es$|(?<![sui])s$"), ""))
# "How many documents do you have" asks the library.
_OF_LIBRARY = re.compile(
    r"(?:(?:do|have|did)\s+(?:you|we|i)|are\s+(?:there|(?:in\s+)?here|in\s+this))\b", re.IGNORECASE
)


def column(question: str) -> str | None:
    """Return the column that asks each document what a question asks of all; None where it asks nothing of all."""
    text = question.strip().replace("’", "'")
    if found := _OF_DOCUMENTS.fullmatch(text):
        return None if _OF_LIBRARY.match(found["rest"]) else _of_one(found["rest"])
    found = _OF_EACH.fullmatch(text) or _OF_ALL.fullmatch(text)
    return _label(found["what"]) if found and not re.fullmatch(_DOCUMENTS, found["what"], re.IGNORECASE) else None


def _of_one(rest: str) -> str | None:
    """Return what is asked of one document: "mention fire" becomes "What is said about fire?"."""
    if found := _MENTIONS.fullmatch(rest):
        return f"What is said about {found['topic']}?"
    verb, _, more = rest.partition(" ")
    if verb.lower() not in _OF_ONE or not more:
        return None
    said = f"have {more}" if verb.lower() in {"have", "has"} else more
    return f"{_OF_ONE[verb.lower()]} it {said}?"


def _label(what: str) -> str:
    """Return a label for one document: "suppliers" becomes "supplier"."""
    words = what.split()
    place = next(
        (at for at, word in enumerate(words) if at and word in {"of", "in", "with", "for", "who", "that"}), len(words)
    )
    for pattern, ending in _SINGULAR:
        if pattern.search(words[place - 1]):
            words[place - 1] = pattern.sub(ending, words[place - 1])
            break
    return " ".join(words)
