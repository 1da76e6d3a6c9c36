"""Write a result into a file that the user names."""

from __future__ import annotations

from pathlib import Path


def write(file: str, content: str | bytes) -> None:
    """Replace a file's content as a whole, so that an interruption leaves the old one.

    Raises
    ------
    OSError
        When the system refuses it.
    """
    path = Path(file)
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if path.exists() and not path.is_file():  # such as /dev/stdout
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
