"""Showing, describing and verifying a library at the command line."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import ARTICLE, COMMAND, GOLDEN, SEEDS, asked, citeseed, environment, refused
from tests.samples.pdf_files import column, paper

if TYPE_CHECKING:
    from pathlib import Path


def test_show_writes_the_text_and_nothing_else(seeds_library: Path) -> None:
    shown = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert not shown.stdout.endswith("\n")
    assert shown.stdout.startswith("Alibaba’s $53 Billion")
    refused(citeseed("show", "nothing.txt", "--index", str(seeds_library), cwd=seeds_library), 1, "nothing.txt")


def test_a_quote_of_a_paged_document_stands_in_what_is_shown_and_on_the_page_named(tmp_path: Path) -> None:
    said = ("Tea grows on the hills of Nepal.", "Coffee grows in the highlands of Ethiopia.", "Rice grows in Vietnam.")
    pages = [[*column(f"{each} It is harvested by hand every year.", 50, 700, characters=60)] for each in said]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "plants.pdf").write_bytes(paper(pages))
    made = citeseed("index", "documents", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    shown = citeseed("show", "plants.pdf", cwd=tmp_path).stdout
    pages_cited = {}
    for citation in asked(tmp_path / ".citeseed", "where does coffee grow?")["citations"]:
        assert shown[citation["start"] : citation["end"]] == citation["quote"]
        pages_cited[citation["quote"]] = citation["page"]
    assert pages_cited[said[1]] == 2
    assert all(page == said.index(quote) + 1 for quote, page in pages_cited.items() if quote in said)


@pytest.mark.slow
def test_a_closed_pipe_is_no_error(seeds_library: Path) -> None:
    for arguments in (["show", ARTICLE], ["search", GOLDEN], ["status"]):
        command = [*COMMAND, *arguments, "--index", str(seeds_library)]
        with subprocess.Popen(
            command, cwd=seeds_library, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0


def test_status_and_verify_tell_what_is_there(seeds_library: Path) -> None:
    status = citeseed("status", "--json", "--index", str(seeds_library), cwd=seeds_library)
    record = json.loads(status.stdout)
    assert (record["documents"], record["generation"]) == (1, 1)
    assert record["chunks"] > 1
    assert "MiniLM" in record["embedder"]
    verified = citeseed("verify", "--json", "--index", str(seeds_library), cwd=seeds_library)
    assert json.loads(verified.stdout) == {"ok": True, "answering": 1, "problems": [], "healed": []}
    assert record["memory"] < record["size"]
    for command in ("status", "verify"):
        told = citeseed(command, "--index", str(seeds_library), cwd=seeds_library)
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout


def test_damage_is_found_and_told(library: Path) -> None:
    victim = next(library.glob("generations/*/vectors/*"))
    victim.write_bytes(victim.read_bytes()[:-7])
    found = citeseed("verify", "--json", "--index", str(library), cwd=library)
    assert found.returncode == 4
    record = json.loads(found.stdout)
    assert record["ok"] is False
    assert victim.name in json.dumps(record["problems"])
    told = citeseed("verify", "--index", str(library), cwd=library)
    assert told.returncode == 4
    assert victim.name in told.stdout
    refused(citeseed("ask", GOLDEN, "--json", "--index", str(library), cwd=library), 4, "damaged", "citeseed index")
    assert citeseed("index", str(SEEDS), "--index", str(library), cwd=library).returncode == 0
    healed = citeseed("verify", "--index", str(library), cwd=library)
    assert healed.returncode == 0
    assert "made in place of what was damaged" in healed.stdout
    assert victim.name in healed.stdout


def test_a_read_only_library_answers(library: Path) -> None:
    for path in (library, *library.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert asked(library, GOLDEN)["answered"]
    finally:
        for path in (library, *library.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
