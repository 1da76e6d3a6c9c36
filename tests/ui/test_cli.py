"""The command line through real processes: exit codes, what goes to which stream, and what bad input gets."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.papers import column, paper
from tests.processes import COMMAND, SEEDS, citeseed, environment, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOLDEN = "why is Alibaba's plan considered risky?"
ARTICLE = "000_8ab994d9b131bbc8.txt"


def refused(result: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """Check that nothing but one clear sentence or two came out."""
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("citeseed: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in result.stderr


@pytest.fixture
def library(seeds_library: Path, tmp_path: Path) -> Path:
    """Return a library of one's own to change or damage."""
    return shutil.copytree(seeds_library, tmp_path / "library")


# What needs no library


def test_help_and_version_need_nothing(tmp_path: Path) -> None:
    helped = citeseed("--help", cwd=tmp_path)
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "examples:" in helped.stdout
    version = citeseed("--version", cwd=tmp_path)
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.startswith("citeseed ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ([], "Say what to do"),
        (["aks"], "invalid choice: 'aks'"),
        (["ask"], "QUESTION"),
        (["ask", "", "--json"], "The question is empty"),
        (["ask", "  \t"], "The question is empty"),
        (["search", "x", "-k", "0"], "-k: '0' is not a whole number"),
        (["search", "x", "--type", "exe"], "Files of the type 'exe' are not read; known types are"),
        (["ask", "x", "--after", "2024-13-01"], "'2024-13-01' is no day; write it as 2024-12-31."),
        (["ask", "x", "--folder", "/etc"], "The folder '/etc' is not a place in the library"),
        (["ask", "x", "--reader", "generative"], "needs a language model"),
        (["chat", "--port", "http"], "port must be"),
        (["chat", "--port", "65536"], "port is 65536"),
        (["index", "a", "--add", "--replace"], "not allowed with"),
        (["show"], "SOURCE"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], part: str, tmp_path: Path) -> None:
    refused(citeseed(*arguments, cwd=tmp_path), 2, part)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        "ask x",
        "ask x --json",
        "search x",
        "search x --json",
        "verify",
        "verify --json",
        "status",
        "status --json",
        "show x",
    ],
)
def test_without_a_library_the_command_that_makes_one_is_named(command: str, tmp_path: Path) -> None:
    refused(citeseed(*command.split(), cwd=tmp_path), 4, "citeseed index")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    refused(citeseed("index", "nowhere", "--json", cwd=tmp_path), 4, "nowhere")
    refused(citeseed("index", cwd=tmp_path), 4, "seeds")


def test_an_unknown_setting_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text('colour = "red"\n')
    refused(citeseed("status", cwd=tmp_path), 2, "citeseed.toml", "'colour'")
    (tmp_path / "citeseed.toml").write_text("index = [\n")
    refused(citeseed("status", cwd=tmp_path), 2, "citeseed.toml", "TOML")
    (tmp_path / "citeseed.toml").unlink()
    refused(citeseed("status", cwd=tmp_path, CITESEED_COLOUR="red"), 2, "CITESEED_COLOUR")


def test_the_flag_comes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text('index = "from-file"\n')
    refused(citeseed("status", cwd=tmp_path), 4, "from-file")
    refused(citeseed("status", cwd=tmp_path, CITESEED_INDEX="from-environment"), 4, "from-environment")
    flagged = citeseed("status", "--index", "from-flag", cwd=tmp_path, CITESEED_INDEX="from-environment")
    refused(flagged, 4, "from-flag")


def test_control_characters_in_an_argument_are_shown(tmp_path: Path) -> None:
    refused(citeseed("index", b"no\x1b[31m\xffwhere", cwd=tmp_path), 4, "no\\x1b[31m\\xffwhere")


