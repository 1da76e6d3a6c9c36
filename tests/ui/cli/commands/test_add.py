from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import COMMAND, citeseed, environment, refused
from tests.libraries import library_in
from tests.ui.fetching.page_server import Page, fetcher, site
from ui.cli.commands.library.add import added
from ui.errors import CommandError

if TYPE_CHECKING:
    from pathlib import Path

    from index import LocalLibrary

OWLS = Page(b"<html><title>Owls</title><p>Owls see in the dark.</p></html>")


@pytest.fixture
def library(tmp_path: Path) -> LocalLibrary:
    return library_in(tmp_path / "library")


@pytest.mark.slow
def test_text_from_standard_input_cannot_be_asked(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "add", "-", "--title", "Minutes of May", "--json"],
        input="Ada will paint the fence.\n", cwd=tmp_path, env=environment(), capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    (document,) = json.loads(done.stdout)["documents"]
    assert document["source"] == "uploads/Minutes of May.txt"
    assert (document["title"], document["state"], document["address"]) == ("Minutes of May", "added", "")
    asked = json.loads(citeseed("ask", "Who will paint the fence?", "--json", cwd=tmp_path).stdout)
    assert asked["citations"][0]["title"] == "Minutes of May"
    assert asked["citations"][0]["date"] == document["taken"][:10]


def test_what_cannot_be_added_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.xyz").write_text("?")
    refused(citeseed("add", "nothing.txt", cwd=tmp_path), 2, "There is no file 'nothing.txt'")
    refused(citeseed("add", "folder", cwd=tmp_path), 2, "citeseed index folder --add")
    refused(citeseed("add", "-", cwd=tmp_path), 2, "--title")
    refused(citeseed("add", "-", "--title", "T", cwd=tmp_path), 2, "no text")
    refused(citeseed("add", "a.xyz", "-", "--title", "T", cwd=tmp_path), 2, "one document")
    refused(citeseed("add", "a.xyz", cwd=tmp_path), 1, "unknown file type .xyz")
    refused(citeseed("add", "http://127.0.0.1/x", cwd=tmp_path), 1, "127.0.0.1", "inside this network")
    refused(citeseed("add", "ftp://example.org/x", "--json", cwd=tmp_path), 1, "https://")
    assert not (tmp_path / ".citeseed" / "generations").exists()


def test_one_page_of_two_that_fails_hides_the_other(library: LocalLibrary) -> None:
    with site(owls=OWLS) as web:
        items = [f"{web.address}/owls", f"{web.address}/nothing"]
        result = added(items, "", library, fetcher(), as_json=True)
        record = json.loads(result.output)
        assert result.code == 3
        assert [(each["source"], each["state"]) for each in record["documents"]] == [
            ("uploads/127.0.0.1-owls.html", "added")
        ]
        assert [each["source"] for each in record["skipped"]] == [items[1]]
        again = added(items, "", library, fetcher(), as_json=False)
        assert again.output == "unchanged: uploads/127.0.0.1-owls.html (Owls)\n"
        assert len(again.warnings) == 1
        with pytest.raises(CommandError, match="404"):
            added(items[1:], "", library, fetcher(), as_json=False)


def test_a_page_gets_another_title_than_the_one_that_is_given(library: LocalLibrary) -> None:
    with site(owls=OWLS) as web:
        result = added([f"{web.address}/owls"], "About owls", library, fetcher(), as_json=False)
    assert result.output == "added: uploads/127.0.0.1-owls.html (About owls)\n"
    assert library.open().document("uploads/127.0.0.1-owls.html").date is None
