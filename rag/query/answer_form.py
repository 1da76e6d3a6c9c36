"""Marks that an answer must have by what is asked for: a telephone number has digits, a weight has a unit."""

from __future__ import annotations

import re

# What is asked for ends the question, or belongs to somebody: "the phone number of Ines", but not "the phone policy".
_END = r"(?=\s*(?:\?|$|\bof\b|\bfor\b|\bvon\b|\bde\b))"
_OWNED = r"(?:^\W*|(?:['’]s|\b(?:the|our|your|their|his|her|its|die|der|le|la|num[ée]ro de))\s+(?:\w+\s+)?)"
# Five digits in a row that are no price, or a short number that is called one: "extension 440". In a field of a form
# the label before them has to say so: "Invoice no.: 2025-007. Contact: Ines" is none. Seven digits that begin with 0 or
# "+", and are no day, need no label: "Treasurer: Hugh, 0555 3141".
_PHONE = (
    r"(?is:^(?:(?=[^:]*$)|.*(?=(?:phone|tel|call|ring|dial|hotline|ext|mobile|fax|contact))).*?"
    r"(?:(?<![\d.,£$€])(?:\d[\s()/.–-]{0,3}){5}|(?:phone|tel|call|ring|dial|hotline|ext)\w*\W+(?:\w+\W+)?\d)"
    r"|(?<![\w.,£$€/-])(?!\d{1,2}[-./]\d{1,2}[-./]\d)(?:\+|0)\d(?:[\s()/.–-]{0,3}\d){5})"
)
# "the number of visitors" may be a word
_NUMBERED = (
    "contract|invoice|account|order|customer|policy|serial|reference|room|flight|vat|tax|licen[cs]e|registration|passport"
    "|article|part|model|batch|case|file"
)
# The age of a person or a thing, and what something weighs: of a telescope it may be said only how wide it is.
_AGE = (
    r"(?i:(?:,|\(|\bof)\s?\d{1,3}\b(?![.,]\d)"
    r"|\b(?:aged?|years?|months?|old|born|birth\w*|built|founded|since|new|alter|jahre?|geboren|gebaut)\b)"
)
_WEIGHT = (
    r"(?is:weigh|\d\W*(?:k?g|kilo\w*|grams?|t|tons?|tonnes?|lbs?|oz|ounces?|stone)\b"
    r"|^(?!.*(?:cost|price|fee|rent|sold|pay|paid|spen[dt])).*\d\W*pounds?\b)"
)
_FORMS = (
    (rf"{_OWNED}e-?mail(?:\s+address|-adresse)?{_END}", r"@|\bat\b.*\bdot\b"),
    (rf"{_OWNED}(?:(?:tele|mobile\s+)?phone|fax|téléphone)(?:\s+number)?{_END}|\btelefonnummer\b", _PHONE),
    (r"\bhow old (?:is|was|are|were)\b", _AGE),
    (r"\bhow (?:heavy|much)\b.*\bweigh|\bhow heavy\b", _WEIGHT),
)
_COMPILED = tuple((re.compile(asked, re.IGNORECASE), re.compile(mark)) for asked, mark in _FORMS)
# "What is the VAT number?": the statement names it, and has digits that are neither a price nor a percentage.
_NUMBER_OF = re.compile(rf"{_OWNED}(?P<kind>{_NUMBERED})\s+number{_END}", re.IGNORECASE)
_DIGITS = r"(?<![\d.,£$€])\d[\d.,]*(?![\d.,]*\s?%)"
# Who answers the telephone is said without a number. "Phone number of Ines?" asks for it with no such word.
_ASKS = re.compile(
    r"^\W*(?:e-?mail|tele|mobile|phone|fax|\w+ number)"
    r"|\b(?:what|which|whats|how (?:old|heavy|much)|give|tell|wie|welche|quel(?:le)?)\b",
    re.IGNORECASE,
)


def required(question: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that a statement must hold to tell what a question asks for; none for most questions."""
    if not _ASKS.search(question):
        return ()
    if found := _NUMBER_OF.search(question):
        return (re.compile(rf"\b{found['kind']}", re.IGNORECASE), re.compile(_DIGITS))
    return tuple(mark for asked, mark in _COMPILED if asked.search(question))
