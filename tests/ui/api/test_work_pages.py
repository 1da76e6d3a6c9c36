"""The pages that check a text and ask every document, without a server."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from fastapi import FastAPI

from tests.ui.asgi import Response, request
from tests.ui.fake_assistant import FakeAssistant
from ui.api.work_pages import WorkPages
from ui.http.work_queue import WorkQueue

TEXTS = {"mill.txt": "The mill in Lindholm grinds 40 sacks a day.\nPlace: <b>Lindholm</b>", "odd.txt": "Nothing."}
HOSTILE = "</textarea><script>alert(1)</script>"


def posted(path: str, failure: Exception | None = None, root: str = "", **fields: str) -> Response:
    app = FastAPI()
    app.include_router(WorkPages(FakeAssistant(TEXTS, failure), WorkQueue(), root).router())
    body = urlencode(fields).encode()
    return request(app, path, body, "POST", content_type="application/x-www-form-urlencoded")


def test_a_checked_text_is_not_sent_or_acts() -> None:
    response = posted("/check/report", text=f"The mill in Lindholm grinds 50 sacks a day. {HOSTILE}")
    page = response.body.decode()
    assert response.status == 200
    assert "<mark>50</mark>" in page
    assert "0 of 2 claims are supported." in page
    assert "<script>alert" not in page
    assert page.endswith("</main></body></html>")


def test_a_link_to_a_quote_leaves_the_path_of_the_proxy() -> None:
    page = posted("/check/report", root="/docs", text="The mill in Lindholm grinds 50 sacks a day.").body.decode()
    assert 'href="/docs/?source=mill.txt&amp;start=0&amp;end=43' in page
    assert 'action="/docs/check/report"' in page


def test_a_table_is_not_sent_row_by_row() -> None:
    response = posted("/table/report", columns=f"place\n\n{HOSTILE}", folder="", each="document")
    page = response.body.decode()
    assert response.status == 200
    assert page.count('<tr class="done">') == 2
    assert "2 documents read: " in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("form", "begins"), [("csv", b"\xef\xbb\xbfsource"), ("xlsx", b"PK"), ("html", b"<!doctype")])
def test_a_table_is_no_file(form: str, begins: bytes) -> None:
    response = posted("/table/file", columns="place", form=form)
    assert response.status == 200
    assert response.body.startswith(begins)
    assert response.headers["content-disposition"] == f'attachment; filename="table.{form}"'


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/check/report", {"text": " "}, 400),
        ("/check/report", {}, 400),
        ("/check/report", {"text": "a b. " * 200_000}, 400),
        ("/check/report", {"text": "a b. " * 1_000_000}, 413),
        ("/table/report", {"columns": "date " * 1_000_000}, 413),
        ("/table/file", {"columns": "date " * 1_000_000}, 422),
        ("/table/report", {"columns": "?!"}, 400),
        ("/table/report", {"columns": ""}, 400),
        ("/table/report", {"columns": "date\ndate"}, 400),
        ("/table/report", {"columns": "date", "folder": "/etc"}, 400),
        ("/table/report", {"columns": "date", "each": "word"}, 422),
        ("/table/file", {"columns": "date", "form": "exe"}, 422),
    ],
)
def test_what_cannot_be_done_is_done(path: str, fields: dict[str, str], status: int) -> None:
    response = posted(path, None, "", **fields)
    assert response.status == status
    assert b"Traceback" not in response.body
    if path.endswith("report") and status == 413:
        assert b'<p class="sum trouble" role="alert">' in response.body


@pytest.mark.parametrize(
    ("path", "field", "text"),
    [
        ("/check/report", "text", "Die Mühle in Lindholm mahlt vierzig Säcke am Tag. Sie wurde verkauft."),
        ("/table/report", "columns", "Wer hat die alte Mühle gekauft?"),
    ],
)
def test_a_text_of_another_language_is_read_without_a_warning(path: str, field: str, text: str) -> None:
    assert "does not look English" in posted(path, None, "", **{field: text}).body.decode()


def test_what_is_no_text_at_all_is_read_as_one() -> None:
    binary = "\x00\x01PK\x03\x04\xff" * 50
    assert "Nothing in this text is a claim" in posted("/check/report", text=binary).body.decode()


def test_a_fault_is_told_to_the_visitor() -> None:
    response = posted("/table/report", RuntimeError("secret"), columns="date")
    assert response.status == 500
    assert b"secret" not in response.body
