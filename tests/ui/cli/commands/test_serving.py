"""Starting and ending the chat at the command line."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.harness.processes import COMMAND, GOLDEN, citeseed, environment, refused, started

if TYPE_CHECKING:
    from pathlib import Path


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


@pytest.mark.slow
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


def test_an_address_that_nobody_can_be_told_ends_with_a_traceback(library: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [*COMMAND, "chat", "--port", "0", "--index", str(library)],
            cwd=library, env=environment(), stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
            timeout=240,
        )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == "citeseed: The system refused: No space left on device (standard output).\n"


def test_a_misspelt_library_is_served_empty_without_a_word_and_a_log_of_json_has_another_line(
    library: Path, tmp_path: Path
) -> None:
    libraries = ("--library", f"good={library}", "--library", f"bad={tmp_path / 'none'}")
    with started("chat", "--port", "0", "--log-json", *libraries, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert "The chat is at" in process.stdout.readline()
        assert process.stdout.readline() == (
            f"There is no library in {tmp_path / 'none'} yet; add documents in the page.\n"
        )
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 143
    assert [json.loads(line)["message"] for line in errors.splitlines()] == ["interrupted"]


def test_a_chat_of_a_library_that_cannot_be_used_says_so_at_once(library: Path) -> None:
    for manifest in library.glob("generations/*/manifest.json"):
        manifest.write_text("{}", encoding="utf-8")
    refused(citeseed("chat", "--port", "0", "--index", str(library), cwd=library), 4, str(library))
