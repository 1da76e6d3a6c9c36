"""Decide who may use the chat, and under which address. It runs before slow imports."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.errors import CommandError, UsageError
from ui.http.auth.users import Users, UsersError
from ui.http.forwarded import proxies
from ui.http.public_url import AddressError, Public, below, is_local, public

if TYPE_CHECKING:
    from ui.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class Access:
    """How the chat is reached.

    Parameters
    ----------
    host
        Address that it listens on.
    address
        Under which a proxy serves it.
    people
        The users; None for everybody who can reach it.
    proxies
        Addresses and networks of the proxies whose forwarded headers count.
    """

    host: str = "127.0.0.1"
    address: Public = field(default_factory=Public)
    people: Users | None = None
    proxies: tuple[str, ...] = ()

    @property
    def is_private(self) -> bool:
        """Whether only who sits at this machine can reach the chat: no users, and no proxy before it."""
        return self.people is None and not self.address.url and not self.proxies

    def below(self, library: str) -> Access:
        """Return how one of several libraries is reached; "" names the only one."""
        return replace(self, address=replace(self.address, path=below(self.address.path, library)))

    @property
    def names(self) -> tuple[str, ...] | None:
        """Names that requests may be addressed to, besides this machine's own; None for any."""
        return None if self.people else (self.host, self.address.host)


def access(settings: ServerSettings) -> Access:
    """Return how the chat shall be reached.

    Raises
    ------
    UsageError
        When it would be open to other machines without users, or ``root_path`` or ``trusted_proxy`` is invalid.
    CommandError
        When the file of users cannot be read, or has no user.
    """
    try:
        address, trusted = public(settings.root_path), proxies(settings.trusted_proxy)
        people = Users(Path(settings.auth_file)) if settings.auth_file else None
    except AddressError as error:
        raise UsageError(str(error)) from error
    except UsersError as error:
        raise CommandError(str(error)) from error
    if people and not people.all():
        raise CommandError(
            f"{settings.auth_file} lets nobody in. Add somebody with: citeseed user NAME --auth-file "
            f"{settings.auth_file}"
        )
    if not people and not is_local(settings.host):
        raise UsageError(
            f"Without --auth-file the chat is not served on {settings.host}, where other machines could reach it; make "
            "the file with 'citeseed user NAME --auth-file FILE', or use --host 127.0.0.1."
        )
    return Access(settings.host, address, people, trusted)
