"""Find models of the Hugging Face hub: a folder, or files that are downloaded at most once."""

from __future__ import annotations

import json
from pathlib import Path

from rag.errors import ModelError

# Other formats of the same weights, and pickles, are neither fetched nor read.
_WANTED = ["*.safetensors", "*.json", "*.txt", "*.model"]
_UNWANTED = ["onnx/*", "openvino/*"]


def folder(name: str) -> Path:
    """Return the folder of a model: ``name`` itself, or where its files were downloaded.

    Raises
    ------
    ModelError
        When there is no such folder, and it can be neither found in the local cache nor downloaded.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    from huggingface_hub import snapshot_download  # noqa: PLC0415 (0.3 s to import)
    from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415

    try:
        try:
            return Path(
                snapshot_download(name, local_files_only=True, allow_patterns=_WANTED, ignore_patterns=_UNWANTED)
            )
        except LocalEntryNotFoundError:
            return Path(snapshot_download(name, allow_patterns=_WANTED, ignore_patterns=_UNWANTED))
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The reading model '{name}' is neither a folder nor in the local cache, and could not be downloaded; "
            "check the name and the network, or choose reading_model = 'bundled'."
        ) from error


def architectures(path: Path) -> tuple[str, ...]:
    """Return the classes of transformers that a model's ``config.json`` names; empty where it names none."""
    try:
        named = json.loads((path / "config.json").read_text(encoding="utf-8")).get("architectures")
    except (OSError, ValueError, AttributeError):
        return ()
    return tuple(map(str, named)) if isinstance(named, list) else ()


def unloadable(name: str, path: Path, error: Exception) -> ModelError:
    """Say in one sentence why a model cannot be loaded, and in another what to do."""
    reason = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
    return ModelError(
        f"The reading model {name} in {path} cannot be loaded ({reason}). "
        "Name a CrossEncoder or a question answering model with safetensors weights, "
        "or choose reading_model = 'bundled'."
    )
