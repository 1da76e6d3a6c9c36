from __future__ import annotations

import json

import pytest

from index.storage import manifest
from index.storage.manifest import SCHEMA, DamagedManifest, FileRecord, Manifest, OtherSchema, Root, from_bytes

MANIFEST = Manifest(
    generation=42,
    previous=41,
    made_by="citeseed 1.2.3",
    built="2030-01-02T03:04:05+00:00",
    embedder="fake",
    identity="fake@64",
    dimension=64,
    characters=1000,
    overlap=200,
    language="auto",
    roots=(Root("seeds", ""), Root("/elsewhere/\udcff", "elsewhere/")),
    documents=2,
    chunks=3,
    files={"catalog.sqlite": FileRecord(10, "ab" * 32), "keywords/ids.npy": FileRecord(11, "cd" * 32)},
)


def test_a_reading_of_another_kind_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = manifest.program()
    monkeypatch.setattr(manifest, "READING", manifest.READING + 1)
    assert manifest.program() != before


def test_it_reads_back_as_it_was_written() -> None:
    assert from_bytes(MANIFEST.to_bytes()) == MANIFEST


def test_every_flipped_bit_shows() -> None:
    whole = MANIFEST.to_bytes()
    for offset in range(len(whole)):
        for bit in range(8):
            data = bytearray(whole)
            data[offset] ^= 1 << bit
            with pytest.raises((DamagedManifest, OtherSchema)) as caught:
                from_bytes(bytes(data))
            assert not getattr(caught.value, "sealed", False)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"schema": %d}' % SCHEMA])
def test_what_is_no_manifest_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedManifest):
        from_bytes(data)


def test_a_truncated_one_is_damaged() -> None:
    whole = MANIFEST.to_bytes()
    for size in range(len(whole)):
        with pytest.raises(DamagedManifest):
            from_bytes(whole[:size])


@pytest.mark.parametrize(("schema", "older"), [(SCHEMA + 1, False), (SCHEMA - 1, True)])
def test_another_format_says_who_made_it(schema: int, older: bool) -> None:
    content = json.loads(MANIFEST.to_bytes()) | {"schema": schema, "made_by": "citeseed 9.9"}
    with pytest.raises(OtherSchema, match=rf"format {schema}, made by citeseed 9\.9") as caught:
        from_bytes(json.dumps(content).encode())
    assert caught.value.older is older
    assert not caught.value.sealed
