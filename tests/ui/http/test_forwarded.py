"""Forwarded headers count from a proxy that was named, and from nobody else."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.harness.chat_process import Served, python, served
from tests.ui.asgi import Behind, request
from tests.ui.http.auth.quick_people import quick
from ui.http.auth.state import MAX_FAILURES
from ui.http.auth.users import put
from ui.http.forwarded import ForwardedHeaders, proxies

if TYPE_CHECKING:
    from pathlib import Path

FORGED = {
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "444",
    "forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "x-real-ip": "203.0.113.7",
    "x-gradio-server": "https://evil.example/",
}


def test_forwarded_headers_of_nobody_in_particular_are_taken_off() -> None:
    behind = Behind()
    request(ForwardedHeaders(behind), **FORGED)
    request(ForwardedHeaders(behind, ["10.0.0.1"]), **FORGED)
    for scope in behind.scopes:
        assert (scope["client"], scope["scheme"]) == (("127.0.0.1", 1), "http")
        assert [name for name, _ in scope["headers"]] == [b"host"]


@pytest.mark.parametrize("trusted", ["127.0.0.1", "10.0.0.1, 127.0.0.0/8"])
def test_a_named_proxy_says_who_asked_it(trusted: str) -> None:
    behind = Behind()
    said = FORGED | {"x-forwarded-for": "198.51.100.9, 203.0.113.7"}  # the first one is what the visitor said
    request(ForwardedHeaders(behind, proxies(trusted)), **said)
    (scope,) = behind.scopes
    assert (scope["client"][0], scope["scheme"]) == ("203.0.113.7", "https")
    assert dict(scope["headers"])[b"x-forwarded-host"] == b"evil.example"
    assert b"x-gradio-server" not in dict(scope["headers"])


def ask(app: Served, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, bytes]:
    """Return the status, the headers and the body of a response."""
    connection = http.client.HTTPConnection(app.host, app.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body or None, named)
        response = connection.getresponse()
        return response.status, str(response.headers), response.read()
    finally:
        connection.close()


def sign_in(app: Served, address: str) -> int:
    form = urlencode({"username": "ada", "password": "wrong"})
    return ask(app, "POST", "/login", form, x_forwarded_for=address)[0]


@pytest.mark.slow
def test_a_forged_address_does_not_evade_the_limit_on_wrong_passwords(tmp_path: Path) -> None:
    put(tmp_path / "people", quick("ada", "correct horse"))
    users = f"auth_file={tmp_path / 'people'}"
    tried = [f"203.0.113.{number}" for number in range(12)]
    with served(str(tmp_path), users, cwd=tmp_path, command=python("tests.ui.fake_chat")) as app:
        assert [sign_in(app, each) for each in tried] == [401] * MAX_FAILURES + [429] * (12 - MAX_FAILURES)
    behind_proxy = (str(tmp_path), users, "trusted_proxy=127.0.0.1")
    with served(*behind_proxy, cwd=tmp_path, command=python("tests.ui.fake_chat")) as app:
        assert [sign_in(app, each) for each in tried[: MAX_FAILURES + 1]] == [401] * (MAX_FAILURES + 1)


@pytest.mark.slow
def test_a_forged_host_does_not_change_the_root_of_the_page(tmp_path: Path) -> None:
    forged = {name.replace("-", "_"): value for name, value in FORGED.items()}
    # What uvicorn itself would obey.
    with served(str(tmp_path), cwd=tmp_path, command=python("tests.ui.fake_chat"), FORWARDED_ALLOW_IPS="*") as app:
        root: str = json.loads(ask(app, "GET", "/config", **forged)[2])["root"]
        assert root == app.address
        _, headers, page = ask(app, "GET", "/", **forged)
        assert b"evil.example" not in page
        assert "Secure" not in headers
