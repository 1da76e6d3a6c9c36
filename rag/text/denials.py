"""What denies a sentence, by language: "not", "kein", "ne ... jamais", "nunca", "senza"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.text.languages import ENGLISH, function_words, language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

# Words that deny a sentence; several of one sentence deny it once: "keiner von beiden, weder A noch B".
_SENTENCE = {
    "de": "nicht nichts nie niemals niemand niemandem niemanden nirgends nirgendwo kein keine keinen keinem keiner"
    " keines keinerlei weder keineswegs keinesfalls",
    "fr": "pas jamais aucun aucune aucunement rien ni nul nulle guère nullement",
    "es": "no nunca jamás nadie nada ningún ninguna ninguno ni tampoco",
    "it": "non mai nessuno nessuna nessun niente nulla né neanche nemmeno neppure",
}
# Words that deny one thing; each of them turns what a sentence says.
_SINGLE = {
    "de": "ohne verboten verbietet untersagt unzulässig unmöglich abgelehnt lehnte lehnten lehnt verweigert verweigerte"
    " weigerte weigerten ungültig unbekannt unschuldig",
    "fr": "sans interdit interdite interdits interdites interdire refusé refusée refusés refusées refuse refusa"
    " impossible défendu défendue rejeté rejetée invalide inconnu inconnue",
    "es": "sin prohibido prohibida prohíbe rechazó rechazado rechazada imposible negó desconocido inválido",
    "it": "senza vietato vietata proibito proibita rifiutato rifiutò rifiutata impossibile respinto respinta"
    " sconosciuto",
}
# Words that deny in French only behind "ne": "plus" is "more" otherwise.
_BEHIND_NE = frozenset(("plus", "personne"))
LANGUAGES = frozenset(_SENTENCE)
_ALL = {language: frozenset(f"{_SENTENCE[language]} {_SINGLE[language]}".split()) for language in LANGUAGES}
_WHOLE = {language: frozenset(words.split()) for language, words in _SENTENCE.items()}


def claim_language(text: str) -> str:
    """Return the language of a sentence where its denials are known, by its ISO 639 code; "en" for any other.

    A short sentence of names looks like any language: one of its function words must be of no other.
    """
    language = language_of(text)
    words = {word.lower().strip(".,:;!?'\"") for word in text.split()}
    return (
        language if language in LANGUAGES and words & (function_words(language) - function_words(ENGLISH)) else ENGLISH
    )


def denies(word: str, language: str) -> bool:
    """Tell whether a word, in small letters, denies in a language other than English."""
    return word in _ALL.get(language, ())


def is_denied(words: Sequence[str], language: str) -> bool:
    """Tell whether a sentence denies what it speaks of; two denials affirm, as in "nicht verboten".

    Parameters
    ----------
    words
        Of the sentence, in small letters.
    language
        One of ``LANGUAGES``.
    """
    whole = _WHOLE[language].intersection(words)
    behind_ne = language == "fr" and any(word == "ne" or word.startswith(("n'", "n’")) for word in words)
    if behind_ne and _BEHIND_NE.intersection(words):
        whole = whole | {"ne"}
    single = _ALL[language].intersection(words) - _WHOLE[language]
    return (bool(whole) + len(single)) % 2 == 1
