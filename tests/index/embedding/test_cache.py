from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.embedding.cache import EmbeddingCache, key_of
from tests.libraries import ROOT, flip

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

KEYS = [key_of("model@1", f"text {number}") for number in range(40)]


def vectors(dimension: int = 16) -> dict[bytes, NDArray[np.float32]]:
    random = np.random.default_rng(7)
    return {key: random.standard_normal(dimension).astype(np.float32) for key in KEYS}


def found(path: Path, dimension: int = 16) -> dict[bytes, list[float]]:
    with closing(EmbeddingCache(path, dimension)) as cache:
        return {key: vector.tolist() for key, vector in cache.find(KEYS).items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "embeddings.sqlite"
    with closing(EmbeddingCache(path, 16)) as cache:
        cache.keep(vectors())
    return path


def expected() -> dict[bytes, list[float]]:
    return {key: vector.tolist() for key, vector in vectors().items()}


def test_a_key_depends_on_the_embedder_and_on_every_character() -> None:
    keys = {key_of(*pair) for pair in (("a", "b"), ("a", "b "), ("ab", ""), ("", "ab"), ("b", "b"), ("a", "\ud800"))}
    assert len(keys) == 6


def test_what_was_kept_is_found_again_bit_for_bit(path: Path) -> None:
    assert found(path) == expected()


def test_unknown_keys_are_left_out(path: Path) -> None:
    with closing(EmbeddingCache(path, 16)) as cache:
        assert cache.find([key_of("model@2", "text 1")]) == {}


def test_vectors_of_another_length_are_ignored(path: Path) -> None:
    assert found(path, dimension=8) == {}


def test_a_deleted_cache_is_made_anew(path: Path) -> None:
    path.unlink()
    assert found(path) == {}
    with closing(EmbeddingCache(path, 16)) as cache:
        cache.keep(vectors())
    assert found(path) == expected()


def test_what_is_no_database_is_made_anew(path: Path) -> None:
    path.write_bytes(b"this is no database, but it is long enough to look like one" * 100)
    with closing(EmbeddingCache(path, 16)) as cache:
        assert cache.find(KEYS) == {}
        cache.keep(vectors())
    assert found(path) == expected()


@pytest.mark.parametrize("size", [0, 1, 99, 100, 4096, 5000])
def test_a_truncated_cache_gives_true_vectors_or_none(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    assert found(path).items() <= expected().items()


def test_no_flipped_bit_ever_gives_another_vector(path: Path) -> None:
    whole = path.read_bytes()
    for offset in range(0, len(whole), 97):
        path.write_bytes(whole)
        flip(path, offset, offset % 8)
        assert found(path).items() <= expected().items()
        with closing(EmbeddingCache(path, 16)) as cache:
            cache.keep(vectors())
            assert cache.find(KEYS[:1]).keys() <= {KEYS[0]}


def test_a_cache_that_cannot_be_made_knows_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    with closing(EmbeddingCache(tmp_path / "missing" / "embeddings.sqlite", 16)) as cache:
        cache.keep(vectors())
        cache.shrink(1)
        assert cache.find(KEYS) == {}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    (tmp_path / "embeddings.sqlite").symlink_to(elsewhere)
    with closing(EmbeddingCache(tmp_path / "embeddings.sqlite", 16)) as cache:
        cache.keep(vectors())
    assert elsewhere.read_bytes() == b"precious"


def test_shrinking_drops_the_oldest(path: Path) -> None:
    with closing(EmbeddingCache(path, 16)) as cache:
        cache.shrink(10)
        assert set(cache.find(KEYS)) == set(KEYS[-10:])


def test_what_a_killed_process_left_half_done_is_undone(path: Path) -> None:
    program = (
        "import os, pathlib, signal\n"
        "from index.embedding.cache import EmbeddingCache\n"
        f"cache = EmbeddingCache(pathlib.Path({str(path)!r}), 16)\n"
        "cache._connection.execute('PRAGMA cache_size=1')\n"
        "cache._connection.execute('BEGIN IMMEDIATE')\n"
        "cache._connection.execute('DELETE FROM vectors')\n"
        "cache._connection.execute('INSERT INTO vectors (key, vector) VALUES (zeroblob(32), zeroblob(100000))')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert EmbeddingCache.journal(path).exists()
    assert found(path) == expected()
    assert not EmbeddingCache.journal(path).exists()


def test_a_batch_survives_the_death_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "embeddings.sqlite"
    program = (
        "import os, pathlib, signal\n"
        "import numpy as np\n"
        "from index.embedding.cache import EmbeddingCache\n"
        f"cache = EmbeddingCache(pathlib.Path({str(path)!r}), 16)\n"
        f"cache.keep({{{KEYS[0]!r}: np.arange(16, dtype=np.float32)}})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert found(path) == {KEYS[0]: list(map(float, range(16)))}
