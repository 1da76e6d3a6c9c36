"""The settings of the server: where it listens, and who may use it."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.settings import check


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The settings of the chat's server. ``rag.settings.load`` reads them too.

    Raises
    ------
    SettingsError
        When a value is outside its range.
    """

    host: str = field(default="127.0.0.1", metadata={"doc": "address that the chat listens on"})
    port: int = field(default=7860, metadata={"doc": "port of the chat", "low": 0, "high": 65535})
    auth_file: str = field(
        default="",
        metadata={"doc": "file of who may use the chat; everybody on this machine without", "metavar": "FILE"},
    )
    root_path: str = field(
        default="", metadata={"doc": "path or address under which a proxy serves the chat", "metavar": "PATH"}
    )
    trusted_proxy: str = field(
        default="",
        metadata={"doc": "addresses or networks of proxies whose X-Forwarded headers count", "metavar": "ADDRESS"},
    )
    traces: str = field(
        default="",
        metadata={"doc": "address of an OpenTelemetry collector that traces are sent to", "metavar": "URL"},
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check(self)
