"""Only what a person names is fetched, from public machines, within limits."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.fetching.page_server import Page, fetcher, site
from ui.errors import FetchError
from ui.fetching.connections import is_public
from ui.fetching.fetcher import AGENT, MAX_REDIRECTS, Fetcher, checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWLS = b"<html><title>Owls</title><p>Owls see in the dark.</p></html>"


def redirect(target: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": target})


def test_a_page_is_not_kept_as_it_was_sent() -> None:
    with site(owls=Page(OWLS)) as web:
        found = fetcher().fetch(f"{web.address}/owls#night")
    assert (found.data, found.address) == (OWLS, f"{web.address}/owls")
    assert found.name == "127.0.0.1-owls.html"
    assert found.fetched.endswith("+00:00")
    assert web.asked == ["/robots.txt", "/owls"]
    assert web.agents == {AGENT}


@pytest.mark.parametrize(
    ("path", "page", "name"),
    [
        ("report", Page(b"%PDF-1.4 ...", "application/pdf"), "127.0.0.1-report.pdf"),
        ("notes.txt", Page(b"Notes", "text/plain"), "127.0.0.1-notes.txt"),
        ("README.md", Page(b"# Read", "text/plain; charset=utf-8"), "127.0.0.1-README.md"),
        ("file", Page(b"%PDF-1.4 ...", "application/octet-stream"), "127.0.0.1-file.pdf"),
        ("bare", Page(b"<!DOCTYPE html><p>Bare", ""), "127.0.0.1-bare.html"),
        ("show?page=2", Page(OWLS), "127.0.0.1-show-page-2.html"),
    ],
)
def test_a_file_gets_a_wrong_name(path: str, page: Page, name: str) -> None:
    with site() as web:
        web.pages[f"/{path}"] = page
        assert fetcher().fetch(f"{web.address}/{path}").name == name


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::]", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]",
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fc00::1]",
        "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "224.0.0.1", "255.255.255.255", "192.0.2.1",
    ],
)  # fmt: skip
def test_a_machine_inside_is_connected_to(host: str) -> None:
    with site(secret=Page(b"a secret")) as web:
        with pytest.raises(FetchError):
            Fetcher(seconds=5).fetch(f"http://{host}:{web.port}/secret")
        assert web.asked == []


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_a_public_machine_is_refused(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_inside(status: int) -> None:
    with site(host="127.0.0.2", secret=Page(b"a secret")) as inside:
        way = redirect(f"{inside.address}/secret", status)
        with site(way=way) as web, pytest.raises(FetchError, match=r"127\.0\.0\.2.*a machine inside this network"):
            fetcher().fetch(f"{web.address}/way")
        assert inside.asked == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/", "http://127.0.0.1:25/"])
def test_a_redirect_leads_to_what_is_no_web_server(target: str) -> None:
    with site(way=redirect(target)) as web, pytest.raises(FetchError, match="is not fetched"):
        fetcher().fetch(f"{web.address}/way")


def naming(monkeypatch: pytest.MonkeyPatch, answers: Callable[[int], list[str]]) -> None:
    """Let a name mean what ``answers`` says at its first, second ... resolution."""
    resolved = socket.getaddrinfo
    times = []

    def names(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "owls.example":
            return resolved(host, port, *rest, **more)
        times.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers(len(times))]

    monkeypatch.setattr(socket, "getaddrinfo", names)


def test_a_name_that_changes_its_mind_leads_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the second resolution of a name is another machine."""
    with site(host="127.0.0.1", owls=Page(OWLS, headers={"Connection": "close"})) as web:
        naming(monkeypatch, lambda time: ["127.0.0.1"] if time == 1 else ["127.0.0.2"])
        with pytest.raises(FetchError, match=r"owls\.example \(127\.0\.0\.2\) is"):
            fetcher().fetch(f"http://owls.example:{web.port}/owls")


