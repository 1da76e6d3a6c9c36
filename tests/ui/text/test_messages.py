"""A visitor of the page has no terminal: no message tells them to run a command."""

from __future__ import annotations

import ast
from itertools import chain

import pytest

from tests.harness.processes import ROOT
from ui.text.messages import GONE, REFUSALS, for_visitors

COMMAND = "'citeseed "


def messages() -> list[str]:
    """Return the messages of the two lower packages that advise a command, with X for what is filled in."""
    found = set[str]()
    for path in chain((ROOT / "index").rglob("*.py"), (ROOT / "rag").rglob("*.py")):
        inside = set[ast.AST]()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inside |= set(node.values)
                text = "".join(each.value if isinstance(each, ast.Constant) else "X" for each in node.values)  # type: ignore[misc]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
                text = node.value
            else:
                continue
            if COMMAND in text:
                found.add(text)
    return sorted(found)


@pytest.mark.parametrize("message", messages())
def test_a_visitor_is_told_to_run_a_command(message: str) -> None:
    said = for_visitors(message)
    assert "citeseed" not in said.lower(), said
    assert ", or " not in said, said  # the other half of an advice, without the first
    assert said == "" or said.endswith((".", "!", "?"))


def test_there_are_messages_that_advise_commands() -> None:
    assert len(messages()) > 5
    assert not any(COMMAND in said for said in (*REFUSALS.values(), GONE))
