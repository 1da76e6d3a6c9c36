from __future__ import annotations

import shutil
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Progress, sync
from index.storage.layout import Layout
from tests.libraries import NOTHING_READABLE, answers, build, flip, held, library_in, litter, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_indexed_matches_its_fingerprint_while_files_change(tmp_path: Path) -> None:
    documents, library = build(tmp_path, {"a.txt": "Alpha 0. " * 500})
    ended = threading.Event()

    def scribble() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            fresh = write(tmp_path, {"fresh.txt": f"Alpha {number}. " * 500}) / "fresh.txt"
            fresh.replace(documents / "a.txt")

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        for _ in range(5):
            sync(None, library)
            (text,) = held(library.open()).values()
            assert len(set(text.rstrip(".").split(". "))) == 1
    finally:
        ended.set()
        thread.join()
    sync(None, library)
    fresh = library_in(tmp_path / "fresh")
    sync([documents], fresh)
    assert held(library.open()) == held(fresh.open())


NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "deep/a.txt", "deep/er/d.txt"])


TEXTS = st.sampled_from(
    [
        b"Alpha met the gamma fox. " * 20,
        b"Beta delta epsilon.\n\nA risky plan, said zeta.",
        b"# Heading\n\nMore alpha here, and a plan.",
        "Ünïcode álpha — 日本語.".encode(),
        "Der Vertrag wird vom Mieter gekündigt. Alpha war dabei, sagte Zeta.".encode(),
        "Les contrats des locataires sont résiliés, dit Zeta. Pourquoi, demande alpha.".encode(),
        NOTHING_READABLE,
        b"",
    ]
)


STEPS = st.one_of(
    st.tuples(st.just("write"), NAMES, TEXTS),
    st.tuples(st.just("delete"), NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("copy"), NAMES, NAMES),
    st.tuples(st.just("sync")),
    st.tuples(st.just("crash"), st.sampled_from(["reading", "embedding", "writing"])),
    st.tuples(
        st.just("damage"), st.sampled_from(["vectors/cells.bin", "catalog.sqlite", "manifest.json", "keywords/ids.npy"])
    ),
    st.tuples(st.just("forget")),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_whatever_happened_on_the_way_the_library_equals_one_made_anew(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[object, ...]]
) -> None:
    base = tmp_path_factory.mktemp("sequence")
    documents = write(base / "documents", {"always.txt": "Alpha is always here."})
    library = library_in(base / "library")
    sync([documents], library)
    for step in steps:
        _apply(step, documents, base / "library")
    # What cannot be read any more keeps its last good version on purpose; a library made anew has none of it.
    for path in [
        path for path in documents.rglob("*") if path.is_file() and path.read_bytes() in (NOTHING_READABLE, b"")
    ]:
        path.unlink()
    sync([documents], library)
    fresh = library_in(base / "fresh")
    sync([documents], fresh)
    assert library.open().contents() == fresh.open().contents()
    assert held(library.open()) == held(fresh.open())
    assert answers(library.open()) == answers(fresh.open())
    assert library.open().warnings == ()
    assert sync(None, library).generation == library.open().generation
    assert litter(base / "library") == []


def _apply(step: tuple[object, ...], documents: Path, folder: Path) -> None:
    match step:
        case ("write", str(name), bytes(text)):
            write(documents, {name: text})
        case ("delete", str(name)):
            (documents / name).unlink(missing_ok=True)
        case ("rename" | "copy" as how, str(name), str(target)) if (documents / name).exists() and name != target:
            (documents / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(documents / name, documents / target)
            if how == "rename":
                (documents / name).unlink()
        case ("sync",):
            sync([documents], library_in(folder))
        case ("crash", str(stage)):
            _crash(stage, documents, folder)
        case ("damage", str(name)):
            live = Layout(folder).live()
            assert live is not None
            path = Layout(folder).generation(live) / name
            if path.exists():
                flip(path, path.stat().st_size // 2)
        case ("forget",):
            Layout(folder).cache.unlink(missing_ok=True)


def _crash(stage: str, documents: Path, folder: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == stage:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        sync([documents], library_in(folder), progress=interrupt)
