"""Roles and rights of users."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Role = Literal["reader", "editor", "admin"]
# What each may do more than the one before: ask; add and remove documents; read the metrics.
ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
EDITOR: Role = "editor"
# Of users and of libraries.
NAME = re.compile(r"[\w.@+-]{1,64}")
READERS_ONLY_READ = "Your role is reader, which asks and changes no documents; an editor can."
ADMINS_ONLY = "This needs the role admin."


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do, and for how long.

    Parameters
    ----------
    role
        One of ``ROLES``.
    until
        The last day, in UTC; None for no end.
    libraries
        Names of those that may be seen; None for all.
    """

    role: Role = EDITOR
    until: date | None = None
    libraries: frozenset[str] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """As they stand in the file; what is left out there is left out here."""
        said = (
            f"role={self.role}" if self.role != EDITOR else "",
            f"until={self.until.isoformat()}" if self.until else "",
            f"libraries={','.join(sorted(self.libraries))}" if self.libraries is not None else "",
        )
        return tuple(filter(None, said))

    def may(self, role: Role) -> bool:
        """Whether these include those of a role."""
        return ROLES.index(self.role) >= ROLES.index(role)

    def sees(self, library: str) -> bool:
        """Whether a library may be seen."""
        return self.libraries is None or library in self.libraries

    @classmethod
    def parse(cls, words: Iterable[str]) -> Rights | None:
        """Return the rights that such words say, or None when one of them is not understood or stands twice."""
        said = [word.partition("=") for word in words]
        facts = {name: value for name, _, value in said}
        role, until, libraries = facts.pop("role", EDITOR), facts.pop("until", ""), facts.pop("libraries", None)
        names = None if libraries is None else libraries.split(",")
        if facts or len({name for name, *_ in said}) < len(said) or role not in ROLES:
            return None
        if names is not None and not all(map(NAME.fullmatch, names)):
            return None
        try:
            end = date.fromisoformat(until) if until else None
        except ValueError:
            return None
        return cls(role, end, None if names is None else frozenset(names))


NO_LIMITS: Final = Rights()


def rights_of(scope: Mapping[str, Any]) -> Rights:
    """Return the rights that go with a request; where nobody signs in, everybody has all."""
    found = scope.get("rights")
    return found if isinstance(found, Rights) else Rights("admin")
