"""The defaults of a chat, whatever the environment says: local only, and no secrets in its output."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.harness.chat_process import Served, served, wait
from tests.harness.processes import SEEDS, citeseed
from tests.libraries import litter
from tests.ui.http.auth.quick_people import quick
from ui.http.auth.users import put, with_token

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = "why is Alibaba's plan considered risky?"
MESSAGES = {"model": "citeseed", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture(scope="module")
def opened(seeds_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """Return a chat whose surroundings want it open, and its folder."""
    folder = tmp_path_factory.mktemp("opened")
    shutil.copytree(seeds_library, folder / "library")
    at = ("--index", str(folder / "library"), "--port", "0")
    # What Gradio would obey: a tunnel to somebody else's server, every address, the whole disk.
    with served(
        "chat", *at, cwd=folder, GRADIO_SHARE="True", GRADIO_SERVER_NAME="0.0.0.0", GRADIO_ALLOWED_PATHS="/",
        GRADIO_ANALYTICS_ENABLED="True", GRADIO_MCP_SERVER="True", GRADIO_DEBUG="1",
    ) as running:  # fmt: skip
        yield running, folder


def speaking(chat: Served, **headers: str) -> httpx2.Client:
    return httpx2.Client(base_url=chat.address, headers=headers, timeout=120, trust_env=False)


def sockets(pid: int) -> tuple[set[str], set[str]]:
    """Return the addresses that a process listens on, and those that it is connected with, as the kernel says."""
    inodes = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(entry.readlink()))
        except FileNotFoundError:  # closed meanwhile
            continue
        inodes |= {found[1]} if found else set()
    listening, connected = set[str](), set[str]()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                nobody = fields[2].rpartition(":")[2] == "0000"
                (listening if nobody else connected).add(fields[1 if nobody else 2].rpartition(":")[0])
    return listening, connected


def test_it_listens_on_this_machine_alone_and_calls_nobody(opened: tuple[Served, Path]) -> None:
    chat, _ = opened
    local = "0100007F"  # 127.0.0.1 as the kernel writes it
    with speaking(chat) as web:
        assert web.get("/").status_code == 200
        assert web.post("/v1/chat/completions", json=MESSAGES).json()["citeseed"]["answered"] is True
        assert sockets(chat.pid) == ({local}, {local})
        assert web.get("/mcp").status_code == 404
        for path in ("/monitoring", "/monitoring/summary", "/gradio_api/file=/etc/passwd"):
            assert web.get(path).status_code == 404
    assert "gradio.live" not in chat.errors.read_text()


def test_no_spelling_of_a_path_leads_to_the_documents_or_the_library(opened: tuple[Served, Path]) -> None:
    chat, folder = opened
    secret = b"CANARY-7f3a"
    uploads = folder / "library" / "uploads"
    uploads.mkdir(exist_ok=True)
    (uploads / "canary.txt").write_bytes(secret)
    inside = ("library/uploads/canary.txt", "library/CURRENT", "library/conversations.sqlite", "canary.txt", "uploads")
    ways = ("", "static/", "static/citeseed/", "assets/", "file=", "file/", "gradio_api/file=", "gradio_api/file/",
            "gradio_api/stream/", "theme.css/", "svelte/", "custom_component/", "pages/", "originals/",
            "static/citeseed/../", "static/citeseed/..%2f", "static/citeseed/%2e%2e/", "assets/%252e%252e%252f",
            "assets/..%5c", "conversations/", "gradio_api/upload/")  # fmt: skip
    steps = "../" * 12
    with speaking(chat) as web:
        for way in ways:
            for name in inside:
                for path in (name, f"{folder}/{name}", f"{steps}{folder}/{name}", steps.replace("/", "%2f") + name):
                    # By the raw target: a client would tidy the path up.
                    target = httpx2.URL(chat.address).copy_with(raw_path=f"/{way}{path}".encode())
                    reply = web.send(web.build_request("GET", target))
                    assert reply.status_code in {403, 404}, (target, reply.status_code)
                    assert secret not in reply.content


def test_what_is_sent_is_written_nowhere_but_where_uploads_wait(opened: tuple[Served, Path]) -> None:
    chat, folder = opened
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    names = ("../../evil.txt", f"{folder}/library/CURRENT", "..\\..\\evil.txt", "%2e%2e%2fevil.txt", ".bashrc")
    with speaking(chat) as web:
        for name in names:
            reply = web.post("/gradio_api/upload", files={"files": (name, b"evil", "text/plain")})
            assert reply.status_code == 200
            (path,) = reply.json()
            assert Path(path).resolve().is_relative_to(Path(path).parents[1])
            assert Path(path).parents[1].name.startswith("citeseed-uploads-")
        for method in ("PUT", "DELETE", "PATCH"):
            assert web.request(method, "/library/CURRENT", content=b"evil").status_code in {404, 405}
    after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before.get(path)} <= {
        *folder.glob("library/conversations.sqlite*")
    }


def test_no_secret_is_in_a_reply_a_log_or_the_status(seeds_library: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds_library, tmp_path / "library")
    password, key = "correct horse battery", "sk-a-key-that-nobody-may-see"
    put(tmp_path / "people", quick("ada", password))
    bot, token = with_token("bot")
    put(tmp_path / "people", bot)
    hashes = [line.rpartition(":")[2] for line in (tmp_path / "people").read_text().splitlines() if ":" in line][1:]
    at = ("--index", str(tmp_path / "library"))
    heard = []
    people = ("--auth-file", str(tmp_path / "people"))
    with served("chat", *at, *people, "--mcp", "--port", "0", cwd=tmp_path, CITESEED_LANGUAGE_MODEL_KEY=key) as chat:
        with speaking(chat) as web:
            heard += [web.post("/login", data={"username": "ada", "password": each}) for each in (password, "x" * 9)]
            session = web.cookies["citeseed-session"]
            paths = ("/", "/config", "/gradio_api/info", "/healthz", "/v1/models", "/nothing")
            heard += [web.get(path) for path in paths]
            heard += [web.post(path, json=MESSAGES) for path in ("/v1/chat/completions", "/mcp")]
        with speaking(chat, Authorization=f"Bearer {token}") as web:
            heard += [web.get("/config"), web.post("/v1/chat/completions", json=MESSAGES | {"model": token})]
        with speaking(chat, Authorization=f"Bearer {token}x") as web:
            heard.append(web.get("/config"))
        log = chat.errors.read_text()
    assert {200, 401, 404} <= {reply.status_code for reply in heard}
    told = "".join(f"{reply.text}" for reply in heard)
    # What a program said itself may come back to it.
    told = told.replace(f"There is no model '{token}'", "")
    told += log + citeseed("status", *at, cwd=tmp_path, CITESEED_LANGUAGE_MODEL_KEY=key).stdout
    told += citeseed("status", "--json", *at, cwd=tmp_path, CITESEED_LANGUAGE_MODEL_KEY=key).stdout
    for secret in (password, key, token, session, *hashes):
        assert len(secret) > 10
        assert secret not in told


def test_a_library_that_a_newer_program_made_meanwhile_is_told_by_its_health(
    seeds_library: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    shutil.copytree(seeds_library, library)
    with served("chat", "--index", str(library), "--port", "0", cwd=SEEDS.parent) as chat, speaking(chat) as web:
        assert web.get("/healthz").json() == {"ok": True, "generation": 1}
        newer = library / "generations" / "000002"
        shutil.copytree(library / "generations" / "000001", newer)
        manifest = json.loads((newer / "manifest.json").read_text(encoding="utf-8"))
        (newer / "manifest.json").write_text(json.dumps(manifest | {"schema": 999}), encoding="utf-8")
        (library / "CURRENT").write_text("000002\n", encoding="utf-8")
        reply = web.get("/healthz")
        assert reply.status_code == 503
        assert reply.json()["ok"] is False
        assert "format 999" in reply.json()["reason"]
        asked = web.post("/v1/chat/completions", json=MESSAGES)
        assert "format 999" in asked.json()["error"]["message"]
        assert "Traceback" not in chat.errors.read_text()


def test_a_chat_that_is_ended_ends_its_rebuild_first_and_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    documents, library = tmp_path / "documents", tmp_path / "library"
    documents.mkdir()
    (documents / "first.txt").write_text("The mill at Orrin grinds 40 sacks a day.", encoding="utf-8")
    assert citeseed("index", str(documents), "--index", str(library), cwd=tmp_path).returncode == 0
    # Enough to embed for minutes.
    for number in range(500):
        lines = (f"Mill {number} grinds {number * line} sacks in week {line} of its year." for line in range(100))
        (documents / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")
    with served("chat", "--index", str(library), "--port", "0", cwd=tmp_path) as chat:
        with speaking(chat) as web:
            page = web.get("/config").json()
            (button,) = (each["id"] for each in page["components"] if each["props"].get("elem_id") == "rebuild")
            (event,) = (each["id"] for each in page["dependencies"] if [button, "click"] in each["targets"])
            rebuild = {"data": [], "fn_index": event, "session_hash": "ended"}
            assert web.post("/gradio_api/queue/join", json=rebuild).status_code == 200
            with web.stream("GET", "/gradio_api/queue/data", params={"session_hash": "ended"}) as heard:
                assert any("Embedding" in line for line in heard.iter_lines())
            os.kill(chat.pid, signal.SIGTERM)
        wait(lambda: "interrupted" in chat.errors.read_text())
        assert {name for name in litter(library) if not name.startswith("conversations.sqlite")} == set()
        assert (library / "CURRENT").read_text(encoding="utf-8") == "000001\n"
