"""Lines of users with cheap hashes, so that tests need not wait."""

from __future__ import annotations

import hashlib

from ui.http.auth.rights import NO_LIMITS, Rights
from ui.http.auth.users import User


def quick(name: str, password: str, rights: Rights = NO_LIMITS) -> User:
    """Return a line for someone who signs in with a password."""
    digest = hashlib.scrypt(password.encode(), salt=b"salt", n=2, r=1, p=1, dklen=32)
    return User(name, "password", f"2:1:1:{b'salt'.hex()}:{digest.hex()}", rights)
