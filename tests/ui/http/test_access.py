"""Access is decided first, and an open chat for other machines is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.ui.http.auth.quick_people import quick
from ui.errors import CommandError, UsageError
from ui.http.access import access
from ui.http.auth.users import put
from ui.settings import ServerSettings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com"])
def test_other_machines_are_let_in_by_a_file_alone(tmp_path: Path, host: str) -> None:
    with pytest.raises(
        UsageError, match=rf"Without --auth-file the chat is not served on {host}, .*citeseed user NAME"
    ):
        access(ServerSettings(host=host))
    put(tmp_path / "people", quick("ada", "correct horse"))
    allowed = access(ServerSettings(host=host, auth_file=str(tmp_path / "people")))
    assert allowed.people is not None
    assert allowed.names is None


def test_without_a_file_it_answers_for_the_names_it_was_told() -> None:
    assert access(ServerSettings(root_path="https://chat.example/docs")).names == ("127.0.0.1", "chat.example")


@pytest.mark.parametrize(
    ("settings", "kind", "said"),
    [
        ({"auth_file": "missing"}, CommandError, "There is no file missing. Make it with: citeseed user NAME"),
        ({"auth_file": "empty"}, CommandError, "empty lets nobody in. Add somebody with: citeseed user NAME"),
        ({"auth_file": "broken"}, CommandError, "broken, line 2 is not understood. Make lines with: citeseed user"),
        ({"auth_file": "folder"}, CommandError, "folder is a folder. Name a file, made with: citeseed user NAME"),
        ({"root_path": "docs"}, UsageError, "must be a path such as /docs"),
        ({"trusted_proxy": "*"}, UsageError, "trusted_proxy is '\\*', but must be addresses or networks such as"),
        ({"trusted_proxy": "127.0.0.1, proxy.example"}, UsageError, "must be addresses or networks such as 127.0.0.1"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    settings: dict[str, Any], kind: type[Exception], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").write_text("# nobody\n", encoding="utf-8")
    Path("broken").write_text("# somebody\nada:secret\n", encoding="utf-8")
    Path("folder").mkdir()
    with pytest.raises(kind, match=said):
        access(ServerSettings(**settings))


def test_a_chat_for_others_is_taken_for_a_private_one(tmp_path: Path) -> None:
    assert access(ServerSettings()).is_private
    assert not access(ServerSettings(root_path="https://chat.example/docs")).is_private
    assert not access(ServerSettings(trusted_proxy="127.0.0.1")).is_private
    put(tmp_path / "people", quick("ada", "correct horse"))
    assert not access(ServerSettings(auth_file=str(tmp_path / "people"))).is_private
