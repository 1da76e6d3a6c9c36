"""The file of users: it lets the right users in, and reveals no secret."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.http.auth.quick_people import quick
from ui.http.auth.rights import Rights
from ui.http.auth.users import User, Users, UsersError, put, read, remove, with_password, with_token

PASSWORD = "correct horse"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "people"
    put(file, quick("ada", PASSWORD))
    return file


def test_a_password_that_was_set_lets_in(tmp_path: Path) -> None:
    put(tmp_path / "people", with_password("ada", PASSWORD))
    ada = Users(tmp_path / "people").by_password("ada", PASSWORD)
    assert ada is not None
    assert ada.secret.startswith("16384:8:5:")


def test_the_password_lets_in_and_no_other_does(path: Path) -> None:
    people = Users(path)
    ada = people.by_password("ada", PASSWORD)
    assert ada is not None
    assert ada.name == "ada"
    wrong = ("correct horse ", "", "CORRECT HORSE", "x" * 1001)
    assert [people.by_password("ada", each) for each in wrong] == [None] * 4
    assert people.by_password("eve", PASSWORD) is None
    assert people.by_password("ada:password", PASSWORD) is None


def test_a_token_lets_in_and_is_kept_nowhere(path: Path) -> None:
    bot, token = with_token("bot")
    put(path, bot)
    people = Users(path)
    assert people.by_token(token) == bot
    assert [people.by_token(each) for each in ("", token[:-1], bot.secret, "x" * 2000)] == [None] * 4
    assert people.by_password("bot", token) is None
    assert token not in path.read_text()
    assert len(token) >= 43  # 256 bits


def test_the_file_tells_no_password_and_is_nobody_elses(path: Path) -> None:
    for name in ("ada", "bob"):
        put(path, with_password(name, PASSWORD))
    assert PASSWORD not in path.read_text()
    ada, bob = read(path)
    assert ada.secret != bob.secret  # the salt
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["people"]


def test_a_new_password_takes_the_place_of_the_old_one_at_once(path: Path) -> None:
    people = Users(path)
    put(path, quick("ada", "another horse"))
    assert people.by_password("ada", PASSWORD) is None
    assert people.by_password("ada", "another horse") is not None
    assert len(people.all()) == 1


def test_who_is_taken_out_is_out(path: Path) -> None:
    put(path, with_token("ada")[0])
    remove(path, "ada")
    assert read(path) == ()
    with pytest.raises(UsersError, match="names no 'ada'"):
        remove(path, "ada")


@pytest.mark.parametrize("name", ["", "a:b", "a b", "a\nb", "x" * 65, "../x"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(UsersError, match="is no name here"):
        with_token(name)


@pytest.mark.parametrize(("password", "said"), [("short", "too short"), ("x" * 1001, "too long")])
def test_a_password_has_a_length(password: str, said: str) -> None:
    with pytest.raises(UsersError, match=said):
        with_password("ada", password)


@pytest.mark.parametrize(
    "line",
    [
        "ada",
        "ada:password",
        "ada:token:xyz",
        "ada:password:16384:8:5:zz:00",
        "ada:password:16383:8:5:00:00",  # no power of two
        "ada:password:1048576:8:5:00:00",  # a gigabyte of memory
        "ada:password:16384:8:99:00:00",
        "ada:password:16384:0:5:00:00",
        "ada:plain:secret",
        "a b:token:" + "0" * 64,
        "ada:token:" + "0" * 64 + " role=owner",
        "ada:token:" + "0" * 64 + " until=2026-02-30",
        "ada:token:" + "0" * 64 + " libraries=",
        "ada:token:" + "0" * 64 + " role=reader role=admin",
        "ada:token:" + "0" * 64 + " colour=red",
    ],
)
def test_a_line_that_is_not_understood_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "people"
    file.write_text(f"# comment\n\n{line}\n")
    with pytest.raises(UsersError, match=r"people, line 3 is not understood\. Make lines with"):
        Users(file)


def test_a_file_that_cannot_be_read_is_told_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(UsersError, match=r"There is no file .*citeseed user NAME"):
        Users(tmp_path / "people")
    with pytest.raises(UsersError, match="is a folder"):
        Users(tmp_path)
    (tmp_path / "people").write_bytes(b"\xff\xfe")
    with pytest.raises(UsersError, match="cannot be read: Not a directory"):
        Users(tmp_path / "people" / "ada")
    with pytest.raises(UsersError, match="no text in UTF-8"):
        Users(tmp_path / "people")
    with pytest.raises(UsersError, match="cannot be written"):
        put(tmp_path / "missing" / "people", User("ada", "token", "0" * 64))


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_is_a_file_of_people_or_is_refused_in_a_sentence(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people"
        file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        try:
            people = read(file)
        except UsersError:
            return
        assert all(person.line in text for person in people)


def test_a_line_loses_its_rights_on_the_way_through_the_file(path: Path) -> None:
    rights = Rights("reader", date(2027, 1, 31), frozenset({"law", "press"}))
    user, token = with_token("bot", rights)
    put(path, user)
    assert user.line.endswith(" role=reader until=2027-01-31 libraries=law,press")
    found = Users(path, lambda: date(2027, 1, 31)).by_token(token)
    assert found is not None
    assert found.rights == rights


def test_a_token_lets_in_after_its_last_day(path: Path) -> None:
    user, token = with_token("bot", Rights(until=date(2027, 1, 31)))
    put(path, user)
    assert Users(path, lambda: date(2027, 2, 1)).by_token(token) is None


def test_a_line_without_rights_is_no_editors(path: Path) -> None:
    rights = Rights()
    assert (rights.may("reader"), rights.may("editor"), rights.may("admin")) == (True, True, False)
    assert rights.sees("any")
    assert not Rights(libraries=frozenset({"law"})).sees("press")
