"""The public address of the chat, and which addresses are local."""

from __future__ import annotations

import pytest

from ui.http.public_url import AddressError, Public, is_local, public


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("", Public()),
        ("/", Public()),
        ("/docs", Public("/docs")),
        ("/a/b-c.d/", Public("/a/b-c.d")),
        ("https://example.org", Public("", "https://example.org")),
        ("https://example.org:8443/docs/", Public("/docs", "https://example.org:8443")),
        ("http://[::1]:80/x", Public("/x", "http://[::1]:80")),
    ],
)
def test_a_path_or_an_address_is_understood(said: str, meant: Public) -> None:
    assert public(said) == meant
    assert public(meant.url) == meant


def test_an_address_tells_its_host_and_whether_it_is_secure() -> None:
    assert public("https://example.org:8443/docs").host == "example.org"
    assert public("https://example.org").secure
    assert not public("http://example.org").secure
    assert not public("/docs").secure


def test_the_page_is_where_the_proxy_says_or_where_the_request_found_it() -> None:
    scope = {"scheme": "https", "headers": [(b"host", b"chat.example:8443")]}
    assert Public("/docs", "https://example.org").seen_by(scope) == "https://example.org/docs"
    assert Public("/docs").seen_by(scope) == "https://chat.example:8443/docs"
    assert Public().seen_by(scope) == "https://chat.example:8443"


@pytest.mark.parametrize(
    "said",
    ["docs", "//evil.example", "/a/../b", "/a b", "/a?b", "https://", "https://x/?a", "https://u:p@x/", "ftp://x",
     "https://x:port/", "https://[::1", "/\u202e", "/a\nb", "javascript:x"],
)  # fmt: skip
def test_anything_else_is_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(AddressError, match="must be a path such as /docs"):
        public(said)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.1.5", False), ("example.com", False), ("localhost.evil.example", False), ("", False)],
)  # fmt: skip
def test_who_can_reach_an_address(host: str, local: bool) -> None:
    assert is_local(host) is local
