"""Questions over tables that are written as text, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.loaders import parse
from rag.tables.answering import answer
from rag.tables.typed_tables import tables

if TYPE_CHECKING:
    from rag.steps import Verdict

BOATS = """Boat,Type,Skipper,Launched,Length (m),Crew,Price EUR,Engine,Harbour
Petrel,Cutter,Ida Lund,2004-05-12,9.5,4,41500.00,yes,Porto
Gannet,Sloop,Omar Haddad,2011-03-30,12.2,6,88000.00,yes,Lagos
Merganser,Sloop,Ida Lund,1998-07-01,7.8,2,19900.00,no,Porto
Fulmar,Ketch,Rosa Quint,2016-09-21,14.0,8,120500.00,yes,Faro
Skua,Cutter,Tom Bale,2011-11-02,10.1,4,52000.00,no,Lagos
"""


def asked(question: str, *texts: str) -> Verdict | None:
    """Ask tables, ``BOATS`` where none is given."""
    documents = [parse(text.encode(), f"{number}.csv") for number, text in enumerate(texts or (BOATS,))]
    return answer(question, tables((document, 0, len(document.text)) for document in documents))


def told(question: str, *texts: str) -> list[str]:
    """Return the first cells of the rows that are told."""
    verdict = asked(question, *texts)
    return [] if verdict is None else [support.quote.split(" | ")[0] for support in verdict.supports]
