"""The command ``user``: its input, and the file it writes."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import COMMAND, citeseed, environment
from ui.cli.commands.serving.user import asked_password
from ui.errors import UsageError
from ui.http.auth.hashing import MAX_LENGTH
from ui.http.auth.rights import Rights
from ui.http.auth.users import Users
from ui.web.gradio_env import settle

if TYPE_CHECKING:
    from pathlib import Path


def test_a_script_sets_a_password_and_a_token_and_takes_them_out(tmp_path: Path) -> None:
    file = tmp_path / "people"
    made = subprocess.run(
        [*COMMAND, "user", "ada", "--auth-file", "people"],
        cwd=tmp_path, env=environment(), input="correct horse\nmore\n", capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    assert made.stdout == "ada can sign in; people says so.\n"
    made = citeseed("user", "bot", "--token", cwd=tmp_path, CITESEED_AUTH_FILE="people")
    people = Users(file)
    assert people.by_password("ada", "correct horse") is not None
    assert people.by_token(made.stdout.strip()) is not None
    limits = ("--role", "reader", "--until", "2099-01-31", "--libraries", "law,press")
    made = citeseed("user", "bot", "--token", "--auth-file", "people", *limits, cwd=tmp_path)
    bot = people.by_token(made.stdout.strip())
    assert bot is not None
    assert bot.rights == Rights("reader", date(2099, 1, 31), frozenset({"law", "press"}))
    gone = citeseed("user", "ada", "--auth-file", "people", "--remove", cwd=tmp_path)
    assert gone.returncode == 0
    assert [person.name for person in people.all()] == ["bot"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("user", "ada"), 2, "Name the file that says who may come in: --auth-file FILE"),
        (("user", "ada", "--auth-file", "people"), 2, "The password is empty"),
        (("user", "a", "--until", "31.1.2027", "--auth-file", "people"), 2, "'31.1.2027' is no day such as"),
        (("user", "a", "--libraries", "a b", "--auth-file", "people"), 2, "'a b' are no names such as"),
        (("user", "a b", "--auth-file", "people", "--token"), 1, "is no name here"),
        (("user", "a b", "--auth-file", "people"), 1, "is no name here"),
        (
            ("user", "a", "--until", "2020-01-31", "--auth-file", "people"),
            2,
            "2020-01-31 is over, so nobody could come",
        ),
        (("user", "a", "--auth-file", "/dev/full", "--token"), 1, "/dev/full is not a regular file. Name a file"),
        (("chat", "--auth-file", "/dev/zero"), 1, "/dev/zero is not a regular file. Name a file"),
        (("chat", "--host", "0.0.0.0"), 2, "Without --auth-file the chat is not served on 0.0.0.0"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...], code: int, said: str, tmp_path: Path) -> None:
    refused = citeseed(*arguments, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (code, "")
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source", [None, io.StringIO(""), io.StringIO("\n")])
def test_without_a_password_nothing_is_asked_twice(source: io.StringIO | None) -> None:
    with pytest.raises(UsageError, match="password"):
        asked_password(source, io.StringIO())


def test_a_password_has_no_end_or_is_no_text() -> None:
    with open("/dev/zero", encoding="utf-8") as endless:  # noqa: PTH123
        assert len(asked_password(endless, io.StringIO())) > MAX_LENGTH, "which with_password refuses"
    latin = io.TextIOWrapper(io.BytesIO("pässwort\n".encode("latin-1")), "utf-8", "surrogateescape")
    with pytest.raises(UsageError, match="is not UTF-8"):
        asked_password(latin, io.StringIO())


def test_nothing_of_gradios_is_left_to_the_environment() -> None:
    found = {"GRADIO_SHARE": "True", "GRADIO_ALLOWED_PATHS": "/", "GRADIO_ANALYTICS_ENABLED": "False", "HOME": "/root"}
    settle(found)
    assert found.pop("GRADIO_ANALYTICS_ENABLED") == "False"
    kept = ("GRADIO_ANALYTICS_MAX_EVENTS", "GRADIO_ANALYTICS_CACHE_FREQUENCY")
    assert [found.pop(name) for name in kept] == ["1", "1000000000"]
    assert found == {"HOME": "/root"}
