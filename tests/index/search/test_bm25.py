from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedLibrary
from index.search.bm25 import Bm25Keywords
from index.search.fuzzy import Spelling
from index.text.tokenizer import question_forms, question_terms, terms

TEXTS = (
    "Alibaba will invest $53 billion in AI, Jasmine Lyu said.",
    "GPT-4 was trained by OpenAI in the U.S. with C++ and AT&T lines.",
    "The café serves 3,000 naïve customers a day.",
    "人工智能正在改变世界。",
    "To be or not to be.",
    "Version 5 is out.",
)
SENTENCES = st.lists(st.sampled_from("alpha beta gamma delta the of risk risky".split()), max_size=6).map(" ".join)


def keywords(texts: tuple[str, ...] | list[str] = TEXTS) -> Bm25Keywords:
    return Bm25Keywords.build(np.arange(100, 100 + len(texts)), map(terms, texts))


def asked(question: str) -> list[tuple[str, ...]]:
    return question_forms(question, ("en",))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who invests $53?", 0),
        ("investing", 0),
        ("what is gpt-4?", 1),
        ("GPT", 1),
        ("AT&T", 1),
        ("C++", 1),
        ("US?", 1),
        ("cafe", 2),
        ("3000", 2),
        ("人工智能", 3),
        ("to be or not to be", 4),
        ("5", 5),
        ("Who is Jasmin Lyu?", 0),
        ("Alibbaba's plan", 0),
    ],
)
def test_a_question_finds_its_text(question: str, text: int) -> None:
    assert keywords().search(asked(question), 3)[0][0] == 100 + text


@pytest.mark.parametrize("question", ["", "   ", "?!", "zzzz qqqq", "the", "2021"])
def test_a_question_without_known_words_finds_nothing(question: str) -> None:
    assert keywords(["alpha beta 2020", "gamma delta"]).search(asked(question), 5) == []


