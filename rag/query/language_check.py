"""Whether a text is in English, the language that the bundled models were trained for."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from index.text.stopwords import STOPWORDS
from index.text.tokenizer import words

if TYPE_CHECKING:
    from collections.abc import Iterable

# The commonest little words of languages written in Latin letters, without those that are English words too.
OTHERS = (
    frozenset(
        """
    aber als auch auf aus bei das dass dem den der des ein eine einem einen einer es für hat ist mit nach nicht oder
    sich sie sind und von warum wann wie wird wurde zu zum zur
    au aux avec ce ces comment dans de des du elle est et il la le les leur mais où ou par pas pour pourquoi quand que
    quel quelle qui sont sur un une
    al como con cuando cuál cuáles del donde dónde el en es está fue fueron las los más para pero por porque qué quién
    se según son su sus y
    che chi come con dei del della delle di gli il sono nel nella perché più quale quando questo si
    ao com da das do dos é em foi não na nas nos o os ou para pelo por quem são uma
    aan de een en het hoe is niet ook van voor waarom wat werd wie zijn
    och att det som på är av för inte med hur varför
    """.split()
    )
    - STOPWORDS
)
# Little words of another language, of a text's words, above which it is not English; English has next to none.
FOREIGN_SHARE = 0.15


def is_english(text: str) -> bool:
    """Tell whether a text looks English; a few words without little ones, such as names, count as English."""
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(character, "").startswith("LATIN") for character in letters)
    if latin * 2 < len(letters):
        return False
    said = [word.lower() for word in words(text)]
    foreign, english = sum(word in OTHERS for word in said), sum(word in STOPWORDS for word in said)
    return foreign <= english or foreign < FOREIGN_SHARE * len(said)


def warnings(question: str, passages: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for a question, and one for passages, that are not in English."""
    found = []
    if not is_english(question):
        found.append("The question does not look English; the bundled models were trained for English and may miss it.")
    texts = list(passages)
    if sum(not is_english(text) for text in texts) * 2 > len(texts):
        found.append("The passages found do not look English; the bundled models were trained for English.")
    return tuple(found)
