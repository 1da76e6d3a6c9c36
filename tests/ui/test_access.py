"""Who may come in is settled first, and what would let in everybody is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rag.settings import Settings
from tests.ui.quick_people import quick
from ui.access import access
from ui.errors import CommandError, UsageError
from ui.people import put

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.row("D3")
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com"])
def test_other_machines_are_let_in_by_a_file_alone(tmp_path: Path, host: str) -> None:
    with pytest.raises(
        UsageError, match=rf"Without --auth-file the chat is not served on {host}, .*citeseed user NAME"
    ):
        access(Settings(host=host))
    put(tmp_path / "people", quick("ada", "correct horse"))
    allowed = access(Settings(host=host, auth_file=str(tmp_path / "people")))
    assert allowed.people is not None
    assert allowed.names is None


def test_without_a_file_it_answers_for_the_names_it_was_told() -> None:
    assert access(Settings(root_path="https://chat.example/docs")).names == ("127.0.0.1", "chat.example")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"auth_file": "missing"}, "There is no file missing. Make it with: citeseed user NAME"),
        ({"root_path": "docs"}, "must be a path such as /docs"),
    ],
)
def test_what_cannot_be_is_one_sentence(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        access(Settings(**settings))