@given(st.lists(SENTENCES, max_size=12), SENTENCES, st.integers(-1, 20), st.randoms())
def test_scores_are_positive_sorted_and_independent_of_order(
    texts: list[str], question: str, k: int, random: st.DataObject
) -> None:
    ids = np.arange(len(texts))
    index = Bm25Keywords.build(ids, map(terms, texts))
    found = index.search(asked(question), k)
    assert len(found) <= max(k, 0)
    assert all(score > 0 for _, score in found)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    order = list(range(len(texts)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = Bm25Keywords.build(ids[order], [terms(texts[place]) for place in order])
    assert again.search(asked(question), k) == found
    scores = dict(index.search(asked(question), len(texts)))
    assert len({(texts[id_], score) for id_, score in scores.items()}) == len({texts[id_] for id_ in scores})


@given(st.lists(SENTENCES, max_size=12), SENTENCES, st.integers(-1, 20), st.integers(0, 12))
def test_among_allowed_ids_scores_stay_as_they_are(texts: list[str], question: str, k: int, few: int) -> None:
    index = Bm25Keywords.build(np.arange(len(texts)), map(terms, texts))
    allowed = np.arange(min(few, len(texts)))
    everywhere = [hit for hit in index.search(asked(question), len(texts)) if hit[0] in allowed]
    assert index.search(asked(question), k, allowed) == everywhere[: max(k, 0)]
    others = [hit for hit in index.search(asked(question), len(texts)) if hit[0] not in allowed]
    assert index.search(asked(question), k, without=allowed) == others[: max(k, 0)]


@given(st.lists(SENTENCES, min_size=1, max_size=12), SENTENCES)
def test_scores_are_those_of_bm25s(texts: list[str], question: str) -> None:
    import bm25s

    tokens, sought = [terms(text) for text in texts], [word for word in question_terms(question)]  # noqa: C416
    if not any(tokens) or not set(sought) & {word for each in tokens for word in each}:
        return
    theirs = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    theirs.index(tokens, create_empty_token=False, show_progress=False)
    scores = theirs.get_scores([word for word in sought if word in theirs.vocab_dict])
    ours = dict(Bm25Keywords.build(np.arange(len(texts)), map(terms, texts)).search(asked(question), len(texts)))
    if all(word in theirs.vocab_dict for word in sought):
        assert [ours.get(place, 0.0) for place in range(len(texts))] == pytest.approx(scores.tolist(), rel=1e-5)


@given(
    st.lists(st.tuples(st.integers(0, 30), SENTENCES), max_size=12, unique_by=lambda each: each[0]),
    st.lists(st.tuples(st.integers(0, 30), SENTENCES), max_size=12, unique_by=lambda each: each[0]),
    st.sets(st.integers(0, 30)),
    SENTENCES,
)
def test_carried_over_it_is_what_it_would_be_if_built_at_once(
    before: list[tuple[int, str]], after: list[tuple[int, str]], stay: set[int], question: str
) -> None:
    base = Bm25Keywords.build(np.array([id_ for id_, _ in before], np.int64), [terms(text) for _, text in before])
    known = dict(before)
    texts = {id_: known[id_] if id_ in known and id_ in stay else text for id_, text in after}
    ids = np.array(list(texts), np.int64)
    carried = np.array([id_ in known and id_ in stay for id_ in texts], np.bool_)
    fresh = [text for text, is_carried in zip(texts.values(), carried, strict=True) if not is_carried]
    grown = Bm25Keywords.build(ids, map(terms, fresh), base, carried)
    at_once = Bm25Keywords.build(ids, map(terms, texts.values()))
    assert grown.search(asked(question), 20) == at_once.search(asked(question), 20)
    with tempfile.TemporaryDirectory() as folder:
        for name, index in (("grown", grown), ("at_once", at_once)):
            index.save(Path(folder) / name)
        for file in (Path(folder) / "grown").iterdir():
            if file.name not in {"places.npy", "counts.npy"}:
                assert file.read_bytes() == (Path(folder) / "at_once" / file.name).read_bytes()


@pytest.mark.parametrize("texts", [TEXTS, (), ("", " "), ("the of",)])
def test_saved_and_loaded_it_finds_the_same(texts: tuple[str, ...], tmp_path: Path) -> None:
    index = keywords(texts)
    index.save(tmp_path / "keywords")
    again = Bm25Keywords.load(tmp_path / "keywords")
    assert len(again) == len(texts)
    for question in ("Alibaba the", "Jasmin Lyu", "人工智能", "of"):
        assert again.search(asked(question), 10) == index.search(asked(question), 10)


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    keywords().save(tmp_path)
    for path in list(tmp_path.iterdir()):
        whole = path.read_bytes()
        for length in (len(whole) // 2, 0):
            path.write_bytes(whole[:length])
            with pytest.raises(DamagedLibrary):
                Bm25Keywords.load(tmp_path)
        path.write_bytes(whole)
    with pytest.raises(DamagedLibrary):
        Bm25Keywords.load(tmp_path / "missing")


def test_places_that_are_none_are_refused_when_they_are_met(tmp_path: Path) -> None:
    keywords().save(tmp_path)
    places = np.load(tmp_path / "places.npy")
    np.save(tmp_path / "places.npy", places + 1000)
    with pytest.raises(DamagedLibrary):
        Bm25Keywords.load(tmp_path).search(asked("Alibaba"), 3)


def test_ids_and_texts_must_fit() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Bm25Keywords.build(np.arange(2), [["one"]])
    with pytest.raises(ValueError, match="do not fit"):
        Bm25Keywords.build(np.arange(1), [["one"], ["two"]])
    with pytest.raises(KeyError):
        Bm25Keywords.build(np.array([7]), [], keywords(), np.array([True]))
    with pytest.raises(ValueError, match="twice"):
        Bm25Keywords.build(np.array([1, 1]), [["one"], ["two"]])


def test_a_word_that_is_there_outweighs_one_that_resembles() -> None:
    index = keywords(["the mongolian steppe", "a magnolia tree", "filler text"])
    (resembling,) = index.search(asked("magnolias magnolya"), 1)
    assert resembling[0] == 101
    misspelt, right = (index.search(asked(word), 1)[0][1] for word in ("magnolja", "magnolia"))
    assert misspelt == pytest.approx(right / 2)


def test_spelling_offers_the_nearest_only() -> None:
    spelling = Spelling(["alibaba", "ali", "america", "american", "jasmin", "2020"])
    assert spelling.nearest("alibbaba") == ["alibaba"]
    assert spelling.nearest("amerrica") == ["america"]
    assert spelling.nearest("jasimn") == ["jasmin"]
    assert spelling.nearest("2021") == []
    assert spelling.nearest("ale") == []
    assert spelling.nearest("xylophone") == []
