"""Rewrites that keep what a sentence says, so that a changed claim is not known by the change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.claims.terms import TOKEN, exchange_all
from training.claims.verbs import BASES, participle, past
from training.claims.words import COMPARATORS, DIRECTED, MONTHS, NUMBER_WORDS, SYNONYMS

if TYPE_CHECKING:
    import random

PART = '[^,;:()"]'
MONTH = "|".join(MONTHS)
END = r"(?P<end>[.!]?)$"
LEADING = re.compile(
    r"^(?P<lead>(?:In|On|At|During|After|Since|By|Before|Throughout|Until|From|Under|For) [^,.;:()]{3,50}), "
    r"(?P<rest>(?:the|a|an|his|her|its|their|he|she|it|they|[A-Z])" + r'[^;:()"]{12,180}?)' + END
)
TRAILING = re.compile(
    rf"^(?P<rest>(?:The|A|An|He|She|It|They|[A-Z]\w+ [A-Z]?\w+){PART}{{12,160}}?)(?<! is)(?<! was)(?<! are)(?<! were) "
    rf"(?P<lead>(?:in|on|during|since|until) (?:\d{{4}}|(?:{MONTH}) [\d, ]+|the \w+ century)){END}"
)
PARENTHESIS = re.compile(r" \([^()]{2,80}\)")
ATTRIBUTION = re.compile(
    r"^(?:According to [^,]{3,40}|However|Moreover|Furthermore|In addition|Additionally|Therefore|Thus|Indeed|In fact|"
    r"Also|Then|Finally|For example|For instance), (?P<rest>.{15,})$"
)
CLAUSE = re.compile(r", (?:which|who|where) [^,;()]{5,90},")
BEFORE = re.compile(
    rf"^(?P<lead>Before|After|When|While|Although|Because|Since|If|As) (?P<one>{PART}{{6,80}}), "
    rf"(?P<rest>{PART}{{10,120}}?){END}"
)
PASSIVE = re.compile(
    rf"^(?P<one>{PART}{{3,60}}?) (?P<be>was|were) (?P<verb>[a-z]+) by (?P<other>(?:the |an? )?{PART}{{2,40}}?){END}"
)
ACTIVE = re.compile(
    rf"^(?P<one>(?:the |The |an? |An? )?[A-Z]{PART}{{1,40}}?) (?P<verb>[a-z]+) "
    rf"(?P<other>(?:the |an? )?{PART}{{2,50}}?){END}"
)
COMPARISON = re.compile(
    rf"^(?P<one>{PART}{{3,50}}?) (?P<be>is|are|was|were) "
    r"(?P<more>larger|smaller|bigger|higher|lower|longer|shorter|taller|older|younger|heavier|lighter|faster|slower|"
    rf"stronger|weaker|hotter|colder|warmer) than (?P<other>{PART}{{3,50}}?){END}"
)
DIGITS = re.compile(rf"(?<![\w.,$€£/:-])\d+(?:,\d{{3}})*(?![\w%/:-]|[.,]\d| (?:{MONTH}|percent|\d))")
SPELT = {word: str(at) for at, word in enumerate(NUMBER_WORDS) if at >= 2}
SPELT_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(SPELT)})(?![\w-])")
TURNED = {
    one: other
    for a, b in (
        pair.split("/")
        for pair in """larger/smaller bigger/smaller higher/lower longer/shorter taller/shorter older/younger
        heavier/lighter faster/slower stronger/weaker hotter/colder""".split()
    )
    for one, other in ((a, b), (b, a))
} | {"smaller": "larger", "warmer": "colder"}
OBJECT_STOPS = re.compile(r"\b(?:in|on|at|for|from|to|with|by|during|after|before|because|when|as|and|than|that)\b")
FUNCTION_WORDS = frozenset("the a an his her its their he she it they this these in on at".split())
PRONOUNS = frozenset("he she it they i we you him her them this these those there".split())


def _lower_first(text: str) -> str:
    """Take the capital from a function word that no longer begins the sentence."""
    first = text.split(" ", 1)[0]
    function = {
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "he",
        "she",
        "it",
        "they",
        "this",
        "these",
        "in",
        "on",
        "at",
    }
    return text[0].lower() + text[1:] if first.lower() in function else text


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def shortened(sentence: str, rng: random.Random) -> str:
    """Leave out what a claim need not repeat: an attribution, a bracket, a relative clause. The rest stays true."""
    for pattern in (PARENTHESIS, CLAUSE):
        if rng.random() < 0.5:
            sentence = pattern.sub("", sentence)
    match = ATTRIBUTION.match(sentence)
    return _upper_first(match["rest"]) if match is not None and rng.random() < 0.7 else sentence


def voice(sentence: str) -> str | None:
    """Turn a simple active sentence into a passive one, or back; None where the sentence is not simple."""
    match = PASSIVE.match(sentence) or ACTIVE.match(sentence)
    if match is None or OBJECT_STOPS.search(match["other"]) or match["one"].lower() in PRONOUNS:
        return None
    one, other, verb = match["one"], match["other"], match["verb"]
    if other.split(maxsplit=1)[0].lower() in PRONOUNS or other.endswith("ing") or len(other.split()) > 5:
        return None
    if "be" in match.groupdict():
        told = past(PARTICIPLE_BASES[verb]) if verb in PARTICIPLE_BASES else None
    else:
        fits = verb in PAST_BASES and verb not in UNTURNED and not OBJECT_STOPS.search(one)
        told = f"was {participle(PAST_BASES[verb])} by" if fits else None
    return f"{_upper_first(other)} {told} {_lower_first(one)}{match['end']}" if told else None


UNTURNED = frozenset(
    """was were had became died cost went came lay stood sat fell rose happened remained
    paid gave lent taught sent sold told asked owed showed offered""".split()
)
PAST_BASES = {past(base): base for base in BASES}
PARTICIPLE_BASES = {participle(base): base for base in BASES}


def turned(sentence: str) -> str | None:
    """Move an adverbial or clause, turn a comparison round, or change the voice; None if nothing fits."""
    if match := COMPARISON.match(sentence):
        other = _upper_first(match["other"])
        return f"{other} {match['be']} {TURNED[match['more']]} than {_lower_first(match['one'])}{match['end']}"
    if match := BEFORE.match(sentence):
        return f"{_upper_first(match['rest'])} {match['lead'].lower()} {match['one']}{match['end']}"
    if match := LEADING.match(sentence):
        return f"{_upper_first(match['rest'])} {match['lead'][0].lower()}{match['lead'][1:]}{match['end']}"
    if match := TRAILING.match(sentence):
        return f"{_upper_first(match['lead'])}, {_lower_first(match['rest'])}{match['end']}"
    return voice(sentence)


def _synonym(text: str, rng: random.Random) -> str:
    words = [
        word
        for word in dict.fromkeys(TOKEN.findall(text))
        if word.lower() in SYNONYMS and word.lower() not in DIRECTED and (word.islower() or text.startswith(word))
    ]
    if not words:
        return text
    chosen = rng.sample(words, min(len(words), rng.choice((1, 1, 2))))
    return exchange_all(text, [(word, rng.choice(SYNONYMS[word.lower()])) for word in chosen])


def _number_form(text: str, rng: random.Random) -> str:
    def written(match: re.Match[str]) -> str:
        digits = match.group()
        if "," in digits:
            return digits.replace(",", "")
        value = int(digits)
        if value > 9999:
            return f"{value:,}"
        return NUMBER_WORDS[value] if 2 <= value < len(NUMBER_WORDS) else digits

    if "%" in text and rng.random() < 0.5:
        return re.sub(r"(\d) ?%", r"\1 percent", text)
    if " percent" in text and rng.random() < 0.5:
        return re.sub(r"(\d) per ?cent\b", r"\1%", text)
    if rng.random() < 0.5:
        return SPELT_WORD.sub(lambda match: SPELT[match.group()], text)
    return DIGITS.sub(written, text)


def _comparator(text: str, rng: random.Random) -> str:
    for sides in COMPARATORS[:-1]:
        for side in sides:
            for phrase in side:
                if phrase in text and re.search(rf"(?<!\w){phrase} (?=[$€£]?\d)", text):
                    return exchange_all(text, [(phrase, rng.choice(side))])
    return text


def rewritten(claim: str, rng: random.Random) -> str:
    """Say a claim in other words, by chance: synonyms, numbers written otherwise, parts moved, voice changed.

    The same chances apply to every claim whatever its label.
    """
    if rng.random() < 0.45:
        claim = turned(claim) or claim
    if rng.random() < 0.5:
        claim = _comparator(claim, rng)
    if rng.random() < 0.55:
        claim = _synonym(claim, rng)
    if rng.random() < 0.3:
        claim = _number_form(claim, rng)
    if rng.random() < 0.12:
        claim = claim.rstrip(".")
    return claim


def merged(one: str, other: str, rng: random.Random) -> str:
    """Join two claims into one sentence."""
    joint = rng.choice((" and ", ", and ", "; ", ", while ", ". "))
    first = one.rstrip(". ")
    return first + joint + (other if joint == ". " else _lower_first(other))
