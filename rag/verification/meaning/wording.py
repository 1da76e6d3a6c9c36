"""English words and phrases for one and the same: what was turned down was rejected."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.claim_tokens import parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.claim_tokens import Word

# A group a line; all its words are read as the first. Only what is the same in nearly every sentence.
_SAME = """
buy purchase acquire
approve accept endorse
reject refuse
hire recruit employ
dismiss fire sack
begin start commence
end finish conclude
damage harm
injure hurt wound
include cover contain comprise
staff employee worker workforce
people person persons
big large
small little
job post position
car automobile
lorry truck
flat apartment
doctor physician
town city
money cash
pay salary wage
build construct erect
show demonstrate
help assist
get receive obtain
need require
allow permit authorise authorize
forbid forbidden prohibit ban
defeat beat
shop store
fee charge
illness disease sickness
error mistake
vote ballot
boat ship vessel
plane airplane aircraft
film movie
television tv
"""
# A country or continent and what comes from there: "a Spanish rule" is one of Spain.
_PLACES = """
Europe European Europeans
Africa African Africans
Asia Asian Asians
America American Americans US USA
Britain British Briton Britons UK
England English
Scotland Scottish Scot Scots
Wales Welsh
Ireland Irish
France French
Germany German Germans
Austria Austrian Austrians
Switzerland Swiss
Italy Italian Italians
Spain Spanish Spaniard Spaniards
Portugal Portuguese
Netherlands Dutch
Belgium Belgian Belgians
Denmark Danish Dane Danes
Sweden Swedish Swede Swedes
Norway Norwegian Norwegians
Finland Finnish Finn Finns
Poland Polish Pole Poles
Hungary Hungarian Hungarians
Greece Greek Greeks
Turkey Turkish Turk Turks
Russia Russian Russians
Ukraine Ukrainian Ukrainians
Egypt Egyptian Egyptians
Israel Israeli Israelis
Iran Iranian Iranians
Iraq Iraqi Iraqis
India Indian Indians
China Chinese
Japan Japanese
Korea Korean Koreans
Vietnam Vietnamese
Canada Canadian Canadians
Mexico Mexican Mexicans
Brazil Brazilian Brazilians
Australia Australian Australians
"""
# A verb and the little word behind it, read as one verb.
_PHRASES = """
take on = hire
lay off = dismiss
turn down = reject
go up = rise
go down = fall
take over = buy
call off = cancel
put off = postpone
set up = establish
carry out = perform
shut down = close
give up = abandon
find out = discover
fall under = cover
come back = return
go back = return
throw away = discard
get rid = discard
break out = begin
take place = happen
take part = participate
look after = tend
point out = say
make up = form
"""


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    groups = ([word.stem for word in parsed(line)] for line in _SAME.strip().splitlines())
    return {other: first for first, *others in groups for other in others if other != first}


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Return the stem of the country for that of each of its words; "Polish" is one, "polish" is none."""
    groups = ([word.stem for word in parsed(line)] for line in _PLACES.strip().splitlines())
    return {word: first for first, *others in groups for word in others}


@lru_cache(maxsize=1)
def _phrases() -> dict[tuple[str, str], str]:
    found = {}
    for line in _PHRASES.strip().splitlines():
        verb, particle, _, meaning = line.split()
        found[parsed(verb)[0].stem, particle] = parsed(meaning)[0].stem
    return found


def normalised(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words with one stem for all that mean the same; as many words, in their order."""
    found = list(words)
    for position, word in enumerate(words):
        after = words[position + 1].text.lower() if position + 1 < len(words) else ""
        meaning = _phrases().get((word.stem, after))
        if meaning is not None and word.kind in {"word", "small"}:
            found[position] = replace(word, stem=_same().get(meaning, meaning), kind="word")
            found[position + 1] = replace(words[position + 1], kind="small")
        elif word.text[:1].isupper() and word.stem in _places():
            found[position] = replace(word, stem=_places()[word.stem])
        elif word.kind == "word":
            found[position] = replace(found[position], stem=_same().get(word.stem, word.stem))
    return tuple(found)
