"""Detect the 8-bit code page of a text in Latin letters by the alphabets of Europe's languages.

The same byte is "è" in Western and "č" in Central European code pages, and letter statistics confuse them: they read
"crčme" in French. But only one code page turns all the bytes into letters of one language.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from string import ascii_lowercase

_CENTRAL = (
    ("áčďéěíňóřšťúůýž", "qwx"),  # Czech
    ("áäčďéíĺľňóôŕšťúýž", "qwx"),  # Slovak
    ("ąćęłńóśźż", "qvx"),  # Polish
    ("áéíóöőúüű", "qwx"),  # Hungarian
    ("ăâîşţ", "kqwy"),  # Romanian
    ("čćđšž", "qwxy"),  # Croatian and Slovene
)
# Where letters do not decide, those before are preferred. Of each language the letters beyond ASCII that tell it, and
# those of ASCII that only its foreign words have.
_LANGUAGES = (
    (
        "cp1252",
        (
            ("àáâäçéëíîïñóôöúü", ""),  # English, of names and borrowed words
            ("àâæçèéêëîïôöùûüÿœ", "kw"),  # French
            ("áéíñóúüçàèòï¿¡ªº", "kw"),  # Spanish and Catalan
            ("àáâãçéêíóôõúüªº", "kwy"),  # Portuguese
            ("àèéìíîòóùúªº", "jkwxy"),  # Italian
            ("äöüßéà", ""),  # German
            ("åäöéüàš", "qw"),  # Swedish and Finnish
            ("åæøéóôäöü", "qwx"),  # Danish and Norwegian
            ("áæðéíóöúýþ", "cqwz"),  # Icelandic
        ),
    ),
    ("cp1250", _CENTRAL),
    ("cp1254", (("âçğıîöşüû", "qwx"),)),  # Turkish
    (
        "cp1257",
        (
            ("ąčęėįšųūž", "qwx"),  # Lithuanian
            ("āčēģīķļņšūž", "qwxy"),  # Latvian
            ("äõöšüž", "cqwxy"),  # Estonian
        ),
    ),
    ("iso8859-2", _CENTRAL),
    (
        "cp1252",
        (("àáâãäåæçèéêëìíîïñòóôõöøùúûüß", ascii_lowercase),),
    ),  # names of many countries, where none has them all
)
# Signs that all languages use. The dot above remains of the Turkish "İ" in lower case.
_SIGNS = frozenset("‘’‚“”„‹›«»–—…•·†‡§°©®™€£¥±²³¹¼½¾µ×÷\xa0\xad\u0307")
# Misread are signs before a small letter, as in "Rz±d", or within a word, and five letters in a row, as of Cyrillic.
_MISREAD = re.compile(r"[©®±²³¹¼½¾†‡](?=[^\W\d_A-Z])|(?<=[^\W\d_])[µ‚“„‹](?=[^\W\d_])|[^\W\d_A-Za-z]{5,}")
# More than this share of what is not ASCII is foreign to the language: it is another script, or another code page.
_MAX_FOREIGN = 0.2
# Bytes of the lines beyond ASCII that are looked at, which takes 0.1 s, and most of those before the first such letter.
_LOOKED_AT, _BEFORE = 100_000, 1000
_ASCII = bytes(range(0x80))


def in_latin_letters(data: bytes) -> str | None:
    """Decode a text in Latin letters by the code page that makes letters of one language of most of its bytes.

    None when no code page does: the text is in another script then, or it is none.
    """
    lines = b"".join(line for line in BytesIO(data) if not line.isascii())
    first = len(lines) - len(lines.lstrip(_ASCII))
    telling = lines[max(first - _BEFORE, 0) :][:_LOOKED_AT]
    best, chosen = None, ""
    for page, languages in _LANGUAGES:
        try:
            text = telling.decode(page)
        except UnicodeDecodeError:
            continue
        misread = sum(len(found) for found in _MISREAD.findall(text))
        counts = Counter(text.lower())
        beyond = {letter: count for letter, count in counts.items() if letter > "\x7f" and letter not in _SIGNS}
        for own, unused in languages:
            foreign = misread + sum(count for letter, count in beyond.items() if letter not in own)
            cost = foreign, sum(counts[letter] for letter in unused)
            if best is None or cost < best:
                best, chosen = cost, page
    if best is None or best[0] > _MAX_FOREIGN * sum(byte > 0x7F for byte in telling):
        return None
    return data.decode(chosen, "replace")
