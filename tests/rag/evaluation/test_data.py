from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from rag.evaluation import DataError, DataSet, load

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, content: object) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(content))
    return path


def test_documents_and_questions_are_read_plain_or_compressed(content: dict[str, Any], tmp_path: Path) -> None:
    plain = load(write(tmp_path, content))
    packed = tmp_path / "a.json.gz"
    packed.write_bytes(gzip.compress(json.dumps(content).encode()))
    assert load(packed) == plain
    assert plain.name == "a"
    assert [document.source for document in plain.documents] == ["cats", "news/plan", "rome"]
    assert [document.title for document in plain.documents][:2] == ["Cats", plain.documents[1].text[:100]]
    question = plain.questions[3]
    assert (question.position, question.rewrite, len(question.history)) == (3, "When do cats hunt mice?", 2)


def test_every_place_of_a_quote_is_known(content: dict[str, Any], tmp_path: Path) -> None:
    content["documents"][0]["text"] = "Cats hunt mice at night. Dogs bark. Cats hunt mice at night."
    data = load(write(tmp_path, content))
    (evidence,) = data.questions[3].evidence
    assert evidence.places == ((0, 24), (36, 60))
    assert all(data.documents[0].text[start:end] == evidence.quote for start, end in evidence.places)


def test_what_no_document_may_hold_becomes_spaces_and_offsets_hold(content: dict[str, Any], tmp_path: Path) -> None:
    content["documents"][2]["text"] = "Rome.\r\nIts\x1friver \ud800 is."
    content["questions"][1]["evidence"][0]["quote"] = "Its\x1friver \ud800 is."
    data = load(write(tmp_path, content))
    assert data.documents[2].text == "Rome. \nIts river   is."
    assert data.questions[1].evidence[0].places == ((7, 22),)


def test_a_sample_is_always_the_same_and_in_order(data: DataSet) -> None:
    sample = data.sample(2)
    assert sample == data.sample(2)
    assert len(sample.questions) == 2
    assert [question.position for question in sample.questions] == sorted(q.position for q in sample.questions)
    assert data.sample(None) is data.sample(100) is data
    assert sample.digest == data.digest


def test_another_set_knows_the_evidence_that_stands_in_its_documents_too(data: DataSet, other: DataSet) -> None:
    assert [data.knows(question) for question in other.questions] == [False, True]


@pytest.mark.parametrize(
    ("place", "value", "parts"),
    [
        (["documents"], [], ["a.json holds no documents"]),
        (["questions"], [], ["a.json holds no questions"]),
        (["questions"], {}, ["'questions' must be a list, not an object"]),
        (["qestions"], [], ["a.json has the unknown key 'qestions'", "known keys: documents, questions"]),
        (["documents", 1, "body"], "x", ["documents[1] has the unknown key 'body'"]),
        (["questions", 0, "answer"], "x", ["questions[0] has the unknown key 'answer'", "answers"]),
        (["documents", 1, "id"], "rome", ["two documents have the id 'rome'"]),
        (["documents", 1, "text"], " ", ["documents[1]: 'text' is empty"]),
        (["documents", 1], 7, ["documents[1] must be a JSON object, not a number"]),
        (["questions", 0, "question"], "?", ["questions[0]: 'question' cannot be asked"]),
        (["questions", 3, "rewrite"], "x" * 5000, ["questions[3]: 'rewrite' cannot be asked"]),
        (["questions", 0, "answerable"], "yes", ["questions[0]: 'answerable' must be true or false, not a text"]),
        (["questions", 0, "answers"], [1], ["'answers' must be a list of texts"]),
        (["questions", 2, "answers"], ["Monet"], ["'answerable' is false, but there are answers or evidence"]),
        (["questions", 1, "evidence", 0, "doc_id"], "x", ["names the document 'x', which is not in the file"]),
        (["questions", 1, "evidence", 0, "quote"], "A lake.", ["does not stand verbatim in the document 'rome'"]),
        (["questions", 3, "history", 0, "role"], "system", ["history[0]: 'role' is 'system'"]),
    ],
)
def test_a_fault_is_said_with_its_place(
    place: list[str | int], value: object, parts: list[str], content: dict[str, Any], tmp_path: Path
) -> None:
    at: Any = content
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    with pytest.raises(DataError) as caught:
        load(write(tmp_path, content))
    sentence = str(caught.value)
    assert all(part in sentence for part in parts), sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("missing", ["documents", "questions"])
def test_a_part_that_is_missing_is_named(missing: str, content: dict[str, Any], tmp_path: Path) -> None:
    del content[missing]
    with pytest.raises(DataError, match=f"'{missing}' is missing"):
        load(write(tmp_path, content))


@pytest.mark.parametrize(
    ("name", "written", "part"),
    [
        ("a.json", b"{", "is not JSON"),
        ("a.json", b"\xff\xfe{}", "is not JSON"),
        ("a.json", b"[" * 200_000, "is not JSON"),
        ("a.json", b"[]", "must be a JSON object, not a list"),
        ("a.json.gz", gzip.compress(b"{}" * 50)[:-9], "cannot be decompressed"),
        ("a.json.gz", b"\x1f\x8bnonsense", "cannot be decompressed"),
    ],
)
def test_a_file_that_is_no_data_set_is_said_to_be_none(name: str, written: bytes, part: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(written)
    with pytest.raises(DataError, match=part):
        load(tmp_path / name)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        load(tmp_path / "none.json")
    with pytest.raises(DataError, match=r"cannot be read \(Is a directory\)"):
        load(tmp_path)
