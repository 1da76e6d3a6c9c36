"""Values as people write them: names, places, codes, dates, amounts, times, remarks; ``words.txt`` has the words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Draw = Callable[[random.Random], str]


def _lists() -> dict[str, list[str]]:
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    named = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {name: words.split("; ") for name, _, words in named}


WORDS = _lists()


def _one_of(words: list[str]) -> Draw:
    return lambda rng: rng.choice(words)


def _count(low: int, high: int) -> Draw:
    return lambda rng: str(rng.randint(low, high))


def _measure(low: int, high: int, *units: str) -> Draw:
    return lambda rng: f"{rng.randint(low, high)} {rng.choice(units)}"


def _code(prefixes: str, digits: int) -> Draw:
    """Make a generator of codes such as ``E42``: one of the prefixes, then so many digits."""
    return lambda rng: rng.choice(prefixes.split()) + str(rng.randint(10 ** (digits - 1), 10**digits - 1))


def _person(rng: random.Random) -> str:
    return f"{rng.choice(WORDS['first name'])} {rng.choice(WORDS['last name'])}"


def _date(low: int, high: int) -> Draw:
    """Make a generator of days of these years, in six formats."""

    def draw(rng: random.Random) -> str:
        day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(low, high)
        name = WORDS["month"][month - 1]
        return rng.choice([
            f"{day} {name} {year}", f"{name} {day}, {year}", f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}", f"{day:02}/{month:02}/{year}", f"{day} {name[:3]} {year}",
        ])  # fmt: skip

    return draw


def _amount(low: int, high: int) -> Draw:
    """Make a generator of amounts of money, in eight formats."""

    def draw(rng: random.Random) -> str:
        whole = low + int((high - low) * rng.random() ** 3)  # mostly small
        cents = rng.choice(["", "", ".50", ".90", f".{rng.randint(10, 99)}"])
        return rng.choice([
            f"{whole:,}{cents} EUR", f"€{whole:,}{cents}", f"${whole:,}{cents}", f"£{whole:,}{cents}",
            f"CHF {whole}{cents}", f"{whole}{cents} euro", f"{whole:,}{cents}", f"{whole} dollars",
        ])  # fmt: skip

    return draw


def _phone(rng: random.Random) -> str:
    a, b, c = rng.randint(20, 99), rng.randint(100, 999), rng.randint(1000, 9999)
    return rng.choice([f"+{a} {b} {c}", f"0{a} {b} {c}", f"({b}) {b + 7}-{c}", f"ext. {b}"])


def _time(rng: random.Random) -> str:
    hour, minute = rng.randint(6, 21), rng.choice([0, 0, 15, 30, 45])
    half = f"{(hour - 1) % 12 + 1}:{minute:02} {'am' if hour < 12 else 'pm'}"
    return rng.choice([f"{hour}:{minute:02}", f"{hour:02}.{minute:02}", half])


def _plate(rng: random.Random) -> str:
    a, b, c, d = (rng.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in range(4))
    low, high = rng.randint(10, 99), rng.randint(100, 9999)
    return rng.choice([f"{a}{b} {low} {c}{d}", f"{a}{b}-{c}{d} {high}", f"{high} {a}{b}{c}"])


def _email(rng: random.Random) -> str:
    return f"{rng.choice(WORDS['first name']).lower()}@{rng.choice(WORDS['firm name']).lower()}.example"


def _street(rng: random.Random) -> str:
    return f"{rng.randint(1, 180)} {rng.choice(WORDS['street name'])} {rng.choice(['Street', 'Road', 'Lane'])}"


VALUES: dict[str, Draw] = {name: _one_of(words) for name, words in WORDS.items()} | {
    "person": _person,
    "email": _email,
    "phone": _phone,
    "street": _street,
    "firm": lambda rng: f"{rng.choice(WORDS['firm name'])} {rng.choice(WORDS['firm form'])}",
    "product": lambda rng: f"{rng.choice(WORDS['size name'])} {rng.choice(WORDS['goods'])}",
    "machine": lambda rng: f"{rng.choice(WORDS['machine name'])} {rng.randint(1, 9)}",
    "date": _date(2015, 2026),
    "birthday": _date(1955, 2006),
    "year": _count(1962, 2026),
    "time": _time,
    "minutes": _measure(5, 90, "minutes", "minutes", "min"),
    "hours": _measure(2, 72, "hours"),
    "days": _measure(2, 30, "days", "days", "working days", "weeks"),
    "months": _measure(2, 36, "months"),
    "price": _amount(1, 300),
    "salary": _amount(1800, 98000),
    "few": _count(2, 12),
    "some": _count(3, 60),
    "many": lambda rng: f"{rng.randint(100, 24000):,}",
    "percent": lambda rng: f"{rng.randint(2, 60)}%",
    "weight": _measure(2, 900, "g", "kg", "kg", "lb"),
    "degrees": lambda rng: f"{rng.randint(12, 24) * 10} °C",
    "km": _measure(900, 240000, "km", "miles"),
    "dose": lambda rng: f"{rng.choice([5, 10, 20, 25, 50, 100, 250, 500])} mg",
    "litres": _measure(2, 60, "litres", "l"),
    "plate": _plate,
    "gate": _code("A B C D", 2),
    "shelf": _code("A- B- R- S-", 3),
    "errorcode": _code("E F P", 2),
    "invoice": _code("INV- 20- RE", 4),
    "incident": lambda rng: f"{rng.randint(2016, 2026)}-{rng.randint(10, 99)}",
    "flight": _code("KL LX BA SK TP", 3),
    "contract": _code("C- CT- K", 4),
    "order": _code("PO- A #", 5),
}
"""Generators by name, as ``records.txt`` and ``rules.txt`` name them."""
