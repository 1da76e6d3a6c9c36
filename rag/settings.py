"""Load the settings: flag, environment, ``citeseed.toml`` here, the user's own one, default, in this order."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints, overload
from urllib.parse import urlsplit

from platformdirs import user_config_path

from index.errors import LibraryError
from index.library_address import Address, is_address
from index.named_files import read_named
from index.secret import Secret
from index.settings import IndexSettings
from rag.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

# The readers: the documents' own sentences, or a checked language model.
EXTRACTIVE, GENERATIVE = "extractive", "generative"
# The bundled reading model.
READING_MODEL = "bundled"
# What to do with an unsupported sentence of a language model; the third choice is the extractive answer.
MARK, DROP = "mark", "drop"
FILE = "citeseed.toml"
# Bytes of it at most.
MAX_FILE_SIZE = 1_000_000
PREFIX = "CITESEED_"
# Variables that are no settings: the folder of evaluation and training data.
RESERVED = frozenset({"CITESEED_DATA"})
# Settings that the server of the chat reads (``ui.settings``), in the same places.
OF_THE_SERVER = frozenset({"auth_file", "host", "port", "root_path", "traces", "trusted_proxy"})

Kind = TypeVar("Kind")


KINDS = {Path: "a path", str: "a text", int: "a whole number", float: "a number", Secret: "a text"}


@dataclass(frozen=True, slots=True)
class Settings(IndexSettings):
    """The settings of answering, and of the library that is asked.

    Each field can be a flag, an environment variable or a line in ``citeseed.toml``.

    Raises
    ------
    SettingsError
        When a value is outside its range.
    """

    reading_model: str = field(
        default=READING_MODEL,
        metadata={"doc": "the bundled reading model, or a CrossEncoder or question answering model by name or path"},
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
    # By the rule of docs/evaluation.md: of the thresholds that refuse 97 % of what is off the topic, the one with the
    # best balanced accuracy. What is less sure is shown as "not sure", so nothing is hidden.
    threshold: float = field(
        default=0.45, metadata={"doc": "confidence below which there is no answer", "low": 0.0, "high": 1.0}
    )

    def __post_init__(self) -> None:
        """Check every value against its range, and those that depend on each other."""
        check(self)
        if self.library:
            try:
                Address.parse(self.library)
            except LibraryError as error:
                raise SettingsError(str(error)) from error
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


def check(settings: DataclassInstance) -> None:
    """Check each value against the choices or the range in its field's metadata; raise ``SettingsError``."""
    for item in fields(settings):
        value, limits = getattr(settings, item.name), item.metadata
        if "choices" in limits and value not in limits["choices"]:
            raise SettingsError(f"{item.name} is '{value}', but must be one of: {', '.join(limits['choices'])}.")
        if value == "" and item.default:
            raise SettingsError(f"{item.name} is empty; name one, or leave it out for '{item.default}'.")
        if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
            raise SettingsError(f"{item.name} is '{value}', but must be such as {limits['like']}.")
        if "low" in limits and not limits["low"] <= value <= limits["high"]:
            raise SettingsError(f"{item.name} is {value}, but must lie in {limits['low']} to {limits['high']}.")


@overload
def load(
    flags: Mapping[str, object] | None = None, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Settings: ...


@overload
def load(
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    kind: type[Kind],
) -> Kind: ...


def load(
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    *,
    kind: type[Any] | None = None,
) -> Any:
    """Gather the settings.

    Parameters
    ----------
    flags
        From the command line or the caller; None for values that were not given.
    environment
        Defaults to the process's.
    folder
        Where ``citeseed.toml`` is looked for; defaults to the working folder. The user's own one is looked for in
        ``citeseed`` of ``XDG_CONFIG_HOME``, or where the system keeps such files.
    kind
        Class of the settings; ``Settings`` when None. Those of the other class are passed over.

    Raises
    ------
    SettingsError
        For an unknown key, with where it stands, or a value of the wrong kind.
    """
    made, chosen = kind or Settings, dict[str, Any]()
    kinds, others = get_type_hints(made), OF_THE_SERVER if made is Settings else get_type_hints(Settings)
    variables = os.environ if environment is None else environment
    for origin, values in (
        *_from_file(_own_folder(variables) / FILE),
        *_from_file((folder or Path.cwd()) / FILE),
        *_from_environment(variables),
        ("", {key: value for key, value in (flags or {}).items() if value is not None}),
    ):
        for key, value in _placed(values, chosen).items():
            if key in kinds:
                chosen[key] = _converted(origin, key, value, kinds[key])
            elif key not in others:
                known = ", ".join(sorted({*kinds, *others}))
                raise SettingsError(f"{origin}unknown setting '{key}'. Known settings: {known}.")
    return made(**chosen)


def _placed(values: Mapping[str, object], before: dict[str, Any]) -> Mapping[str, object]:
    """Tell a library's address from its folder: ``index`` takes both, and hides an address that was said before it."""
    if "index" not in values:
        return values
    if is_address(str(values["index"])):
        return {**{key: value for key, value in values.items() if key != "index"}, "library": values["index"]}
    before.pop("library", None)
    return values


def _own_folder(environment: Mapping[str, str]) -> Path:
    # The specification says that a relative path is to be passed over.
    said = Path(environment.get("XDG_CONFIG_HOME", ""))
    return said / "citeseed" if said.is_absolute() else user_config_path("citeseed", appauthor=False)


def _from_file(path: Path) -> list[tuple[str, dict[str, object]]]:
    if not path.exists():
        return []
    try:
        return [(f"{path}: ", tomllib.loads(read_named(path, MAX_FILE_SIZE).decode()))]
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}. Move it away.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is no text in UTF-8. Save it as UTF-8, or move it away.") from error
    except ValueError as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}. Correct it or move it away.") from error


def _from_environment(environment: Mapping[str, str]) -> list[tuple[str, dict[str, object]]]:
    names = [name for name in sorted(environment) if name.startswith(PREFIX) and name not in RESERVED]
    return [
        (f"environment variable {name}: ", {name.removeprefix(PREFIX).lower(): environment[name]}) for name in names
    ]


def _converted(origin: str, key: str, value: object, kind: type[Any]) -> object:
    try:
        if isinstance(value, bool) or not isinstance(value, (str, int, float, Path)):
            raise TypeError  # noqa: TRY301
        if kind is Secret and not isinstance(value, str):  # a number would lose its zeros
            raise TypeError  # noqa: TRY301
        if "\0" in str(value) or (kind is Path and not str(value)):  # "" would mean the working folder
            raise ValueError  # noqa: TRY301
        return kind(value)
    except (TypeError, ValueError):
        told = "" if kind is Secret else f", not {value!r}"
        raise SettingsError(f"{origin}{key} must be {KINDS[kind]}{told}.") from None
