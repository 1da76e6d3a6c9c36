from __future__ import annotations

from dataclasses import fields

import pytest

from rag.settings import Settings
from ui.cli.commands import COMMANDS
from ui.cli.parser import parse
from ui.errors import UsageError
from ui.settings import ServerSettings


def test_what_is_not_said_is_left_to_the_settings() -> None:
    parsed = parse(["ask", "why?"])
    assert parsed.question == "why?"
    assert parsed.json is False
    assert set(parsed.settings.values()) == {None}


def test_flags_are_settings_by_their_names() -> None:
    parsed = parse(["index", "a", "b", "--index", "lib", "--chunk-characters", "500", "--add"])
    assert parsed.folders == ["a", "b"]
    assert (parsed.add, parsed.replace, parsed.allow_empty) == (True, False, False)
    said = {name: value for name, value in parsed.settings.items() if value is not None}
    assert said == {"index": "lib", "chunk_characters": "500"}


def test_every_setting_has_a_flag_somewhere() -> None:
    flags = set().union(*(parse([command, *_needed(command)]).settings for command in COMMANDS))
    # what is typed as a flag stands in the list of processes for everybody to read
    secret, said_by_index = {"language_model_key", "library_token"}, {"library"}
    known = {item.name for kind in (Settings, ServerSettings) for item in fields(kind)}
    assert flags == known - secret - said_by_index


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_the_library_and_helps(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    if command != "user":
        assert parse([command, *_needed(command), "--index", "x"]).settings["index"] == "x"
    with pytest.raises(SystemExit) as end:
        parse([command, "--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert f"citeseed {command}" in shown
    assert "examples:" in shown


def test_a_question_may_begin_with_a_dash() -> None:
    assert parse(["ask", "--json", "--", "-5 degrees?"]).question == "-5 degrees?"
    assert parse(["search", "-k", "3", "--", "--json"]).question == "--json"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "Say what to do: index, add, ask"),
        (["aks", "why?"], "choose from 'index', 'add'"),
        (["ask"], "QUESTION"),
        (["ask", " \n"], "The question is empty"),
        (["search", ""], "The question is empty. Type it in quotes."),
        (["ask", "why", "not"], "in quotes"),
        (["ask", "why", "--jsn"], "Not understood: --jsn."),
        (["ask", "why", "--js"], "Not understood: --js."),
        (["search", "why", "-k", "0"], "-k: '0' is not a whole number"),
        (["search", "why", "-k", "many"], "-k: 'many' is not"),
        (["search", "why", "-k", "-1"], "-k"),
        (["index", "--add", "--replace"], "not allowed with"),
        (["show"], "SOURCE"),
        (["chat", "--share"], "not shared through a server of somebody else's"),
        (["user", "ada", "--token", "--remove"], "not allowed with"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence_or_two(arguments: list[str], part: str) -> None:
    with pytest.raises(UsageError, match=r".+[.?)] ?.*") as error:
        parse(arguments)
    assert part in str(error.value)
    assert "\n" not in str(error.value)


def _needed(command: str) -> list[str]:
    first = {"add": "a", "ask": "q", "search": "q", "check": "f", "table": "c", "show": "s", "eval": "d", "user": "n"}
    return [first[command]] if command in first else []
