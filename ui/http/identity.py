"""Whom conversations belong to."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def owner_of(scope: Mapping[str, Any]) -> str:
    """Return the owner of what a request asks for; "" is nobody: whoever has not signed in and keeps no cookies.

    A browser's name is kept as its hash: who reads the file of conversations cannot pass for their owner.

    Parameters
    ----------
    scope
        Of the request: "user" is who has signed in, "visitor" the name of the browser.
    """
    if user := scope.get("user"):
        return f"user {user}"
    visitor = scope.get("visitor")
    return hashlib.sha256(visitor.encode()).hexdigest() if visitor else ""
