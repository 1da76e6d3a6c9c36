"""What whoever sent a request may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.http.users import Rights

if TYPE_CHECKING:
    from collections.abc import Mapping

READERS_ONLY_READ = "Your role is reader, which asks and changes no documents; an editor can."
ADMINS_ONLY = "This needs the role admin."


def rights_of(scope: Mapping[str, Any]) -> Rights:
    """Return the rights that go with a request; where nobody signs in, everybody has all."""
    found = scope.get("rights")
    return found if isinstance(found, Rights) else Rights("admin")
