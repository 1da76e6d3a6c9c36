from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.named_files import read_named


def test_a_device_or_a_pipe_is_read_without_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/full")):
        with pytest.raises(OSError, match="is not a regular file"):
            read_named(path, 100)


def test_a_file_without_bounds_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"a" * 2_000_000)
    assert len(read_named(file, 2_000_000)) == 2_000_000
    with pytest.raises(OSError, match="is larger than 1 MB"):
        read_named(file, 1_999_999)


def test_a_link_to_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("Roses")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "loop").symlink_to("loop")
    assert read_named(tmp_path / "link", 10) == b"Roses"
    for name in ("loop", "none", "."):
        with pytest.raises((OSError, RuntimeError)):
            read_named(tmp_path / name, 10)
