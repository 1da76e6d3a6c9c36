"""Every response has the security headers, and foreign or forbidden requests are refused."""

from __future__ import annotations

import http.client
import json
import re
import socket
from typing import TYPE_CHECKING, Any

import pytest

from index import sync
from tests.harness.chat_process import Served, python, served
from tests.ui.fake_assistant import FakeAssistant
from ui.application import ServedLibrary
from ui.chat.store import Conversations
from ui.documents.service import DocumentsService
from ui.http.access import Access
from ui.http.security import MAX_BODY_SIZE
from ui.server import ServerError, serve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("library")
    # In a process of its own: Gradio leaves event loops open.
    with served(str(folder), cwd=folder, command=python("tests.ui.fake_chat")) as chat:
        yield chat


class Response:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = dict(response.getheaders())
        self.text = response.read().decode()


def request(
    app: Served, method: str, path: str, body: bytes | Iterable[bytes] | None = None, **headers: str
) -> Response:
    connection = http.client.HTTPConnection(app.host, app.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        return Response(connection.getresponse())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/config", "/static/citeseed/base.css", "/gradio_api/info", "/nothing", "/monitoring"]
)
def test_every_response_carries_the_headers(app: Served, path: str) -> None:
    headers = request(app, "GET", path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_health_tells_the_generation(app: Served) -> None:
    response = request(app, "GET", "/healthz")
    assert response.status == 200
    assert json.loads(response.text) == {"ok": True, "generation": 1}


def test_the_page_names_no_other_host_that_would_be_asked(app: Served) -> None:
    page = request(app, "GET", "/").text
    loaded = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']([^\"']+)", page)
    assert loaded
    assert [address for address in loaded if re.match(r"(https?:)?//", address)] == []
    assert "fonts.googleapis" not in page
    assert "fonts.googleapis" not in request(app, "GET", "/theme.css").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/monitoring", 404),
        ("/monitoring/summary", 404),
        ("/gradio_api/file=/etc/passwd", 404),
        ("/gradio_api/file/etc/passwd", 404),
        ("/gradio_api/file=..%2f..%2fetc%2fpasswd", 404),
        ("/gradio_api/proxy=https://example.com/", 404),
        ("/gradio_api/deep_link", 404),
        ("/gradio_api/component_server", 404),
        ("/static/citeseed/..%2f..%2fserver.py", 404),
        ("/static/citeseed/%2e%2e/%2e%2e/server.py", 404),
        ("/docs", 404),
    ],
)
def test_what_is_closed_stays_closed(app: Served, path: str, status: int) -> None:
    assert request(app, "GET", path).status == status


def test_the_interfaces_are_described_by_one_document_that_loads_nothing(app: Served) -> None:
    shown = request(app, "GET", "/openapi.json")
    assert shown.headers["content-type"] == "application/json"
    paths = json.loads(shown.text)["paths"]
    assert {"/healthz", "/v1/models", "/v1/chat/completions", "/v1/responses"} <= {*paths}
    assert not any(path.startswith("/gradio_api") for path in paths)
    assert "/schemas/ChatRequest" in json.dumps(paths["/v1/chat/completions"]["post"]["requestBody"])
    body = paths["/check"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (body["required"], body["properties"]["text"]["type"]) == (["text"], "string")
    assert "422" not in paths["/v1/chat/completions"]["post"]["responses"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""])
def test_another_name_for_this_machine_is_refused(app: Served, host: str) -> None:
    assert request(app, "GET", "/healthz", Host=host).status == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:7860"])
def test_the_machine_itself_is_served(app: Served, host: str) -> None:
    assert request(app, "GET", "/healthz", Host=host).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
def test_requests_from_other_sites_are_refused(app: Served, origin: str) -> None:
    assert request(app, "POST", "/gradio_api/upload", Origin=origin).status == 403
    assert request(app, "GET", "/healthz", Origin=app.address).status == 200


def test_a_body_that_is_too_large_is_refused(app: Served) -> None:
    assert request(app, "POST", "/gradio_api/queue/join", b" " * (MAX_BODY_SIZE + 1)).status == 413


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/chat/completions", {"messages": [{"role": "user", "content": "gardener prunes roses"}]}),
        ("/gradio_api/call/ask", {"data": ["gardener prunes roses", [], "", "", "", ""]}),
    ],
)
@pytest.mark.parametrize(("spaces", "status"), [(MAX_BODY_SIZE - 1000, 200), (MAX_BODY_SIZE + 1, 413)])
def test_a_body_without_end_is_cut_off(app: Served, path: str, body: dict[str, Any], spaces: int, status: int) -> None:
    # JSON that the route takes, but for the spaces before it; nobody says how long it is.
    pieces = iter([b" " * spaces, json.dumps(body).encode()])
    response = request(app, "POST", path, pieces, **{"Content-Type": "application/json"})
    assert response.status == status
    assert (f"larger than {MAX_BODY_SIZE:,} bytes" in response.text) is (status == 413)
    assert request(app, "GET", "/healthz").status == 200
    assert "Traceback" not in app.errors.read_text()


def test_a_thousand_files_arrive_in_one_request_and_more_are_refused(app: Served) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    for number, status in ((1000, 200), (1001, 400)):
        parts = "".join(
            f'--edge\r\nContent-Disposition: form-data; name="files"; filename="{each}.txt"\r\n\r\nNote {each}.\r\n'
            for each in range(number)
        )
        reply = request(app, "POST", "/gradio_api/upload", f"{parts}--edge--\r\n".encode(), **kind)
        assert reply.status == status
        assert status != 200 or len(json.loads(reply.text)) == number
    assert "Maximum number of files is 1000" in reply.text
    assert request(app, "GET", "/healthz").status == 200


def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    assistant = FakeAssistant({})
    service = DocumentsService(assistant.library, tmp_path / "uploads", sync)
    conversations = Conversations(tmp_path / "conversations.sqlite")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} on 127\.0\.0\.1 cannot be used: .*--port"):
            serve([ServedLibrary(assistant, service, conversations)], Access(), port=port)
