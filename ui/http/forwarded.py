"""Read the address of a visitor from a proxy's headers, when the proxy is a trusted one."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, cast

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ui.http.public_url import AddressError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send
    from uvicorn._types import ASGI3Application

# Headers by which a proxy says who asked it, under which name and how. The last one is Gradio's, and no proxy sends it.
_FORWARDED, _GRADIO = (b"x-forwarded-", b"forwarded", b"x-real-ip"), b"x-gradio-server"


class ForwardedHeaders:
    """ASGI layer: take the forwarded headers off every request that does not come from a trusted proxy.

    A trusted proxy's ``X-Forwarded-For`` and ``X-Forwarded-Proto`` become the client and the scheme of the request.

    Parameters
    ----------
    app
        The application behind this layer.
    trusted
        Addresses and networks of the proxies.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[str] = ()) -> None:
        self._app = app
        self._behind_proxy = ProxyHeadersMiddleware(cast("ASGI3Application", app), [*trusted])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address, _ = scope.get("client") or ("", 0)
        if address in self._behind_proxy.trusted_hosts:
            kept = {**scope, "headers": [each for each in scope["headers"] if each[0] != _GRADIO]}
            await cast("ASGIApp", self._behind_proxy)(kept, receive, send)
        else:
            dropped = (*_FORWARDED, _GRADIO)
            kept = {**scope, "headers": [each for each in scope["headers"] if not each[0].startswith(dropped)]}
            await self._app(kept, receive, send)


def proxies(text: str) -> tuple[str, ...]:
    """Return the addresses and networks in a setting such as "10.0.0.1, 172.16.0.0/12".

    Raises
    ------
    AddressError
        When one of them is neither.
    """
    named = tuple(part.strip() for part in text.split(",") if part.strip())
    for each in named:
        try:
            ipaddress.ip_network(each)
        except ValueError:
            raise AddressError(
                f"trusted_proxy is '{text}', but must be addresses or networks such as 127.0.0.1 or 172.16.0.0/12, "
                "with commas between them."
            ) from None
    return named
