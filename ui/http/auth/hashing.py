"""Hash passwords and tokens. What is stored is called a secret here."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

# OWASP's setting for scrypt that takes 16 MiB of memory: a quarter of a second each on our machine, so that trying a
# million passwords takes three days of it.
COST, BLOCK, PARALLEL = 2**14, 8, 5
# Characters of a password or token at most, so that hashing stays cheap.
MAX_LENGTH = 1000
# Random bytes of a salt (what RFC 7914 shows) and of a token (256 bits: no need to hash it slowly).
SALT_BYTES, TOKEN_BYTES, DIGEST_BYTES = 16, 32, 32
# Bytes of memory that a line's parameters may ask scrypt for.
MAX_MEMORY = 2**28
_HEXADECIMAL = re.compile(r"([0-9a-f]{2})+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# The secret that is compared for an unknown name, so that it takes as long as for a known one.
NOBODY = f"{COST}:{BLOCK}:{PARALLEL}:{'00' * SALT_BYTES}:{'00' * DIGEST_BYTES}"


def password_secret(password: str) -> str:
    """Return what is stored of a password: the parameters of scrypt, a new salt and the hash."""
    salt = secrets.token_bytes(SALT_BYTES)
    digest = _scrypt(password, salt, (COST, BLOCK, PARALLEL), DIGEST_BYTES)
    return f"{COST}:{BLOCK}:{PARALLEL}:{salt.hex()}:{digest.hex()}"


def is_password_secret(secret: str) -> bool:
    """Whether a text has the form of ``password_secret``, and asks for no more memory than is allowed."""
    *numbers, salt, digest = secret.split(":") if secret.count(":") == 4 else ("", "", "")
    if not all(number.isascii() and number.isdigit() and len(number) <= 7 for number in numbers):
        return False
    cost, block, parallel = map(int, numbers)
    fits = 128 * cost * block <= MAX_MEMORY // 2 and 1 <= parallel <= 16 and block >= 1
    power = cost > 1 and cost & (cost - 1) == 0
    return fits and power and all(_HEXADECIMAL.fullmatch(text) for text in (salt, digest))


def matches(secret: str, password: str) -> bool:
    """Whether a secret is of this password; a password that is too long matches none."""
    if len(password) > MAX_LENGTH:
        return False
    cost, block, parallel, salt, digest = secret.split(":")
    made = _scrypt(password, bytes.fromhex(salt), (int(cost), int(block), int(parallel)), len(digest) // 2)
    return hmac.compare_digest(made, bytes.fromhex(digest))


def new_token() -> str:
    """Return a random token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_secret(token: str) -> str:
    """Return what is stored of a token; empty for one that is too long."""
    if len(token) > MAX_LENGTH:
        return ""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_token_secret(secret: str) -> bool:
    """Whether a text has the form of ``token_secret``."""
    return bool(_SHA256.fullmatch(secret))


def equal(one: str, other: str) -> bool:
    """Whether two secrets are equal. How long it takes does not tell where they differ."""
    return hmac.compare_digest(one, other)


def _scrypt(password: str, salt: bytes, effort: tuple[int, int, int], length: int) -> bytes:
    encoded, (cost, block, parallel) = password.encode("utf-8", "surrogatepass"), effort
    return hashlib.scrypt(encoded, salt=salt, n=cost, r=block, p=parallel, maxmem=MAX_MEMORY, dklen=length)
