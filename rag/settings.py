"""Load the settings: flag, environment, ``citeseed.toml``, default, in this order."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints
from urllib.parse import urlsplit

from rag.errors import SettingsError
from rag.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

BUNDLED = "all-MiniLM-L6-v2"
# The readers: the documents' own sentences, or a checked language model.
EXTRACTIVE, GENERATIVE = "extractive", "generative"
# What to do with an unsupported sentence of a language model; the third choice is the extractive answer.
MARK, DROP = "mark", "drop"
FILE = "citeseed.toml"
PREFIX = "CITESEED_"
KINDS = {Path: "a path", str: "a text", int: "a whole number", float: "a number", Secret: "a text"}
# Variables that are no settings: the folder of evaluation and training data.
RESERVED = frozenset({"CITESEED_DATA"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's settings. Each field can be a flag, an environment variable or a line in ``citeseed.toml``.

    Raises
    ------
    SettingsError
        When a value is outside its range.
    """

    index: Path = field(default=Path(".citeseed"), metadata={"doc": "folder of the library"})
    embedder: str = field(default=BUNDLED, metadata={"doc": "embedding model: the bundled one, or any by name or path"})
    chunk_characters: int = field(default=1000, metadata={"doc": "longest chunk", "low": 200, "high": 8000})
    chunk_overlap: int = field(
        default=200, metadata={"doc": "whole sentences repeated from the chunk before", "low": 0, "high": 4000}
    )
    reading_model: str = field(
        default="bundled", metadata={"doc": "the bundled reading model, or a CrossEncoder by name or path"}
    )
    reader: str = field(
        default=EXTRACTIVE, metadata={"doc": "who writes the answer", "choices": (EXTRACTIVE, GENERATIVE)}
    )
    language_model: str = field(default="", metadata={"doc": "name of the language model, as its server knows it"})
    language_model_url: str = field(
        default="http://127.0.0.1:11434/v1", metadata={"doc": "OpenAI-compatible address of the language model"}
    )
    language_model_key: Secret = field(default=Secret(), metadata={"doc": "key of the language model's server"})
    language_model_context: int = field(
        default=4096, metadata={"doc": "tokens that the language model reads and writes", "low": 1024, "high": 2**21}
    )
    language_model_timeout: float = field(
        default=60.0, metadata={"doc": "seconds that an answer may take", "low": 1.0, "high": 3600.0}
    )
    unsupported: str = field(
        default=MARK,
        metadata={"doc": "a sentence that the documents do not support", "choices": (MARK, DROP, EXTRACTIVE)},
    )
    candidates: int = field(default=8, metadata={"doc": "passages read for a question", "low": 1, "high": 100})
    passages: int = field(default=4, metadata={"doc": "passages shown with an answer", "low": 1, "high": 20})
    # By the rule of docs/evaluation.md: of the thresholds that judge alike on the development sets and refuse 97 % of
    # what is off the topic, the one that answers most.
    threshold: float = field(
        default=0.55, metadata={"doc": "confidence below which there is no answer", "low": 0.0, "high": 1.0}
    )
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

    def __post_init__(self) -> None:
        """Check every value against its range."""
        for item in fields(self):
            value, limits = getattr(self, item.name), item.metadata
            if "choices" in limits and value not in limits["choices"]:
                raise SettingsError(f"{item.name} is '{value}', but must be one of: {', '.join(limits['choices'])}.")
            if "low" in limits and not limits["low"] <= value <= limits["high"]:
                raise SettingsError(f"{item.name} is {value}, but must lie in {limits['low']} to {limits['high']}.")
        if self.chunk_overlap >= self.chunk_characters:
            raise SettingsError("chunk_overlap must be smaller than chunk_characters.")
        address = urlsplit(self.language_model_url)
        if address.scheme not in {"http", "https"} or not address.hostname or "@" in address.netloc:
            raise SettingsError(
                "language_model_url must be an address such as http://127.0.0.1:11434/v1, with no name or key in it; "
                "a key is set as CITESEED_LANGUAGE_MODEL_KEY."
            )
        if self.reader == GENERATIVE and not self.language_model:
            raise SettingsError(
                "The generative reader needs a language model: set CITESEED_LANGUAGE_MODEL to its name and "
                "CITESEED_LANGUAGE_MODEL_URL to its address, as the README shows."
            )


def load(
    flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings:
    """Gather the settings.

    Parameters
    ----------
    flags
        From the command line or the caller; None for values that were not given.
    environment
        Defaults to the process's.
    folder
        Where ``citeseed.toml`` is looked for; defaults to the working folder.

    Raises
    ------
    SettingsError
        For an unknown key, with where it stands, or a value of the wrong kind.
    """
    chosen: dict[str, Any] = {}
    for origin, values in (
        *_from_file((folder or Path.cwd()) / FILE),
        *_from_environment(os.environ if environment is None else environment),
        ("", {key: value for key, value in (flags or {}).items() if value is not None}),
    ):
        for key, value in values.items():
            chosen[key] = _converted(origin, key, value)
    return Settings(**chosen)


def _from_file(path: Path) -> list[tuple[str, dict[str, object]]]:
    if not path.exists():
        return []
    try:
        return [(f"{path}: ", tomllib.loads(path.read_text(encoding="utf-8")))]
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}. Correct it or move it away.") from error


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, dict[str, object]]]:
    names = [name for name in sorted(environment) if name.startswith(PREFIX) and name not in RESERVED]
    return [
        (f"environment variable {name}: ", {name.removeprefix(PREFIX).lower(): environment[name]}) for name in names
    ]


def _converted(origin: str, key: str, value: object) -> object:
    kinds = get_type_hints(Settings)
    if key not in kinds:
        raise SettingsError(f"{origin}unknown setting '{key}'. Known settings: {', '.join(kinds)}.")
    kind = kinds[key]
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Path)):
            raise TypeError  # noqa: TRY301
        if kind is Secret and not isinstance(value, str):  # a number would lose its zeros
            raise TypeError  # noqa: TRY301
        return kind(value)
    except (TypeError, ValueError):
        told = "" if kind is Secret else f", not {value!r}"
        raise SettingsError(f"{origin}{key} must be {KINDS[kind]}{told}.") from None
