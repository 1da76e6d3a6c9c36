"""Split a text into words: one grammar, whose words are read in three ways. The only user of ``Stemmer``.

``words`` keeps compounds whole, as a reader sees them. ``parts`` splits compounds, as facts and cells are compared.
``terms`` returns both, folded and stemmed, as the keyword index counts them. The models do not use these words: they
split a text into the word pieces that they were trained with.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from index.text.languages import ENGLISH, STEMMERS, function_words, language_of
from index.text.stopwords import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Scripts written without spaces, and Hangul, whose particles are written together with the word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f"
)
_CHARACTER, _LETTER = f"[^\\W_{_UNSPACED}]", f"[^\\W\\d_{_UNSPACED}]"
# A word or a number: Alibaba's, E07, 3,000, 12:30, 1990s, 1.5bn.
# Each class of characters takes a millisecond to compile, and so none stands twice in it.
_PLAIN = f"(?=[^\\W_])(?:\\d+(?:[.,:/]\\d+)*+)?+{_CHARACTER}*(?<=[^\\W_])(?:['’]{_LETTER}+)*"
_SPECIAL = (
    f"(?P<unspaced>[{_UNSPACED}]+)"  # first: the letters that begin what follows are others
    f"|(?P<initials>[^\\W\\d_](?:\\.{_LETTER})+\\.?(?!\\w))"  # U.S., e.g.
    "|(?P<symbol>[^\\W\\d_](?:\\+\\+|#)(?!\\w))"  # C++, C#
)
_OF_UNSPACED = re.compile(f"[{_UNSPACED}]")
MARKS = frozenset("$€£¥%")
_PART = re.compile(f"{_SPECIAL}|{_PLAIN}|[$€£¥%]")
_WORD = re.compile(
    f"{_SPECIAL}|(?:[$€£¥](?=\\d))?(?P<compound>{_PLAIN}(?:[-&./_]{_PLAIN})*)(?:(?<=\\d)%)?"  # GPT-4, AT&T, $53, 12%
)
_PLAIN_WORD = re.compile(_PLAIN)
# What the keyword index splits besides: L'Oréal, 12:30, 24/7.
_WITHIN = re.compile(r"['’:/]")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """Return the words of a text as they are written, compounds whole: "GPT-4", "Alibaba's", "3,000", "U.S."."""
    return [found["compound"] or found[0] for found in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """Return the words of a text that are no stop words, each once, in order of their last occurrence."""
    found = [word for word in words(text) if word.lower() not in STOPWORDS]
    return list({word.lower(): word for word in reversed(found)}.values())[::-1]


def number_of_words(word: str) -> int:
    """Return how many words one of ``words`` stands for: 1, but in scripts without spaces one for 2 letters, about."""
    return (len(word) + 1) // 2 if _OF_UNSPACED.match(word) else 1


def parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the start and the text of each word, number and mark of a text, compounds split.

    "GPT-4" gives "GPT" and "4"; "$53" gives "$", which is one of ``MARKS``, and "53"; "12:30" and "isn't" are one.
    """
    return ((found.start(), found[0]) for found in _PART.finditer(text))


def terms(text: str, language: str = ENGLISH) -> list[str]:
    """Return the stems of all words of a text, in order, as the keyword index counts them.

    Letters are case-folded and stripped of accents. A compound gives itself and its parts: "GPT-4" gives "gpt-4",
    "gpt" and "4"; "$53" gives "$53" and "53"; "U.S." gives "us". Scripts without spaces (Chinese, Japanese, Thai) give
    each pair of neighbouring characters (bigrams; Nie, Gao, Zhang and Zhou 2000), which needs no dictionary.

    Parameters
    ----------
    text
        Of a document or a question.
    language
        Its ISO 639 code. A language without a stemmer is stemmed like English.
    """
    return _stems(_spelled(text), language)


def question_terms(text: str, language: str = ENGLISH) -> list[str]:
    """Return the terms of a question without its function words, unless it has no others."""
    return _stems(_asked(text, (language,)), language)


def question_forms(text: str, languages: Sequence[str]) -> list[tuple[str, ...]]:
    """Return for each word of a question that is no function word its terms in several languages, each once.

    Parameters
    ----------
    text
        The question.
    languages
        Of the documents that are searched, that of the most first. Function words are those of the question's own
        language where it is one of these, else of the first.
    """
    spelled = _asked(text, languages)
    stemmed = (_stems(spelled, language) for language in languages or (ENGLISH,))
    return [tuple(dict.fromkeys(forms)) for forms in zip(*stemmed, strict=True)]


def stem(word: str, language: str = ENGLISH) -> str:
    """Return the first term of a word; the word itself where it has none."""
    return (terms(word, language) or [word])[0]


def _asked(text: str, languages: Sequence[str]) -> list[str]:
    own = languages[0] if languages else ENGLISH
    if len(languages) > 1 and (guessed := language_of(text)) in languages:
        own = guessed
    spelled, without = _spelled(text), function_words(own)
    return [word for word in spelled if word not in without] or spelled


def _spelled(text: str) -> list[str]:
    found: list[str] = []
    for token in _WORD.finditer(_composed(text)):
        word = token[0]
        match token.lastgroup:
            case "unspaced":
                found += [a + b for a, b in pairwise(word)] or [word]
            case "initials":
                found.append(word.replace(".", ""))
            case "symbol":
                found.append(word)
            case _ if word.isalnum():
                found.append(word)
            case _:
                word = _POSSESSIVE.sub("", word.replace(",", ""))
                pieces = [piece for plain in _PLAIN_WORD.findall(word) for piece in _WITHIN.split(plain)]
                found += [word] if pieces == [word] else [word, *pieces]
    return found


def _composed(text: str) -> str:
    """Fold case and compatibility forms; drop joiners, and marks that are no part of a letter."""
    return text.lower() if text.isascii() else _without_marks(unicodedata.normalize("NFKC", text.casefold()))


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _without_marks(unicodedata.normalize("NFKD", word)))


def _without_marks(text: str) -> str:
    """Drop joiners and marks; but the vowels of Thai and the voicing of kana, which are marks too, make words."""
    dropped = {
        ord(letter): None
        for letter in set(text)
        if unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"} and not _OF_UNSPACED.match(letter)
    }
    return text.translate(dropped)


def _stems(spelled: list[str], language: str) -> list[str]:
    # One stemmer may not serve two threads at a time; making one costs a few microseconds.
    import Stemmer  # noqa: PLC0415

    stemmer = Stemmer.Stemmer(STEMMERS.get(language, STEMMERS[ENGLISH]))
    if language not in STEMMERS or language == ENGLISH:
        stems: list[str] = stemmer.stemWords([_unaccented(word) for word in spelled])
        return stems
    # Endings are known by their accents: "canciones" and "canción" have one stem, "cancion" has none.
    return [_unaccented(stem) for stem in stemmer.stemWords(spelled)]
