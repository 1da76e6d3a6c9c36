from __future__ import annotations

import pytest

from index.loaders.opening.decoding import clean, decode
from tests.index.loaders.languages import LANGUAGES

# A line alone is too little: Slovak has both letters in which ISO 8859-2 differs there from Windows-1250, and the bytes
# of EUC-JP are Korean too.
UNDECIDED = {("Slovak", "iso8859-2"), ("Japanese", "euc-jp")}


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


@pytest.mark.parametrize(("language", "encodings", "lines"), LANGUAGES, ids=[each[0] for each in LANGUAGES])
def test_old_files_are_read_in_the_letters_of_their_language(
    language: str, encodings: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    for encoding in encodings:
        whole = "\n".join(lines)
        assert decode(whole.encode(encoding)) == whole, encoding
        if (language, encoding) not in UNDECIDED:
            assert decode(lines[0].encode(encoding)) == lines[0], encoding


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The authors are Muñoz, Müller, Søren Ångström, André and João; they met in São Paulo."),
        ("cp1252", "The café was closed, and the naïve tourist left for Zürich."),
        ("cp1252", "The room holds 25 m³ of air at 20 °C, ±2 degrees, a hair is 80 µm thick, and it costs £5."),
        ("cp1252", "© Acme Ltd. 2001. He said “no” – it’s a shame…"),
        ("cp1252", "Questo è il caffè."),
        ("cp1250", "Proč to nejde? Kolik to stojí?"),
        ("cp1250", "Gdańsk leży nad morzem."),
        ("cp1251", "Київ є столицею України. Діти пішли вранці до школи, хоча ще йшов дощ."),
        ("cp1255", "ירושלים היא בירת ישראל. הילדים הלכו בבוקר לבית הספר."),
        ("euc-kr", "서울은 대한민국의 수도이다. 아이들은 아침에 학교에 갔다."),
        ("shift_jis", "The word 東京 means Tokyo, and 本 is a book in Japanese."),
    ],
)
def test_names_signs_and_other_scripts_mislead_nobody(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["© Acme\n" + "nothing beyond ASCII\n" * 9000, "nothing beyond ASCII, " * 9000])
def test_what_tells_the_code_page_may_stand_far_behind_in_a_long_file(text: str) -> None:
    text += "Příliš žluťoučký kůň.\n"
    assert decode(text.encode("cp1250")) == text


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    assert decode("Привет".encode("koi8-r"), "koi8-r") == "Привет"
    assert decode("naïve".encode(), "koi8-r") == "naïve"
    assert decode("naïve".encode("cp1252"), "no-such-encoding")


def test_a_few_broken_bytes_do_not_spoil_utf_8() -> None:
    assert decode("déjà vu ".encode() * 20 + b"\xc3") == "déjà vu " * 20 + "\ufffd"


def test_line_ends_become_newlines() -> None:
    assert clean("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"


def test_what_nobody_sees_is_dropped() -> None:
    hidden = "\x00\x07\x1f\x7f\xad\u200b\u202e\u2066\u2069\ufeff\ufff9\ud800\U000e0041\U000e0100"
    assert clean(f"pay{hidden}load") == "payload"


@pytest.mark.parametrize("text", ["می‌خواهم", "👩‍🚀 ❤️ 🇫🇷", "é e\u0301", "tab\there", "a\xa0b"])
def test_what_means_something_stays(text: str) -> None:
    assert clean(text) == text
