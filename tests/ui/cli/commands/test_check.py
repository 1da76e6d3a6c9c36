"""Checking a text at the command line: output, reports, exit codes, and texts that cannot be checked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import ARTICLE, COMMAND, citeseed, environment, refused

if TYPE_CHECKING:
    from pathlib import Path

TRUE = "Alibaba has committed to invest more than $53 billion in the AI industry over the next three years."
FALSE = "On February 20, Alibaba reported its lowest revenue growth in over a year."
DRAFT = f"# Alibaba's plan\n\n{TRUE} {FALSE}\n\nIs it enough? Penguins live in Antarctica.\n"


def test_a_draft_is_not_checked_as_promised(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    at = ("--index", str(seeds_library))
    checked = citeseed("check", "draft.md", "--json", *at, cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (3, "")
    record = json.loads(checked.stdout)
    assert {*record} == {"sentences", "supported", "claims"}
    assert (record["supported"], record["claims"]) == (1, 3)
    verdicts = [sentence["verdict"] for sentence in record["sentences"]]
    assert verdicts == ["no_claim", "supported", "contradicted", "no_claim", "not_found"]
    article = citeseed("show", ARTICLE, *at, cwd=tmp_path).stdout
    for sentence in record["sentences"]:
        assert {*sentence} == {"text", "start", "end", "verdict", "citations", "unsupported"}
        assert all(article[each["start"] : each["end"]] == each["quote"] for each in sentence["citations"])
    wrong = record["sentences"][2]
    assert [wrong["text"][start:end] for start, end in wrong["unsupported"]] == ["lowest"]
    assert "highest revenue growth" in wrong["citations"][0]["quote"]
    told = citeseed("check", "draft.md", *at, cwd=tmp_path)
    assert "⟨lowest⟩" in told.stdout
    assert "1 of 3 claims is supported." in told.stdout


def test_a_text_that_holds_does_not_exit_with_0(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(f"{TRUE}\n", encoding="utf-8")
    assert citeseed("check", "draft.txt", "--index", str(seeds_library), cwd=tmp_path).returncode == 0


def test_a_text_is_not_read_from_standard_input(seeds_library: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "check", "-", "--json", "--index", str(seeds_library)],
        cwd=tmp_path, env=environment(), input=TRUE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["sentences"][0]["verdict"] == "supported"
    refused(citeseed("check", "-", "--index", str(seeds_library), cwd=tmp_path), 2, "empty")


def test_reports_are_not_written_or_show_markup_of_the_text(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(
        f"{FALSE} <script>alert(1)</script> and [a](http://b.c) rose.", encoding="utf-8"
    )
    reports = ("--html", "r.html", "--markdown", "r.md")
    done = citeseed("check", "draft.txt", *reports, "--index", str(seeds_library), cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    page, notes = ((tmp_path / name).read_text(encoding="utf-8") for name in ("r.html", "r.md"))
    assert "<mark>lowest</mark>" in page
    assert "<script" not in page
    assert "http://b.c" not in page.replace("[a](http://b.c)", "")
    assert "**lowest**" in notes
    assert "[^1]: " in notes
    assert "[a](http" not in notes
    gone = citeseed("check", "draft.txt", "--html", "no/r.html", "--index", str(seeds_library), cwd=tmp_path)
    refused(gone, 1, "'no/r.html' cannot be written", "folder")
    full = citeseed("check", "draft.txt", "--html", "/dev/full", "--index", str(seeds_library), cwd=tmp_path)
    refused(full, 1, "'/dev/full' cannot be written: No space left on device")
    refused(citeseed("check", "draft.txt", "--markdown", ".", cwd=tmp_path), 1, "'.' is a folder; name a file in it.")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\n", "no text"),
        ("binary.txt", bytes(range(256)) * 40, "cannot be checked"),
        ("binary.docx", b"\x00\xff" * 900, "cannot be checked"),
        ("picture.xyz", b"abc", "unknown file type"),
    ],
)
def test_what_is_no_text_is_checked(seeds_library: Path, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    refused(citeseed("check", name, "--index", str(seeds_library), cwd=tmp_path), 1, said)


def test_five_megabytes_are_checked_for_hours(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"The plan is risky. " * 270_000)
    refused(citeseed("check", "large.txt", "--index", str(seeds_library), cwd=tmp_path), 2, "in parts")


def test_a_missing_file_or_library_is_not_named(seeds_library: Path, tmp_path: Path) -> None:
    refused(citeseed("check", "none.md", "--index", str(seeds_library), cwd=tmp_path), 1, "none.md")
    (tmp_path / "draft.txt").write_text(TRUE, encoding="utf-8")
    refused(citeseed("check", "draft.txt", "--index", "nowhere", cwd=tmp_path), 4, "citeseed index")


def test_a_text_of_another_language_is_not_warned_of(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text("Der Plan ist nicht sicher. Er wurde von der Firma und dem Rat gemacht.")
    done = citeseed("check", "draft.txt", "--json", "--index", str(seeds_library), cwd=tmp_path)
    assert done.returncode == 3
    assert "English" in done.stderr
    assert json.loads(done.stdout)["supported"] == 0


def test_an_interruption_loses_what_was_checked(seeds_library: Path, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(f"{TRUE} {FALSE}\n" * 900, encoding="utf-8")
    command = [*COMMAND, "check", "long.txt", "--json", "--markdown", "r.md", "--index", str(seeds_library)]
    terminal, own = os.openpty()  # the bar, which says when sentences are done, is drawn on a terminal alone
    with (
        subprocess.Popen(
            command, cwd=tmp_path, env=environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=own, encoding="utf-8"
        ) as process,
        os.fdopen(terminal, "rb", buffering=0) as shown,
    ):
        os.close(own)
        told = b""
        while b"checking" not in told:
            told += shown.read(1000)
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        record = json.loads(process.stdout.read())
        with suppress(OSError):  # Linux says so that the other end of a terminal is closed
            while more := shown.read(1000):
                told += more
    assert process.returncode == 130
    done = len(record["sentences"])
    assert 0 < done < 1800
    assert record["sentences"][0]["verdict"] == "supported"
    assert f"the first {done:,} of 1,800 sentences are checked" in told.decode()
    assert b"Traceback" not in told
    assert "Interrupted" in (tmp_path / "r.md").read_text(encoding="utf-8")
