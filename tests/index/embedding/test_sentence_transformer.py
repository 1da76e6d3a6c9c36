from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding.model_files import BUNDLED, BUNDLED_SHA256, Weights, find
from index.embedding.onnx_query_encoder import export_path
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.errors import EmbedderError
from tests.libraries import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = ["Why is the plan risky?", "The plan is a speculative gamble.", "Bread needs flour. " * 200, ""]


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


def test_name_identity_and_dimension_need_no_torch() -> None:
    program = (
        "import sys; from index.embedding.sentence_transformer import SentenceTransformerEmbedder as E; e = E();"
        "print(e.identity, e.dimension, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [f"{BUNDLED}@{BUNDLED_SHA256}", "384", "False", "False"]


@pytest.mark.slow
def test_documents_agree_with_the_model_itself_in_full_precision(embedder: SentenceTransformerEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    heard: list[int] = []
    ours = embedder.embed_documents(TEXTS, heard.append)
    model = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True)
    theirs = model.encode(TEXTS, normalize_embeddings=True)
    assert ((ours * theirs).sum(axis=1) >= 0.999).all()
    assert heard[-1] == len(TEXTS)


@pytest.mark.slow
def test_questions_through_onnx_equal_torch_and_load_no_torch(embedder: SentenceTransformerEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    embedder.embed_documents(["exports the model"])
    theirs = SentenceTransformer(str(find(BUNDLED).folder), local_files_only=True).encode(
        TEXTS, normalize_embeddings=True
    )
    program = (
        "import sys, json; from index.embedding.sentence_transformer import SentenceTransformerEmbedder as E;"
        "vectors = [E().embed_question(text).tolist() for text in json.load(sys.stdin)];"
        "print('torch' in sys.modules); print(json.dumps(vectors))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, input=json.dumps(TEXTS), capture_output=True, text=True, check=True
    )
    loaded, vectors = done.stdout.splitlines()
    assert loaded == "False"
    assert np.allclose(np.array(json.loads(vectors)), theirs, atol=1e-3)


def test_a_damaged_export_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = SentenceTransformerEmbedder()
    vector = first.embed_question("why?")
    graph = export_path(find(BUNDLED))
    whole = graph.read_bytes()
    graph.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert np.allclose(SentenceTransformerEmbedder().embed_question("why?"), vector, atol=1e-3)
    assert graph.read_bytes() == whole


def test_a_cache_that_cannot_be_written_breaks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    embedder = SentenceTransformerEmbedder()
    assert np.linalg.norm(embedder.embed_question("why?")) == pytest.approx(1, abs=1e-3)


def test_a_model_that_is_nowhere_is_refused_in_words() -> None:
    with pytest.raises(EmbedderError, match="neither a folder nor in the local cache"):
        _ = SentenceTransformerEmbedder("nobody/no-such-model").identity


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(EmbedderError, match="safetensors weights"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).identity


def test_a_model_in_a_folder_is_known_by_its_weights(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "config.json").write_text('{"hidden_size": 12}')
    before = SentenceTransformerEmbedder(str(tmp_path))
    assert before.dimension == 12
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    after = SentenceTransformerEmbedder(str(tmp_path))
    assert before.identity != after.identity
    with pytest.raises(EmbedderError, match="cannot be loaded"):
        after.embed_documents(["a"])


def test_damaged_bundled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(EmbedderError, match="damaged"):
        Weights(tmp_path, "a@b", 3, BUNDLED_SHA256).check()
