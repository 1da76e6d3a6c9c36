"""Write a result into a file that the user names."""

from __future__ import annotations

from pathlib import Path

from ui.errors import CommandError


def check_place(file: str | None) -> None:
    """Raise ``CommandError`` where no file can be: before the work, so that its result is not lost."""
    if file and Path(file).is_dir():
        raise CommandError(f"'{file}' is a folder; name a file in it.")
    if file and not Path(file).parent.is_dir():
        raise CommandError(f"'{file}' cannot be written: its folder does not exist. Make the folder, or name another.")


def write(file: str, content: str | bytes) -> None:
    """Replace a file's content as a whole, so that an interruption leaves the old one.

    Raises
    ------
    CommandError
        When the system refuses it.
    """
    path = Path(file)
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        _replace(path, data)
    except OSError as error:
        raise CommandError(
            f"'{file}' cannot be written: {error.strerror or error}. Make room there, or name another file."
        ) from error


def _replace(path: Path, data: bytes) -> None:
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
