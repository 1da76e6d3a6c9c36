"""Read and write cookies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.datastructures import Headers


def shown(headers: Headers, name: str) -> str:
    """Return the value of a cookie among a request's headers, empty where there is none.

    Of several with this name it is the first, which has the longest path: another chat on the same host has the others.
    Starlette's own parser takes the last.
    """
    for part in ";".join(headers.getlist("cookie")).split(";"):
        found, _, value = part.strip().partition("=")
        if found == name:
            return value
    return ""


def kept(
    name: str, value: str, *, root: str, site: Literal["strict", "lax"], secure: bool, seconds: int | None = None
) -> tuple[bytes, bytes]:
    """Return the header that makes a browser keep a cookie, out of the reach of scripts.

    Parameters
    ----------
    name, value
        Of the cookie, in ASCII.
    root
        Path under which the application is served; empty for the whole host.
    site
        "strict" or "lax": whether it comes along when another site's link is followed.
    secure
        Whether it is kept to encrypted connections.
    seconds
        Until the browser forgets it; None for when it is closed.
    """
    response = Response()
    response.set_cookie(name, value, seconds, path=root or "/", secure=secure, httponly=True, samesite=site)
    return response.raw_headers[-1]
