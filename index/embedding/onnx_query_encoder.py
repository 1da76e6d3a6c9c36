"""Embed questions without torch: the bundled model is exported once as an ONNX file in the user's cache.

Importing torch and sentence-transformers takes 8 to 9 s; this takes 0.4 s, and a question 2 to 4 ms.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.embedding.model_files import sha256_of
from index.errors import EmbedderError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from index.embedding.model_files import Weights

# Tokens that the bundled model was trained on. The rest of a longer question is cut off.
WINDOW = 256


def export_path(weights: Weights) -> Path:
    """Return the path of the export of these weights."""
    from platformdirs import user_cache_path  # noqa: PLC0415

    # The digit counts our own changes of the graph.
    return user_cache_path("citeseed") / f"questions-1-{weights.sha256[:16]}.onnx"


class OnnxQuestionEncoder:
    """Embeds one question at a time with onnxruntime.

    Parameters
    ----------
    graph
        The exported model.
    tokenizer
        The model's ``tokenizer.json``.
    """

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        import onnxruntime  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        # Two threads halve the time of a long question; more only wait for each other, and spinning takes the cores
        # from everyone else.
        options.intra_op_num_threads = min(2, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Final = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer: Final = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(WINDOW)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a question, of length 1."""
        tokens = self._tokenizer.encode(text)
        (vectors,) = self._session.run(
            None,
            {
                "input_ids": np.array([tokens.ids], np.int64),
                "attention_mask": np.array([tokens.attention_mask], np.int64),
                "token_type_ids": np.array([tokens.type_ids], np.int64),
            },
        )
        return np.asarray(vectors[0], np.float32)


def open_encoder(weights: Weights) -> OnnxQuestionEncoder | None:
    """Open the export of these weights; return None when there is none, or it is damaged and must be made anew."""
    return (
        OnnxQuestionEncoder(export_path(weights), weights.folder / "tokenizer.json") if is_exported(weights) else None
    )


def is_exported(weights: Weights) -> bool:
    """Whether there is a complete export of these weights."""
    graph = export_path(weights)
    try:
        return graph.with_suffix(".sha256").read_text(encoding="ascii") == sha256_of(graph)
    except (OSError, ValueError, EmbedderError):
        return False


def export(model: SentenceTransformer, weights: Weights) -> None:
    """Write the model as ONNX, with pooling and normalisation, unless there is a complete export.

    When the cache cannot be written, nothing is raised; questions then go through torch.
    """
    graph = export_path(weights)
    with suppress(OSError, EmbedderError):
        checksum = graph.with_suffix(".sha256")
        if checksum.exists() and checksum.read_text(encoding="ascii") == sha256_of(graph):
            return
        graph.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=graph.parent, prefix=".export-") as folder:
            made = Path(folder) / graph.name
            _write(model, made)
            if not _agrees(OnnxQuestionEncoder(made, weights.folder / "tokenizer.json"), model):
                return
            named = Path(folder) / checksum.name
            named.write_text(sha256_of(made), encoding="ascii")
            # A crash between the two writes leaves a checksum that does not match, so the export is not trusted.
            made.replace(graph)
            named.replace(checksum)


def _agrees(encoder: OnnxQuestionEncoder, model: SentenceTransformer) -> bool:
    """Whether the export gives the vectors of the model, for a short text and one beyond the window."""
    return all(
        np.allclose(encoder.encode(text), model.encode(text, normalize_embeddings=True), atol=1e-4)
        for text in ("Why?", "How long is a long question? " * 50)
    )


def _write(model: SentenceTransformer, path: Path) -> None:
    import torch  # noqa: PLC0415

    class Encoder(torch.nn.Module):
        """The model with named inputs. A positional export fails on arguments such as ``use_cache``."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
            return torch.nn.functional.normalize(self.model(features)["sentence_embedding"], dim=-1)

    names = ("input_ids", "attention_mask", "token_type_ids")
    # Two rows of different length, so that tracing cannot take the mask for constant.
    ids = torch.tensor([[101, 2054, 2003, 2023, 102], [101, 2339, 102, 0, 0]])
    mask = (ids > 0).long()
    with warnings.catch_warnings(), torch.no_grad():
        # This exporter is deprecated; the other one needs one more package. What tracing takes for constant is constant
        # for this model, and no index is negative: the export is compared with the model before it is trusted.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", message="Converting a tensor to a Python boolean")
        warnings.filterwarnings("ignore", message="Exporting aten::index operator")
        torch.onnx.export(
            Encoder().eval(),
            (ids, mask, torch.zeros_like(ids)),
            path,
            input_names=list(names),
            output_names=["vectors"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names} | {"vectors": {0: "texts"}},
            opset_version=18,
            dynamo=False,
        )
