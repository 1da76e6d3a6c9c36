"""Words that say what to do with a table, or mean the same as another name of a column: folded, English and German."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from index.text.stopwords import FUNCTION_WORDS, GERMAN_FUNCTION_WORDS
from rag.tables.words.matching import SHORTEST_PART, stem

# Function words that say which rows, or how many.
_TELLING = frozenset(
    """
    after because before between both doing during here hers just more most no nor not off once only other out over own
    same should some such than then through too under until up very while why
    """.split()
)
# Words that say nothing of which row or column is meant.
SMALL = (
    (FUNCTION_WORDS - _TELLING)
    | GERMAN_FUNCTION_WORDS
    | frozenset("every i'd i'm it's one ones please that's there's us we've what's when's where's who's".split())
)
# They stand for something that the question names, or an earlier one did.
PRONOUNS = frozenset("he her hers him his it its itself she their theirs them these they those".split())
# Words that are bound like others where the table has them, and otherwise say nothing.
LIGHT = frozenset(
    """
    name named called list show tell give gave given gives get gets getting got come came comes make made makes take
    took takes exist exists find found know need want many much lot then just only exactly actually moment now
    currently today right back see sees seen belong belongs work works working worked allow allowed allows sell sells
    sold reach reached
    different altogether each own thing things item items entry entries row rows record records run runs ran
    up lie lies lying stand stands standing sit sits sitting situated space score scored scores point points mark marks
    arbeitet arbeiten erlaubt gab geben gehort gehoren gibt gerade heisst heissen heute derzeit aktuell hoch kann
    kommen kommt machte macht gemacht nenne nennen nur liegen liegt sitzen sitzt stehen steht uber viel viele vor zeig
    zeige wieviel wieviele verkauft
    """.split()
)

# What each word means the same as: a column whose name has one of the words is meant by any other of its line.
_FAMILIES: dict[str, str] = {
    "branch": "branch shop store outlet filiale niederlassung zweigstelle standort laden geschaft",
    "person": """person people employee staff worker colleague member runner athlete participant student
        mitarbeiter angestellter beschaftigter teilnehmer mitglied schuler""",
    "staff": """employee staff headcount worker workforce people mitarbeiter angestellter beschaftigter personal
        belegschaft""",
    "place": "city town place location site municipality stadt ort standort gemeinde based located live lives wohnt",
    "street": "street address road adresse strasse anschrift",
    "state": "state province bundesland land county region",
    "country": "country nation nationality land nationalitat staat",
    "opened": "open opened opening founded established eroffnet eroffnung gegrundet grundung",
    "revenue": "revenue turnover sale takings income earned earn umsatz erlos einnahme verdient",
    "size": "size area space sqm m2 m² flache grosse big large gross square",
    "price": "price cost fee rate preis kosten gebuhr costs kostet expensive teuer charge",
    "rent": "rent miete kaltmiete warmmiete cost costs kostet price",
    "salary": "salary wage pay earning earn paid gehalt lohn verdienst verdient verdienen",
    "amount": """amount total betrag spend spent spending expense expenses pay paid payment cost costs kosten kostet
        ausgabe ausgegeben bezahlt gezahlt bought buy purchase purchased gekauft""",
    "height": "height tall high hohe hoch",
    "weight": "weight weigh weighs heavy mass gewicht schwer wiegt wiegen",
    "length": "length long lange lang distance strecke",
    "width": "width wide breite breit",
    "depth": "depth deep tiefe tief",
    "age": "age old alter alt",
    "born": "born birth birthday birthdate geboren geburtstag geburtsdatum",
    "built": "built build constructed construction registered gebaut baujahr erstzulassung",
    "absent": "absent absence missing away excused abwesend entschuldigt gefehlt",
    "present": "present attended attendees attendance anwesend teilgenommen",
    "year": "year jahr",
    "day": "date day datum tag",
    "time": "time duration zeit dauer",
    "speed": "speed velocity fast geschwindigkeit schnell",
    "quantity": "quantity unit number count piece stock amount menge anzahl stuck bestand",
    "building": "building gebaude haus",
    "meter": "meter zahler",
    "consumption": """consumption consume consumed usage use used power electricity verbrauch verbraucht verbrauchen
        brauchen braucht brauchte""",
    "phone": "phone telephone telefon number nummer telefonnummer call",
    "mail": "email mail",
    "job": "position role job title post stelle funktion beruf tatigkeit",
    "department": "department division team section abteilung bereich",
    "boss": """manager boss supervisor reports head leader lead leads manages vorgesetzter vorgesetzte leiter chef
        leitet managed run runs under unter""",
    "warranty": "warranty guarantee garantie gewahrleistung",
    "product": "article item product thing goods artikel produkt ware name",
    "rank": "rank place position standing platz rang platzierung",
    "kind": "category type kind sort class kategorie typ art sorte",
    "breed": "breed race rasse",
    "floor": "floor storey level stock etage stockwerk",
    "begun": "start started begin began joined hired since beginn eintritt angefangen begonnen",
    "vehicle": "vehicle car van bike bicycle motorcycle scooter truck lorry fahrzeug auto wagen fahrrad",
    "customer": "customer client buyer bill kunde kundin",
    "visitor": "visitor guest attendance people person visit visited besucher gast besucht besuchten",
    "flower": "flower bloom blossom blute bluht bluhen",
    "flat": "flat apartment wohnung",
    "room": "room bedroom zimmer raum",
    "shelf": "shelf bay rack regal fach",
    "plant": "plant pflanze",
    "free": "free vacant available frei verfugbar",
    "grade": "grade mark score note punkte points",
    "id": "id code number no nr nummer kennung",
    "population": "population inhabitant resident einwohner bevolkerung",
    "author": "author writer wrote written autor verfasser geschrieben",
    "due": "due deadline frist fallig",
    "supplier": "supplier vendor lieferant provider",
    "title": "title book film song album buch titel",
    "borrowed": "borrower borrowed borrow lent loan ausgeliehen entliehen",
    "departure": "depart departs departure departing leave leaves leaving start starts abfahrt abflug",
    "arrival": "arrive arrives arrival arriving reach reaches ankunft",
    "delivery": "delivery delivered deliver shipped shipping geliefert lieferung",
    "temperature": "temperature temp hot warm cold temperatur heiss kalt",
    "rain": "rain rainfall precipitation regen niederschlag",
    "altitude": "altitude elevation seehohe meereshohe",
    "reason": "reason why purpose grund",
    "hour": "hour stunde",
    "ascent": "ascent climb climbed besteigung erstbesteigung bestiegen",
    "stay": "night stay stays stayed nacht nachte ubernachtung",
    "gender": "gender sex geschlecht woman women man men female male frau mann weiblich mannlich",
}
FAMILIES: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in _FAMILIES.items()}

# What is paid, whatever the column calls it; what is earned is something else.
PAID = frozenset(("price", "rent", "amount"))
PAYING = frozenset("pay paid payed spend spent spending bezahlt gezahlt ausgegeben".split())
# Families of amounts of money, and words for money; they also mean columns whose unit is a currency.
MONEY = frozenset(("revenue", "price", "rent", "salary", "amount"))
MONEY_WORDS = frozenset("money geld".split())
# Families whose columns hold words.
OF_TEXT = frozenset(("person", "boss", "place", "street"))
# Families whose numbers say nothing when they are added up.
NOT_ADDED = frozenset(
    """
    price rent height length width depth age born built year speed rank warranty floor grade id opened begun
    """.split()
)
# Words for the most and the least of all that a person or a place has.
OF_GROUPS = frozenset("most least fewest meiste meisten wenigsten wenigste".split())
# Columns that tell where, when and who.
ASKED: dict[str, tuple[str, ...]] = {
    "who": ("person", "boss", "customer"), "whom": ("person", "boss", "customer"), "whose": ("person", "customer"),
    "wer": ("person", "boss", "customer"), "wem": ("person", "customer"), "wen": ("person", "customer"),
    "where": ("place", "street", "state", "country", "shelf"), "wo": ("place", "street", "state", "country", "shelf"),
    "when": ("day", "opened", "begun", "born", "due", "free", "year"),
    "wann": ("day", "opened", "begun", "born", "due", "free", "year"),
    "why": ("reason",), "warum": ("reason",), "wieso": ("reason",), "weshalb": ("reason",),
}  # fmt: skip
WHO = frozenset("who whom wer wem wen".split())
# Light words that say nothing in a question for yes or no either, and the first words of such questions.
ALLOWED = frozenset("allow allowed allows erlaubt many much lot then just only now currently today".split())
WHETHER = frozenset("is are was were does do did has have had can could may must ist sind war hat haben kann".split())
# Kinds of columns that these words ask for.
KINDS_ASKED: dict[str, frozenset[str]] = {
    "who": frozenset(("text",)), "whom": frozenset(("text",)), "wer": frozenset(("text",)), "wem": frozenset(("text",)),
    "when": frozenset(("date", "time")), "wann": frozenset(("date", "time")),
}  # fmt: skip

Direction = Literal["smallest", "largest"]
# Words for extremes: which end, and of which family; "" for one that the rest of the question tells.
_EXTREMES: tuple[tuple[str, Direction, str], ...] = (
    ("cheapest billigste gunstigste", "smallest", "price rent amount"),
    ("dearest priciest costliest teuerste", "largest", "price rent amount"),
    ("tallest hochste", "largest", "height"),
    ("highest hochster", "largest", ""),
    ("lowest niedrigste tiefste", "smallest", ""),
    ("shortest kurzeste", "smallest", "length height time"),
    ("longest langste", "largest", "length time stay"),
    ("widest breiteste", "largest", "width"),
    ("narrowest schmalste", "smallest", "width"),
    ("deepest", "largest", "depth"),
    ("heaviest schwerste", "largest", "weight"),
    ("lightest leichteste", "smallest", "weight"),
    ("oldest alteste", "smallest", "born built opened day year age"),
    ("youngest jungste", "largest", "born built opened day year age"),
    ("newest latest neueste neuste", "largest", "opened begun built day year born age"),
    ("earliest fruheste fruhste", "smallest", "day opened begun born time year"),
    ("fastest quickest schnellste", "smallest", "time speed"),
    ("slowest langsamste", "largest", "time speed"),
    ("biggest largest grosste", "largest", ""),
    ("smallest kleinste", "smallest", ""),
    ("most meiste meisten maximum maximal max", "largest", ""),
    ("least fewest minimum minimal min wenigsten wenigste geringste", "smallest", ""),
    ("coldest coolest kalteste", "smallest", "temperature"),
    ("hottest warmest heisseste warmste", "largest", "temperature"),
    ("best beste", "largest", "grade"),
    ("worst schlechteste", "smallest", "grade"),
)
EXTREMES: dict[str, tuple[Direction, tuple[str, ...]]] = {
    word: (direction, tuple(families.split())) for words, direction, families in _EXTREMES for word in words.split()
}
# Families of columns that tell when something was.
DAYS = ("day", "opened", "begun", "born", "year", "departure")
# Words for the age of a thing.
OF_AGE = frozenset("oldest alteste youngest jungste".split())
# "big" and "large" mean the size where nothing else is bound.
SIZE_WORDS = frozenset("biggest largest smallest grosste kleinste".split())
# "high" and "low" mean the height there.
HEIGHT_WORDS = frozenset("highest hochster lowest niedrigste tiefste".split())
# Families for which a larger value is the other end: who is oldest has the highest age but the first birthday.
REVERSED = {"age": frozenset("oldest alteste youngest jungste".split()), "speed": frozenset(
    "fastest quickest schnellste slowest langsamste".split())}  # fmt: skip
# "most expensive": the second word says of what.
_MONEY: tuple[str, ...] = ("price", "rent", "amount")
_RECENT: tuple[str, ...] = ("day", "opened", "begun", "born", "year")
ADJECTIVES = dict.fromkeys(("expensive", "costly", "teuer"), _MONEY) | dict.fromkeys(("recent", "recently"), _RECENT)

Comparison = Literal["below", "at most", "above", "at least"]
# Words before a number; the longest fits first.
_COMPARISONS: dict[Comparison, str] = {
    "below": """under, below, less than, fewer than, lower than, smaller than, shorter than, lighter than, cheaper than,
        younger than, before, earlier than, unter, unterhalb, weniger als, kleiner als, niedriger als, billiger als,
        gunstiger als, junger als, vor, vor dem, kurzer als, leichter als""",
    "at most": """at most, no more than, not more than, up to, until, by, hochstens, maximal, bis, bis zu, bis zum,
        nicht mehr als""",
    "above": """over, above, more than, greater than, higher than, larger than, bigger than, longer than, taller than,
        heavier than, older than, after, later than, exceeding, exceed, uber, mehr als, grosser als, hoher als,
        teurer als, alter als, nach, nach dem, langer als, schwerer als""",
    "at least": """at least, no less than, not less than, no fewer than, since, minimum, mindestens, ab, seit,
        nicht weniger als""",
}
COMPARISONS: tuple[tuple[tuple[str, ...], Comparison], ...] = tuple(
    sorted(
        (
            (tuple(phrase.split()), comparison)
            for comparison, phrases in _COMPARISONS.items()
            for phrase in phrases.split(",")
        ),
        key=lambda pair: -len(pair[0]),
    )
)
# Of which family a comparing word speaks by itself.
COMPARED = {
    "cheaper": "price", "billiger": "price", "gunstiger": "price", "teurer": "price", "taller": "height", "shorter":
    "length", "longer": "length", "heavier": "weight", "lighter": "weight", "schwerer": "weight", "leichter": "weight",
}  # fmt: skip
# "older than 50" is a larger age, but an earlier year.
AGES = frozenset("older younger alter junger".split())

# "Who leads X" asks for the one above X, "who reports to X" for those below.
LEADING = frozenset("manages managed leads led heads headed supervises supervised runs leitet fuhrt".split())
# Verbs that ask for all that was spent.
SPENT = frozenset("spend spent spending ausgegeben".split())
# What asks for a value of each group.
GROUPED = frozenset("per by je pro".split())
SUMS = frozenset(
    """
    total totals altogether together add sum summed overall combined insgesamt gesamt zusammen summe gesamtsumme
    """.split()
)
AVERAGES = frozenset("average mean avg durchschnitt durchschnittlich mittel mittelwert schnitt".split())
# They say nothing alone in a label: "First registered", "Registered since".
NEVER_ALONE = frozenset("since from by first no our your ab seit von erste erster".split())
# What forms are known by, the best first: words of labels, or families of such words.
KEYS = ("name", "title", "customer", "street")
NUMBERED = frozenset("no nr number id code nummer".split())
# Words of a label that say which of several is meant: the next meeting is not the one that minutes are of.
OTHER = frozenset("next previous last former other following nachste nachster nachstes vorige letzte letzter".split())
NEGATIONS = frozenset(
    "not no without never isn't aren't don't doesn't didn't nicht kein keine keinen keiner ohne".split()
)
YES = frozenset("yes y true ja j wahr x ✓ ✔".split())
NO = frozenset("no n false nein falsch".split())
# Units of a question that stand for those of a column.
_UNITS = """
    cm centimetre centimeter zentimeter, m metre meter metres meters, km kilometre kilometer, mm,
    kg kilo kilogram kilogramm kilos, g gram gramm, t ton tonne tonnen, kwh, mwh, w watt, kw,
    € eur euro euros, $ usd dollar dollars, £ gbp pound pounds, chf franken, m² m2 sqm qm,
    years year yrs jahre jahr, days day tage tag, hours hour h hrs stunden stunde, min minutes minuten,
    % percent prozent, °c degrees grad, l litre liter litres liters, pieces pcs piece stuck
