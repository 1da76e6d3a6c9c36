"""Open the bundled networks in onnxruntime, after comparing them with their checksums."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

WEIGHTS = Path(__file__).parent / "weights"
TOKENIZER = "tokenizer.json"
CHECKSUMS = "SHA256SUMS"


def open_session(folder: Path, model: str, max_tokens: int) -> tuple[InferenceSession, Tokenizer]:
    """Open a network and its tokenizer.

    Parameters
    ----------
    folder
        Holds the model, ``tokenizer.json`` and ``SHA256SUMS``.
    model
        Name of the ONNX file.
    max_tokens
        Of a pair of texts; the longer one is cut.

    Raises
    ------
    ModelError
        When a file is missing or differs from its checksum; nothing damaged is parsed.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 (loaded when first needed)
    from tokenizers import Tokenizer  # noqa: PLC0415 (loaded when first needed)

    files = {name: _checked(folder, name) for name in (model, TOKENIZER)}
    options = SessionOptions()
    # a core for each pair: eight passages take three quarters of the time of all cores on one after the other
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = InferenceSession(files[model], options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(files[TOKENIZER].decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    return session, tokenizer


def _checked(folder: Path, name: str) -> bytes:
    again = "Install citeseed again, or restore the file."
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        expected = {file: checksum for checksum, file in (line.split() for line in lines)}
        content = (folder / name).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"The reading model cannot be read ({error}). {again}") from error
    if hashlib.sha256(content).hexdigest() != expected.get(name):
        raise ModelError(f"The reading model's file {folder / name} is not the one that was released. {again}")
    return content