def test_a_full_disk_behind_standard_output_is_said(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        result = subprocess.run(
            [*COMMAND, "--help"], cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 1
    assert b"standard output" in result.stderr
    assert result.stderr.count(b"\n") == 1


# Asking the article


def asked(library: Path, question: str) -> dict[str, Any]:
    result = citeseed("ask", "--json", "--index", str(library), "--", question, cwd=library.parent)
    assert (result.returncode, result.stderr) == (0, "")
    record: dict[str, Any] = json.loads(result.stdout)
    return record


def test_the_article_says_why_the_plan_is_risky_in_its_own_words(seeds_library: Path) -> None:
    record = asked(seeds_library, GOLDEN)
    shown = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library)
    assert record["answered"]
    assert record["question"] == GOLDEN
    for citation in record["citations"]:
        assert citation["source"] == ARTICLE
        assert shown.stdout[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"] in (SEEDS / ARTICLE).read_text(encoding="utf-8")
    for sentence in record["sentences"]:
        assert sentence["citations"]
        assert all(index < len(record["citations"]) for index in sentence["citations"])
    quotes = " ".join(citation["quote"] for citation in record["citations"])
    assert "speculative, risky gamble in the pursuit of AGI" in quotes
    assert "payback an uncertain and indistinct prospect" in quotes


def test_what_the_article_does_not_say_is_refused(seeds_library: Path) -> None:
    record = asked(seeds_library, "What is the capital of Mongolia?")
    assert record["answered"] is False
    assert record["reason"] in {"NOTHING_RELEVANT", "UNSUPPORTED"}
    assert (record["sentences"], record["citations"], record["text"]) == ([], [], "")
    told = citeseed("ask", "What is the capital of Mongolia?", "--index", str(seeds_library), cwd=seeds_library)
    assert told.returncode == 0
    assert told.stdout.startswith("No answer: ")
    assert "[1]" not in told.stdout


def test_a_person_reads_numbered_quotes(seeds_library: Path) -> None:
    result = citeseed("ask", GOLDEN, "--index", str(seeds_library), cwd=seeds_library)
    assert (result.returncode, result.stderr) == (0, "")
    assert "[1]" in result.stdout
    assert "\nSources\n" in result.stdout
    assert "    > " in result.stdout
    assert "\x1b" not in result.stdout


def test_a_filter_that_leaves_nothing_is_named_and_no_failure(seeds_library: Path) -> None:
    place = ("--folder", "reports", "--type", "html", "--index", str(seeds_library))
    asked = citeseed("ask", GOLDEN, *place, cwd=seeds_library)
    assert asked.returncode == 0
    assert asked.stdout == "No answer: nothing in the documents is about this.\n"
    assert "No document of the library fits the filter (folder 'reports', type htm or html)" in asked.stderr
    searched = json.loads(citeseed("search", GOLDEN, "--json", *place, cwd=seeds_library).stdout)
    assert searched["passages"] == []
    assert len(searched["warnings"]) == 1
    assert json.loads(
        citeseed("search", GOLDEN, "--json", "--type", "txt", "--index", str(seeds_library), cwd=seeds_library).stdout
    )["passages"]


def test_search_lists_passages_best_first(seeds_library: Path) -> None:
    result = citeseed("search", "Jack Ma", "-k", "2", "--json", "--index", str(seeds_library), cwd=seeds_library)
    record = json.loads(result.stdout)
    assert [passage["number"] for passage in record["passages"]] == [1, 2]
    assert record["generation"] == 1
    scores = [passage["score"] for passage in record["passages"]]
    assert scores == sorted(scores, reverse=True)
    text = citeseed("show", ARTICLE, "--index", str(seeds_library), cwd=seeds_library).stdout
    for passage in record["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
    told = citeseed("search", "Jack Ma", "-k", "1", "--index", str(seeds_library), cwd=seeds_library)
    assert told.stdout.startswith(f"1. {ARTICLE}")


def test_the_output_is_utf8_whatever_the_locale(seeds_library: Path) -> None:
    index = str(seeds_library)
    plain = citeseed("ask", GOLDEN, "--index", index, cwd=seeds_library)
    locales = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    elsewhere = citeseed("ask", GOLDEN, "--index", index, cwd=seeds_library, **locales)
    assert elsewhere.stdout == plain.stdout
    assert "“" in plain.stdout or "’" in plain.stdout


@pytest.mark.row("C6")
def test_a_question_that_cannot_be_asked_is_wrong_usage(seeds_library: Path) -> None:
    index = str(seeds_library)
    refused(citeseed("ask", "why " * 30_000, "--index", index, cwd=seeds_library), 2, "question")


@pytest.mark.row("C6")
def test_a_question_that_is_no_utf8_harms_nothing(seeds_library: Path) -> None:
    result = citeseed("ask", b"caf\xe9 \x1b[31m?", "--json", "--index", str(seeds_library), cwd=seeds_library)
    assert (result.returncode, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout
    assert json.loads(result.stdout)["answered"] is False


def test_a_question_may_begin_with_a_dash(seeds_library: Path) -> None:
    assert asked(seeds_library, "-5 degrees in Mongolia?")["question"] == "-5 degrees in Mongolia?"


# Showing, checking


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


# Indexing


def test_an_unchanged_folder_costs_nothing(library: Path) -> None:
    again = citeseed("index", str(SEEDS), "--json", "--index", str(library), cwd=library)
    record = json.loads(again.stdout)
    assert (again.returncode, again.stderr) == (0, "")
    assert (record["added"], record["changed"], record["removed"], record["unchanged"]) == (0, 0, 0, 1)
    assert (record["embedded"], record["skipped"], record["generation"]) == (0, [], 1)


def test_other_folders_are_refused_until_it_is_said_how(library: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("A second document about tea.\n")
    refused(citeseed("index", "other", "--json", "--index", str(library), cwd=tmp_path), 4, "--add", "--replace")


def test_skipped_files_are_named_and_the_exit_code_says_so(library: Path, tmp_path: Path) -> None:
    # The article again: its vectors are known, so that no model has to be started.
    folder = shutil.copytree(SEEDS, tmp_path / "docs")
    (folder / "picture.xyz").write_bytes(b"\x00\x01")
    (folder / "empty.txt").touch()
    index = ("index", "docs", "--replace", "--index", str(library))
    result = citeseed(*index, "--json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (3, "")
    record = json.loads(result.stdout)
    reasons = {skipped["source"]: skipped["reason"] for skipped in record["skipped"]}
    assert set(reasons) == {"picture.xyz", "empty.txt"}
    assert all(reasons.values())
    told = citeseed(*index, cwd=tmp_path)
    assert told.returncode == 3
    assert "Skipped 2 files:\n" in told.stdout
    assert f"  picture.xyz: {reasons['picture.xyz']}\n" in told.stdout


def test_a_name_that_is_no_utf8_is_shown_escaped_and_found_by_that(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    shutil.copyfile(SEEDS / ARTICLE, folder / os.fsdecode(b"caf\xe9\x1b[31m\n.txt"))
    place = ("--index", str(library))
    made = citeseed("index", "docs", "--replace", "--json", *place, cwd=tmp_path)
    assert (made.returncode, json.loads(made.stdout)["embedded"]) == (0, 0)
    source = "caf\\xe9\\x1b[31m\\n.txt"
    found = json.loads(citeseed("search", "Alibaba", "-k", "1", "--json", *place, cwd=tmp_path).stdout)
    assert found["passages"][0]["source"] == source
    assert citeseed("show", source, *place, cwd=tmp_path).stdout.startswith("Alibaba")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_index_leaves_the_library_as_it_was(
    number: signal.Signals, code: int, library: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for part in range(300):
        (more / f"{part}.txt").write_text(f"Document {part}. " + "Tea grows on hills. " * 200)
    before = {path.relative_to(library) for path in library.rglob("*")}
    process = started("index", str(more), "--add", "--index", str(library), cwd=tmp_path)
    while not list(library.glob("generations/*.new")):
        assert process.poll() is None, process.communicate()
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (code, "")
    assert errors == "citeseed: interrupted; the library is unchanged\n"
    assert not list(library.glob("generations/*.new"))
    assert {path.relative_to(library) for path in library.rglob("*")} - before <= {library / "lock"}
    assert asked(library, GOLDEN)["generation"] == 1


def lines_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    return iter(process.stdout.readline, "")


def test_a_watched_folder_is_followed_until_ctrl_c(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "tea.txt").write_text("Tea grows on hills in Nepal.")
    with started("index", str(more), "--add", "--watch", "--index", str(library), cwd=tmp_path) as process:
        lines = lines_of(process)
        assert list(iter(lines.__next__, "Ctrl-C ends it.\n"))[-1] == f"Watching:  {more}\n"
        (more / "coffee.txt").write_text("Coffee grows in Ethiopia.")
        (more / "copy.txt").write_text("Tea grows on hills in Nepal.")
        (more / "odd.xyz").write_text("?")
        assert re.fullmatch(r"\d\d:\d\d:\d\d  2 added; 4 documents in \d+ chunks, generation 3\n", next(lines))
        told = [next(lines).strip() for _ in range(4)]
        assert told[:3] == [
            "added    more/coffee.txt",
            "added    more/copy.txt",
            "copy     more/tea.txt says what more/copy.txt says",
        ]
        assert told[3].startswith("skipped  more/odd.xyz: unknown file type .xyz")
        assert asked(library, "where does coffee grow?")["generation"] == 3
        more.rename(tmp_path / "away")
        assert process.stderr is not None
        assert process.stderr.readline() == (
            f"citeseed: The folder '{more}' does not exist; name the folder of your documents. Watching goes on.\n"
        )
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert errors == "citeseed: interrupted; the library is whole, generation 3\n"


def test_changes_of_a_watched_folder_are_lines_of_json_for_programs(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "tea.txt").write_text("Tea grows on hills.")
    arguments = ("index", str(more), "--replace", "--watch", "--json", "--index", str(library))
    with started(*arguments, cwd=tmp_path) as process:
        lines = lines_of(process)
        assert json.loads(next(lines))["generation"] == 2
        (more / "tea.txt").write_text("Tea grows on hills in Nepal.")
        change = json.loads(next(lines))
        assert (change["changed"], change["sources"]) == (1, [{"source": "tea.txt", "done": "changed"}])
        process.terminate()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert errors == "citeseed: interrupted; the library is whole, generation 3\n"


def test_a_second_writer_leaves_at_once(library: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for part in range(300):
        (more / f"{part}.txt").write_text(f"Document {part}. " + "Tea grows on hills. " * 200)
    with started("index", str(more), "--add", "--index", str(library), cwd=tmp_path) as first:
        while not list(library.glob("generations/*.new")):
            assert first.poll() is None, first.communicate()
        second = citeseed("index", str(SEEDS), "--json", "--index", str(library), cwd=tmp_path)
        first.terminate()
    refused(second, 5, str(first.pid))


def test_a_port_in_use_is_named_with_the_way_out(seeds_library: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = citeseed("chat", "--port", port, "--index", str(seeds_library), cwd=seeds_library)
    refused(result, 1, port, "--port")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "99999"], "port is 99999, but must lie in 0 to 65535."),
        (["--port", "http"], "port must be a whole number, not 'http'."),
        (["--host", "0.0.0.0"], "use --host 127.0.0.1."),
        (["--root-path", "docs"], "must be a path such as /docs"),
        (["--share"], "is not shared through a server of somebody else's."),
        (["--prot", "80"], "Not understood: --prot 80. See: citeseed chat --help"),
    ],
)
def test_a_wrong_flag_of_the_chat_is_told_before_anything_is_loaded(
    arguments: list[str], said: str, seeds_library: Path
) -> None:
    refused(citeseed("chat", *arguments, "--index", str(seeds_library), cwd=seeds_library), 2, said)


def test_the_chat_says_where_it_is_and_ends_quietly_while_it_is_asked(library: Path) -> None:
    with started("chat", "--port", "0", "--index", str(library), cwd=library) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+) ", process.stdout.readline())
        assert found
        waiting = [http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60) for _ in range(40)]
        for number, connection in enumerate(waiting):
            asked = {"messages": [{"role": "user", "content": f"{GOLDEN} {number}"}]}
            connection.request("POST", "/v1/chat/completions", json.dumps(asked))
        waiting[0].getresponse().read()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        for connection in waiting:
            connection.close()
    assert (process.returncode, errors) == (130, "citeseed: interrupted\n")


def test_a_chat_of_a_library_that_cannot_be_used_says_so_at_once(library: Path) -> None:
    for manifest in library.glob("generations/*/manifest.json"):
        manifest.write_text("{}", encoding="utf-8")
    refused(citeseed("chat", "--port", "0", "--index", str(library), cwd=library), 4, str(library))
