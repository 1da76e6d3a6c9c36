"""A server of two libraries with users, as programs and operators meet it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.harness.chat_process import Served, python, served
from ui.http.auth.rights import Rights
from ui.http.auth.users import put, with_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RIGHTS = {
    "admin": Rights("admin"),
    "editor": Rights(),
    "lawyer": Rights("reader", libraries=frozenset({"law"})),
}
FINE = "What is the fine for parking?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="module")
def tokens(folder: Path) -> dict[str, str]:
    made = {name: with_token(name, rights) for name, rights in RIGHTS.items()}
    for user, _ in made.values():
        put(folder / "people", user)
    return {name: token for name, (_, token) in made.items()}


@pytest.fixture(scope="module")
def app(folder: Path, tokens: dict[str, str]) -> Iterator[Served]:
    arguments = (str(folder), "--log-json", f"auth_file={folder / 'people'}")
    with served(*arguments, cwd=folder, command=python("tests.ui.fake_libraries")) as chat:
        yield chat


def got(app: Served, token: str, path: str, **more: Any) -> httpx2.Response:
    about = {"authorization": f"Bearer {token}", **more.pop("headers", {})}
    method = "POST" if "json" in more or "files" in more else "GET"
    return httpx2.request(method, f"{app.address}{path}", headers=about, timeout=60, **more)


def asked(app: Served, token: str, library: str, question: str = FINE) -> httpx2.Response:
    body = {"model": "citeseed", "messages": [{"role": "user", "content": question}]}
    return got(app, token, f"{library}/v1/chat/completions", json=body)


def test_a_library_answers_from_another_ones_documents(app: Served, tokens: dict[str, str]) -> None:
    assert "30 euros" in asked(app, tokens["editor"], "/library/law").text
    assert "30 euros" in asked(app, tokens["editor"], "").text, "programs that name none ask the first"
    assert "30 euros" not in asked(app, tokens["editor"], "/library/press").text


def test_a_token_lets_into_a_library_that_it_is_not_bound_to(app: Served, tokens: dict[str, str]) -> None:
    assert asked(app, tokens["lawyer"], "/library/law").status_code == 200
    refused = asked(app, tokens["lawyer"], "/library/press")
    assert refused.status_code == 403
    assert refused.json()["error"]["message"] == "This name does not let into the library 'press'."


def test_the_page_is_not_found_below_the_path_of_its_library(app: Served, tokens: dict[str, str]) -> None:
    led = got(app, tokens["editor"], "/")
    assert (led.status_code, led.headers["location"]) == (307, "/library/law/")
    config = got(app, tokens["editor"], "/library/press/config").json()
    assert config["root"] == f"{app.address}/library/press"
    assert any(part["props"].get("elem_id") == "libraries" for part in config["components"])
    assert got(app, tokens["editor"], "/library/press/static/citeseed/base.css").status_code == 200
    assert got(app, tokens["editor"], "/library/other/config").status_code == 404


def test_a_reader_sends_files(app: Served, tokens: dict[str, str]) -> None:
    files = {"files": ("a.txt", b"Words.")}
    refused = got(app, tokens["lawyer"], "/library/law/gradio_api/upload", files=files)
    assert (refused.status_code, "role is reader" in refused.text) == (403, True)
    assert got(app, tokens["editor"], "/library/law/gradio_api/upload", files=files).status_code == 200


def test_the_metrics_do_not_count_or_hold_texts(app: Served, tokens: dict[str, str]) -> None:
    for name in ("lawyer", "editor"):
        assert got(app, tokens[name], "/metrics").status_code == 403
    asked(app, tokens["editor"], "/library/press", "Who opened the bridge?")
    asked(app, tokens["editor"], "/library/press", "Zebras?")
    page = got(app, tokens["admin"], "/metrics")
    assert page.headers["content-type"].startswith("text/plain; version=")
    numbers = dict(line.rsplit(" ", 1) for line in page.text.splitlines() if not line.startswith("#"))
    assert numbers['citeseed_questions_total{library="press",outcome="answered"}'] == "1.0"
    assert sum(float(each) for name, each in numbers.items() if name.startswith("citeseed_questions_total{")) >= 2
    assert float(numbers['citeseed_index_age_seconds{library="law"}']) > 0
    assert numbers['citeseed_queue_waiting{library="law"}'] == "0.0"
    assert numbers['citeseed_questions_in_progress{library="press"}'] == "0.0"
    assert "bridge" not in page.text
    assert "Zebras" not in page.text


def test_a_request_has_no_id_or_the_log_does_not_name_it(app: Served, tokens: dict[str, str]) -> None:
    path = "/library/law/healthz"
    given = got(app, tokens["editor"], f"{path}?private=words", headers={"x-request-id": "from-a-proxy.1"})
    assert given.headers["x-request-id"] == "from-a-proxy.1"
    made = got(app, tokens["editor"], path, headers={"x-request-id": 'forged"\tline'})
    assert len(made.headers["x-request-id"]) == 32
    lines = [json.loads(line) for line in app.said().splitlines()]
    (line,) = (each for each in lines if each.get("request_id") == "from-a-proxy.1")
    assert (line["method"], line["path"], line["status"], line["level"]) == ("GET", path, 200, "info")
    assert "private" not in json.dumps(line)
