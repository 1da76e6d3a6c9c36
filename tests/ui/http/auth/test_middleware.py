"""Authentication: every path needs a session or a token, and sessions expire."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.ui.asgi import Behind, Response, asked, request
from tests.ui.http.auth.quick_people import quick
from ui.http.auth.middleware import MAX_CHECKING, MAX_PER_ADDRESS, AuthMiddleware
from ui.http.auth.state import (
    FAILURES_WITHIN,
    MAX_FAILURES,
    MAX_FAILURES_OF_NAME,
    MAX_IDLE,
    Failures,
    LoginSessions,
    SignInState,
)
from ui.http.auth.users import Users, put, remove, with_token

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse"
FORM = "application/x-www-form-urlencoded"


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


class House:
    """The layer that asks who comes in, and what stands around it."""

    def __init__(self, folder: Path, root: str = "", *, secure: bool = False) -> None:
        self.path, self.clock, self.behind = folder / "people", Clock(), Behind()
        put(self.path, quick("ada", PASSWORD))
        bot, self.token = with_token("bot")
        put(self.path, bot)
        self.auth = AuthMiddleware(
            self.behind,
            Users(self.path),
            root,
            secure=secure,
            state=SignInState(LoginSessions(self.clock), Failures(self.clock)),
        )

    def sign_in(self, name: str = "ada", password: str = PASSWORD, **more: str) -> Response:
        about = {"content_type": FORM, **more}
        return request(self.auth, "/login", form(username=name, password=password), "POST", **about)

    def enter(self, cookie: str, path: str = "/config") -> int:
        return request(self.auth, path, cookie=f"other={{1}}; citeseed-session={cookie}; more=2").status


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def key(response: Response) -> str:
    return response.headers["set-cookie"].split(";")[0].removeprefix("citeseed-session=")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/config", "/v1/models", "/mcp", "/static/citeseed/base.css", "/login", "/logout", "/x"]
)
def test_nothing_is_open(house: House, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
        assert request(house.auth, path, method=method).status == 401
    assert house.behind.scopes == []


def test_who_signs_in_comes_in_by_name(house: House) -> None:
    signed_in = house.sign_in()
    assert (signed_in.status, signed_in.json) == (200, {"success": True})
    cookie = signed_in.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert len(key(signed_in)) >= 43  # 256 bits
    assert house.enter(key(signed_in)) == 200
    assert house.behind.scopes[0]["user"] == "ada"


def test_a_browser_is_shown_the_form_and_then_the_page(house: House) -> None:
    shown = request(house.auth, "/", accept="text/html,*/*")
    assert shown.status == 401
    assert shown.headers["content-type"].startswith("text/html")
    assert b'action="/login"' in shown.body
    wrong = house.sign_in(password="wrong", accept="text/html")
    assert wrong.status == 401
    assert b"do not belong together" in wrong.body
    right = house.sign_in(accept="text/html")
    assert (right.status, right.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", b"username=ada&password=correct+horse"),
        ("application/json", b'{"username": "ada", "password": "correct horse"}'),
        (FORM, b"username=ada&password=" + b"x" * 20_000),
        (FORM, b"&".join(b"f%d=x" % number for number in range(20)) + b"&username=ada&password=correct+horse"),
        (FORM, b"\xff\x00=%zz&=&&;"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nada'),
    ],
)
def test_what_is_no_form_lets_nobody_in(house: House, kind: str, body: bytes) -> None:
    assert request(house.auth, "/login", body, "POST", content_type=kind).status == 401


def test_of_two_cookies_the_one_of_this_path_counts(house: House) -> None:
    """Browsers send the one with the longest path first; the other is that of a chat on the whole host."""
    assert house.enter(f"{key(house.sign_in())}; citeseed-session=of-another-chat") == 200
    assert house.enter("x; other=1") == 401


def test_who_follows_a_link_to_a_quote_is_led_to_it_after_signing_in(house: House) -> None:
    query = "source=a.txt&start=0&end=5"
    shown = request(house.auth, "/", query=query, accept="text/html")
    assert b'action="/login?source=a.txt&amp;start=0&amp;end=5"' in shown.body
    assert b'action="/login"' in request(house.auth, "/original", query=query, accept="text/html").body
    hostile = request(house.auth, "/", query='"><script>', accept="text/html")
    assert b"<script>sessionStorage" in hostile.body
    assert hostile.body.count(b"<script>") == 1
    signed_in = house.sign_in(query=query, accept="text/html")
    assert signed_in.headers["location"] == f"/?{query}"


def test_behind_a_proxy_the_form_leads_back_through_it(tmp_path: Path) -> None:
    house = House(tmp_path, "/docs", secure=True)
    assert b'action="/docs/login"' in request(house.auth, "/", accept="text/html").body
    signed_in = house.sign_in(accept="text/html")
    assert signed_in.headers["location"] == "/docs/"
    assert {"HttpOnly", "Path=/docs", "SameSite=lax", "Secure"} <= {*signed_in.headers["set-cookie"].split("; ")}


@pytest.mark.parametrize("header", ["authorization", "x_hf_authorization"])
def test_a_token_comes_in_and_a_wrong_one_does_not(house: House, header: str) -> None:
    def shown(text: str) -> dict[str, Any]:
        return {header: text}

    assert request(house.auth, "/v1/models", **shown(f"Bearer {house.token}")).status == 200
    assert house.behind.scopes[0]["user"] == "bot"
    for wrong in ("Bearer", "Bearer x", house.token, f"Basic {house.token}", "Bearer \xff"):
        refused = request(house.auth, "/v1/models", **shown(wrong))
        assert refused.status == 401
        assert refused.json["error"]["code"] == "invalid_api_key"


def test_signing_out_ends_the_session(house: House) -> None:
    cookie = key(house.sign_in())
    assert house.enter(cookie, "/logout") == 303
    assert house.enter(cookie) == 401


def test_a_session_ends_when_it_is_idle_for_long(house: House) -> None:
    cookie = key(house.sign_in())
    house.clock.time += MAX_IDLE
    assert house.enter(cookie) == 200
    house.clock.time += MAX_IDLE + 1
    assert house.enter(cookie) == 401


def test_a_session_ends_with_its_line_in_the_file(house: House) -> None:
    cookie = key(house.sign_in())
    put(house.path, quick("ada", "another horse"))
    assert house.enter(cookie) == 401
    cookie = key(house.sign_in(password="another horse"))
    remove(house.path, "ada")
    assert house.enter(cookie) == 401


def test_after_wrong_passwords_there_is_a_rest_for_that_name_from_there(house: House) -> None:
    assert [house.sign_in(password="wrong").status for _ in range(MAX_FAILURES)] == [401] * MAX_FAILURES
    assert house.sign_in().status == 429
    assert house.sign_in(client="10.0.0.9").status == 200
    house.clock.time += FAILURES_WITHIN + 1
    assert house.sign_in().status == 200


def test_wrong_passwords_from_many_addresses_count_for_the_account(house: House) -> None:
    tried = [house.sign_in(password="wrong", client=f"10.0.0.{number}").status for number in range(12)]
    assert tried == [401] * MAX_FAILURES_OF_NAME + [429] * (12 - MAX_FAILURES_OF_NAME)
    assert house.sign_in(client="10.0.1.1").status == 429
    assert house.sign_in(name="bob", password="wrong").status == 401
    house.clock.time += FAILURES_WITHIN + 1
    assert house.sign_in(client="10.0.1.1").status == 200


def test_only_the_failures_of_the_last_minute_count(house: House) -> None:
    for _ in range(MAX_FAILURES):
        assert house.sign_in(password="wrong").status == 401
        house.clock.time += FAILURES_WITHIN - 1
    assert house.sign_in().status == 200


def test_attempts_at_the_same_time_are_counted_and_leave_room_for_others(house: House) -> None:
    async def attempts() -> list[int]:
        wrong, right = form(username="ada", password="wrong"), form(username="ada", password=PASSWORD)
        one = (
            asked(house.auth, "/login", wrong, "POST", client="10.0.0.9", content_type=FORM)
            for _ in range(MAX_CHECKING)
        )
        other = asked(house.auth, "/login", right, "POST", content_type=FORM)
        return [response.status for response in await asyncio.gather(*one, other)]

    *statuses, other = asyncio.run(attempts())
    kinds = {401: MAX_FAILURES, 429: MAX_PER_ADDRESS - MAX_FAILURES, 503: MAX_CHECKING - MAX_PER_ADDRESS}
    assert Counter(statuses) == kinds
    assert other == 200


@pytest.mark.parametrize("body", [b"\xff\xfe", b"username=ada", b"x" * 1_000_000])
def test_what_is_no_form_signs_nobody_in(house: House, body: bytes) -> None:
    assert request(house.auth, "/login", body, "POST").status == 401


def test_a_file_that_goes_lets_nobody_in_and_says_why_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    cookie = key(house.sign_in())
    house.path.unlink()
    assert house.enter(cookie) == 500
    assert house.sign_in().status == 500
    assert request(house.auth, "/", authorization=f"Bearer {house.token}").status == 500
    assert "There is no file" in caplog.text
    assert caplog.records[0].exc_info is None
