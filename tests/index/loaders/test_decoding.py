from __future__ import annotations

import pytest

from index.loaders.decoding import clean, decode


@pytest.mark.row("B7")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_every_unicode_encoding(encoding: str) -> None:
    text = "A naïve question: what is it worth?"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Grüße aus München, schöne Tage und viel Spaß beim Lesen der Straßenkarte."),
        ("cp1251", "Привет мир, это русский текст для проверки кодировки."),
        ("shift_jis", "日本語のテキストです。今日は天気がいい。"),
    ],
)
def test_older_encodings_are_guessed(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    assert decode("Привет".encode("koi8-r"), "koi8-r") == "Привет"
    assert decode("naïve".encode(), "koi8-r") == "naïve"
    assert decode("naïve".encode("cp1252"), "no-such-encoding")


@pytest.mark.row("B7")
def test_a_few_broken_bytes_do_not_spoil_utf_8() -> None:
    assert decode("déjà vu ".encode() * 20 + b"\xc3") == "déjà vu " * 20 + "\ufffd"


def test_line_ends_become_newlines() -> None:
    assert clean("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"


@pytest.mark.row("B8")
def test_what_nobody_sees_is_dropped() -> None:
    hidden = "\x00\x07\x1f\x7f\xad\u200b\u202e\u2066\u2069\ufeff\ufff9\ud800\U000e0041\U000e0100"
    assert clean(f"pay{hidden}load") == "payload"


@pytest.mark.row("B8")
@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🚀 ❤️ 🇫🇷", "é e\u0301", "tab\there", "a\xa0b"])
def test_what_means_something_stays(text: str) -> None:
    assert clean(text) == text
