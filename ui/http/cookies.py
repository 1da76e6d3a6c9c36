"""Read and write cookies."""

from __future__ import annotations


def shown(headers: dict[bytes, str], name: str) -> str:
    """Return the value of a cookie among a request's headers, empty where there is none.

    Read by hand: other servers of the same host leave cookies that ``http.cookies`` stumbles over.
    """
    for part in headers.get(b"cookie", "").split(";"):
        found, _, value = part.strip().partition("=")
        if found == name:
            return value
    return ""


def kept(
    name: str, value: str, *, root: str, site: str, secure: bool, seconds: int | None = None
) -> tuple[bytes, bytes]:
    """Return the header that makes a browser keep a cookie, out of the reach of scripts.

    Parameters
    ----------
    name, value
        Of the cookie, in ASCII.
    root
        Path under which the application is served; empty for the whole host.
    site
        "Strict" or "Lax": whether it comes along when another site's link is followed.
    secure
        Whether it is kept to encrypted connections.
    seconds
        Until the browser forgets it; None for when it is closed.
    """
    parts = [f"{name}={value}", f"Path={root or '/'}", "HttpOnly", f"SameSite={site}"]
    parts += ["Secure"] if secure else []
    parts += [f"Max-Age={seconds}"] if seconds is not None else []
    return b"set-cookie", "; ".join(parts).encode("latin-1")