def test_a_name_with_an_address_inside_beside_a_public_one_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with site(owls=Page(OWLS)) as web:
        naming(monkeypatch, lambda _: ["127.0.0.1", "10.0.0.1"])
        with pytest.raises(FetchError, match=r"owls\.example \(10\.0\.0\.1\) is"):
            fetcher().fetch(f"http://owls.example:{web.port}/owls")
        assert web.asked == []


def test_redirects_are_not_followed() -> None:
    with site(a=redirect("/b", 301), b=redirect("c", 308), c=Page(OWLS)) as web:
        found = fetcher().fetch(f"{web.address}/a")
    assert (found.data, found.address) == (OWLS, f"{web.address}/a")


def test_redirects_have_no_end() -> None:
    with site(a=redirect("/a")) as web:
        with pytest.raises(FetchError, match="redirects more than 5 times"):
            fetcher().fetch(f"{web.address}/a")
        assert web.asked.count("/a") == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (Page(b"User-agent: *\nDisallow: /", "text/plain"), False),
        (Page(b"User-agent: citeseed\nDisallow: /owls", "text/plain"), False),
        (Page(b"User-agent: *\nDisallow: /*ls$", "text/plain"), False),
        (Page(b"User-agent: *\nDisallow: /\nAllow: /owls", "text/plain"), True),
        (Page(b"User-agent: other\nDisallow: /", "text/plain"), True),
        (Page(status=404), True),
        (Page(status=403), True),
        (Page(status=503), False),
        (Page(b"User-agent: *\nDisallow: /bats\n# endless\n", "text/plain", endless=True), True),
    ],
)
def test_a_site_says_what_programs_may_read(rules: Page, allowed: bool) -> None:
    with site(owls=Page(OWLS)) as web:
        web.pages["/robots.txt"] = rules
        if allowed:
            assert fetcher().fetch(f"{web.address}/owls").data == OWLS
        else:
            with pytest.raises(FetchError, match=r"robots\.txt"):
                fetcher().fetch(f"{web.address}/owls")
            assert "/owls" not in web.asked


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(status=404), r"answers 404 \(Not Found\)"),
        (Page(status=401), r"answers 401 \(Unauthorized\)"),
        (Page(b"GIF89a", "image/gif"), "is image/gif"),
        (Page(b"MZ", "application/octet-stream"), "is application/octet-stream"),
        (Page(b"x" * 5_000, endless=True), "is larger than 2 MB"),
        (Page(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), "packs it"),
        (redirect("http://x:port/"), "redirects to an address that is none"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(page: Page, said: str) -> None:
    with site(thing=page) as web, pytest.raises(FetchError, match=said) as told:
        fetcher(largest=2_000_000).fetch(f"{web.address}/thing")
    assert str(told.value).endswith(".")


def test_a_server_that_sends_a_byte_at_a_time_is_waited_for() -> None:
    with site(slow=Page(OWLS, pause=0.3)) as web, pytest.raises(FetchError, match="not complete within 1 seconds"):
        fetcher(seconds=1).fetch(f"{web.address}/slow")


@pytest.mark.parametrize(
    "address",
    [
        "", "owls", "/owls", "//owls", "file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "http://",
        "http://ada:secret@example.org/", "http://example.org:22/", f"http://example.org/{'x' * 3_000}", "http://[::1",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_asked_for(address: str) -> None:
    with pytest.raises(FetchError) as told:
        checked(address)
    assert "secret" not in str(told.value)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """File of a key and the certificate of 127.0.0.1, which nobody has signed."""
    file = tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=owls.example",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", tmp_path / "signed"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + (tmp_path / "signed").read_bytes())
    return file


def test_an_encrypted_page_is_taken_from_a_stranger(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with site() as plain, site(tls=tls, owls=Page(OWLS), way=redirect(f"{plain.address}/owls")) as web:
        with pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"):
            fetcher().fetch(f"{web.address}/owls")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetcher().fetch(f"{web.address}/owls").data == OWLS
        with pytest.raises(FetchError, match="which is not encrypted"):
            fetcher().fetch(f"{web.address}/way")
        assert plain.asked == []
