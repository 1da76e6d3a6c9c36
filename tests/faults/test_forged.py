"""Forged files with matching checksums."""

from __future__ import annotations

import io
import os
import pickle
import shutil
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import DamagedLibrary, EmbedderError
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.storage.checksums import describe, read_manifest
from index.storage.layout import Layout
from tests.libraries import ROOT, build, library_in, write

FILES = {"a.txt": "Alpha met the gamma fox.", "b.txt": "Beta delta epsilon.\n\nA risky plan, said zeta."}
ARRAYS = (
    "keywords/ids",
    "keywords/lengths",
    "keywords/starts",
    "keywords/places",
    "keywords/counts",
    "vectors/centres",
)


class Canary:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def seal(folder: Path) -> None:
    """Write a manifest whose checksums fit whatever is there."""
    generation = Layout(folder).generation(1)
    manifest = replace(read_manifest(generation), files=describe(generation))
    (generation / "manifest.json").write_bytes(manifest.to_bytes())


def header(shape: tuple[int, ...], kind: str) -> bytes:
    """Return the head of an array file of any shape, with a little data after it."""
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": kind, "fortran_order": False, "shape": shape})
    return file.getvalue() + bytes(4096)


@pytest.mark.parametrize("name", [*ARRAYS, "vectors/sizes"])
@pytest.mark.parametrize("shape", [(2**40,), (2**62,), (2**40, 64), (-1,), ()])
def test_a_header_that_promises_too_much_is_refused_at_once(tmp_path: Path, name: str, shape: tuple[int, ...]) -> None:
    folder = build(tmp_path, FILES)[1].layout.folder
    path = Layout(folder).generation(1) / f"{name}.npy"
    path.write_bytes(header(shape, np.load(path).dtype.str))
    seal(folder)
    tracemalloc.start()
    try:
        with pytest.raises(DamagedLibrary, match=r"damaged: generation 1 is damaged.* Run 'citeseed index'"):
            library_in(folder).open()
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_cells_that_point_to_passages_that_are_not_there_are_refused(tmp_path: Path) -> None:
    folder = build(tmp_path, FILES)[1].layout.folder
    cells = Layout(folder).generation(1) / "vectors" / "cells.bin"
    cells.write_bytes(bytes(cells.stat().st_size))
    seal(folder)
    with pytest.raises(DamagedLibrary, match="citeseed index"):
        library_in(folder).open().search("alpha", 3)


@pytest.mark.parametrize("name", [*ARRAYS, "vectors/sizes"])
def test_a_pickle_in_the_index_is_never_run(tmp_path: Path, name: str) -> None:
    folder = build(tmp_path, FILES)[1].layout.folder
    canary = tmp_path / "canary"
    objects = np.empty(3, object)
    objects[:] = [Canary(canary)] * 3
    path = Layout(folder).generation(1) / f"{name}.npy"
    for data in (pickle.dumps(Canary(canary)), b""):
        path.write_bytes(data)
        if not data:
            np.save(path, objects, allow_pickle=True)
        seal(folder)
        with pytest.raises(DamagedLibrary):
            library_in(folder).open()
    assert not canary.exists()
    pickle.loads(pickle.dumps(Canary(canary)))
    assert canary.exists(), "this canary sings"


def test_programs_and_pickles_that_lie_in_the_index_are_never_run(tmp_path: Path) -> None:
    documents, library = build(tmp_path, FILES)
    folder, canary = library.layout.folder, tmp_path / "canary"
    program = f"import pathlib; pathlib.Path({str(canary)!r}).touch()"
    names = ("numpy.py", "sitecustomize.py", "faiss.py", "model.bin", "corpus.pkl", "__init__.py")
    for place in (folder, folder / "generations", folder / "generations" / "000001"):
        write(place, {name: program if name.endswith(".py") else pickle.dumps(Canary(canary)) for name in names})
    seal(folder)
    for command in (["verify"], ["status"], ["search", "alpha"], ["index", str(documents)]):
        subprocess.run(
            [sys.executable, "-m", "ui", *command, "--index", str(folder)],
            cwd=ROOT,
            capture_output=True,
            check=False,
            timeout=240,
        )
    assert not canary.exists()


def test_a_pickle_in_the_model_folder_is_never_run(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    model = write(tmp_path / "model", {"pytorch_model.bin": pickle.dumps(Canary(canary))})
    with pytest.raises(EmbedderError, match=r"\.safetensors"):
        SentenceTransformerEmbedder(str(model)).embed_documents(["alpha"])
    assert not canary.exists()


def test_a_program_in_the_model_folder_is_never_run(tmp_path: Path) -> None:
    from index.embedding.model_files import BUNDLED, find

    canary = tmp_path / "canary"
    model = tmp_path / "model"
    shutil.copytree(find(BUNDLED).folder, model)
    write(model, {"own.py": f"import pathlib; pathlib.Path({str(canary)!r}).touch()\nclass Own: pass\n"})
    modules = model / "modules.json"
    modules.write_text(modules.read_text().replace("sentence_transformers.models.Normalize", "own.Own"))
    embedder = SentenceTransformerEmbedder(str(model))
    try:
        embedder.embed_documents(["alpha"])
    except EmbedderError as error:
        assert str(model) in str(error)  # noqa: PT017
    assert not canary.exists()
    assert os.path.exists(model / "own.py")  # noqa: PTH110
