"""Names, numbers and words of a text: finding them and exchanging them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.claims.words import MONTHS, WEEKDAYS
from training.pool.counterfactuals import NAME, STOP

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

NUMBER = re.compile(r"(?<![\w.,/-])[$€£]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")
TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


def exchange_all(text: str, exchanges: Sequence[tuple[str, str]]) -> str:
    """Exchange whole words, all at once; lower-case words also where they begin a sentence, and names in any case."""
    into = {old.lower(): new for old, new in exchanges}
    names = {old.lower() for old, _ in exchanges if not old.islower()}

    def begins(at: int) -> bool:
        return not text[:at].rstrip() or text[:at].rstrip()[-1] in '.!?"\u201c(:'

    pattern = "|".join(re.escape(old) for old in sorted(into, key=len, reverse=True))

    def put(match: re.Match[str]) -> str:
        new = into[match.group().lower()]
        if match.group().lower() not in names and match.group()[0].isupper() and not begins(match.start()):
            return match.group()  # "New York" holds no "new"
        first = match.group()[0].isupper() and new[0].islower() and not match.group().isupper()
        return new[:1].upper() + new[1:] if first else new

    return re.sub(rf"(?<![\w-])(?:{pattern})(?![\w-])", put, text, flags=re.IGNORECASE)


def holds(term: str, text: str) -> bool:
    """Tell whether a text holds a term as whole words, in any case."""
    return term.lower() in text.lower() and bool(
        re.search(rf"(?<![\w-]){re.escape(term)}(?![\w-])", text, re.IGNORECASE)
    )


def names_in(text: str) -> list[str]:
    """Capitalised runs of a text, without single words that begin a sentence, in order."""
    found: dict[str, None] = {}
    for match in NAME.finditer(text):
        name = match.group()
        before = text[: match.start()].rstrip()
        first_word = name.split()[0].lower()
        if (not before or before[-1] in '.!?"“:(') and (" " not in name or first_word in STOP):
            continue
        if name.lower() in STOP or len(name) < 3 or name in MONTHS or name in WEEKDAYS or re.search(r"\band\b", name):
            continue
        found[name] = None
    return list(found)


def other_number(number: str, text: str, rng: random.Random) -> str:
    """Give another number of the same make, half of the time one that the text holds too."""
    sign = number[0] if number[0] in "$€£" else ""
    digits = number.lstrip("$€£").replace(",", "")
    same: list[str] = [
        n
        for n in NUMBER.findall(text)
        if n != number and len(n) == len(number) and n[0].isdigit() == number[0].isdigit()
    ]
    if same and rng.random() < 0.5:
        return rng.choice(same)
    if "." in digits:
        places = len(digits.split(".")[1])
        return f"{sign}{float(digits) * rng.choice((0.5, 0.8, 1.3, 2.0)) + 0.1:.{places}f}"
    value = int(digits)
    if len(digits) == 4 and 1000 <= value <= 2100 and not sign and "," not in number:
        return str(value + rng.choice((-1, 1)) * rng.randint(1, 40))
    moved = value + rng.choice((-1, 1)) * rng.randint(1, max(2, value // 2))
    if moved < 1 or moved == value:
        moved = value + rng.randint(1, 4)
    if len(digits) > 3 and value % 100 == 0:
        moved = max(100, moved // 100 * 100)
        moved += 100 * (moved == value)
    return f"{sign}{moved:,}" if "," in number else f"{sign}{moved}"
