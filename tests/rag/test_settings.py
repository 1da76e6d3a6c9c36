from __future__ import annotations

import os
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from rag.errors import SettingsError
from rag.settings import OF_THE_SERVER, Settings, load
from ui.settings import ServerSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text("passages = 5\ncandidates = 12\nthreshold = 0.4\n")
    settings = load({"passages": 7, "reader": None}, {"CITESEED_PASSAGES": "6", "CITESEED_CANDIDATES": "11"}, tmp_path)
    assert (settings.passages, settings.candidates, settings.threshold) == (7, 11, 0.4)
    assert settings.reader == Settings().reader


def test_the_users_own_file_is_not_read_or_beats_the_folders(tmp_path: Path) -> None:
    (tmp_path / "own" / "citeseed").mkdir(parents=True)
    (tmp_path / "own" / "citeseed" / "citeseed.toml").write_text("passages = 5\ncandidates = 12\n")
    (tmp_path / "citeseed.toml").write_text("passages = 7\n")
    settings = load({}, {"XDG_CONFIG_HOME": str(tmp_path / "own")}, tmp_path)
    assert (settings.passages, settings.candidates) == (7, 12)
    assert load({}, {"XDG_CONFIG_HOME": "own"}, tmp_path).candidates == Settings().candidates


def test_an_unknown_key_is_refused_with_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "citeseed.toml").write_text("chunk_size = 5\n")
    with pytest.raises(SettingsError, match=r"citeseed\.toml: unknown setting 'chunk_size'"):
        load({}, {}, tmp_path)
    with pytest.raises(SettingsError, match="CITESEED_COLOUR: unknown setting 'colour'"):
        load({}, {"CITESEED_COLOUR": "blue"}, tmp_path / "elsewhere")


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("CITESEED_PASSAGES", "many", "must be a whole number"),
        ("CITESEED_PASSAGES", "0", "must lie in 1 to 20"),
        ("CITESEED_THRESHOLD", "nan", "must lie in 0.0 to 1.0"),
        ("CITESEED_CHUNK_OVERLAP", "1000", "smaller than chunk_characters"),
        ("CITESEED_READER", "psychic", "must be one of: extractive"),
        ("CITESEED_INDEX", "", "index must be a path, not ''"),
        ("CITESEED_INDEX", "a\0b", r"index must be a path, not 'a\\x00b'"),
        ("CITESEED_EMBEDDER", "", "embedder is empty; name one, or leave it out for 'all-MiniLM-L6-v2'"),
    ],
)
def test_an_impossible_value_is_refused(key: str, value: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=complaint):
        load({}, {key: value}, tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "citeseed.toml"
    file.write_text("passages = = 5")
    with pytest.raises(SettingsError, match=r"citeseed\.toml cannot be read as TOML"):
        load({}, {}, tmp_path)
    file.write_bytes(b'library = "\xff"')
    with pytest.raises(SettingsError, match=r"citeseed\.toml is no text in UTF-8"):
        load({}, {}, tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(SettingsError, match=r"citeseed\.toml cannot be read: Is a directory"):
        load({}, {}, tmp_path)
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(SettingsError, match=r"citeseed\.toml cannot be read: is not a regular file"):
        load({}, {}, tmp_path)


def test_the_data_folder_of_the_evaluation_is_no_setting(tmp_path: Path) -> None:
    assert load({}, {"CITESEED_DATA": "/somewhere"}, tmp_path) == Settings()


def test_what_the_server_reads_is_no_unknown_key_of_answering_nor_the_other_way_round(tmp_path: Path) -> None:
    assert {item.name for item in fields(ServerSettings)} == OF_THE_SERVER
    (tmp_path / "citeseed.toml").write_text("port = 8000\npassages = 5\n")
    assert load({}, {}, tmp_path) == Settings(passages=5)
    assert load({}, {}, tmp_path, kind=ServerSettings) == ServerSettings(port=8000)
    with pytest.raises(SettingsError, match="port is 70000, but must lie in"):
        load({"port": "70000"}, {}, tmp_path, kind=ServerSettings)
    with pytest.raises(SettingsError, match="unknown setting 'prot'"):
        load({}, {"CITESEED_PROT": "1"}, tmp_path, kind=ServerSettings)