"""
UNITS: tuple[frozenset[str], ...] = tuple(frozenset(words.split()) for words in _UNITS.split(","))


@lru_cache(maxsize=16_384)
def meant(word: str) -> frozenset[str]:
    """Return the families that a folded word belongs to, whatever its ending."""
    forms = (word, stem(word), *(word.removesuffix(ending) for ending in ("s", "n", "en", "e", "es", "er")))
    found = next((_OF_WORD[form] for form in forms if form in _OF_WORD), None)
    if found is None and word.isalpha():  # a compound is what its last part is: "Jahresmiete", "Stromverbrauch"
        parts = [each for each in _OF_WORD if len(each) >= SHORTEST_PART and stem(word).endswith(each)]
        found = _OF_WORD[max(parts, key=len)] if parts else None
    return found or frozenset()


def same_unit(one: str, other: str) -> bool:
    """Tell whether two folded units are one."""
    return one == other or any(one in units and other in units for units in UNITS)


_OF_WORD: dict[str, frozenset[str]] = {
    word: frozenset(name for name, words in FAMILIES.items() if word in words)
    for word in frozenset().union(*FAMILIES.values())
}
# Words go before stems: "personal" is German for staff, and its English stem is "person".
_OF_WORD = {stem(word): families for word, families in _OF_WORD.items()} | _OF_WORD
