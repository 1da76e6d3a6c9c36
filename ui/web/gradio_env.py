"""Remove Gradio's environment variables, which could open what this application keeps closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.telemetry import OFF

if TYPE_CHECKING:
    from collections.abc import MutableMapping


def settle(environment: MutableMapping[str, str]) -> None:
    """Forget every variable of Gradio's, such as GRADIO_SHARE and GRADIO_ALLOWED_PATHS, but that it sends nothing.

    Gradio reads some of them when it is imported, so this comes before.
    """
    for name in [name for name in environment if name.startswith("GRADIO_") and name not in OFF]:
        del environment[name]
    # Else its queue remembers 10,000 events, and makes a table of all of them after each.
    environment["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    environment["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
