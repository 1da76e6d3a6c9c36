"""Who owns a conversation."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def owner_of(scope: Mapping[str, Any]) -> str:
    """Return the owner of a request's conversations; "" for a client without sign-in and cookies.

    The hash of the browser's cookie is stored, so the file of conversations does not let its reader act as an owner.

    Parameters
    ----------
    scope
        Of the request: "user" is who has signed in, "visitor" the name of the browser.
    """
    if user := scope.get("user"):
        return f"user {user}"
    visitor = scope.get("visitor")
    return hashlib.sha256(visitor.encode()).hexdigest() if visitor else ""
