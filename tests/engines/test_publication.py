"""Writers and readers on one engine, interleaved call by call: a reader sees exactly one generation."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index import Busy, LibraryUnavailable, NoLibrary
from index.chunking.chunker import Splitting, split
from index.engines.generations.claims import CLAIMED
from index.engines.generations.pins import PINNED
from index.engines.generations.publication import SETTLED
from index.engines.generations.state import GRACE
from index.engines.library import EngineLibrary
from tests.engines.harness.actors import Actor, Killed
from tests.engines.harness.tables_model import ModelTables, Store
from tests.fakes import DirectParser, FakeEmbedder, document_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMES = ("a", "b", "c/d")
# Two of the texts are the same for all documents that have them: those are copies.
TEXTS = ("Alpha met a fox.", "Beta met a ship. It sank.", "Gamma baked bread.")
SPLITTING = Splitting(300, 60)


class World:
    """An engine, its programs, and what each generation has to hold."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_000_000.0
        self.folder = folder
        self.store = Store()
        self.expected: dict[int, dict[str, str]] = {0: {}}
        self.published: list[int] = []
        self.actors: list[Actor] = []
        self.writers: set[Actor] = set()

    def library(self, gate: Callable[[str], None], *, is_read_only: bool = False) -> EngineLibrary:
        home = self.folder / str(len(self.actors))
        is_backward = bool(len(self.actors) % 2)
        tables = ModelTables(self.store, gate, lambda: self.now, is_backward=is_backward, is_read_only=is_read_only)
        return EngineLibrary(tables, home, FakeEmbedder(8), SPLITTING, DirectParser(), clock=lambda: self.now)

    def write(self, changes: Mapping[str, str | None], tries: int = 1) -> Actor:
        """Start a writer that adds, replaces and (None) removes documents; where another one writes it tries again."""

        def work(gate: Callable[[str], None]) -> None:
            any(attempt(gate) for _ in range(tries))

        def attempt(gate: Callable[[str], None]) -> bool:
            library = self.library(gate)
            try:
                with library.update() as draft:
                    base = self.expected[draft.generation if not draft.due else _live(draft)]
                    assert {source: entry.content for source, entry in draft.entries.items()}.keys() == base.keys()
                    after = dict(base)
                    for name, text in changes.items():
                        source = f"{name}.txt"
                        if text is not None:
                            document = document_of(text, name)
                            draft.add(document, split(document, SPLITTING))
                            after[source] = text
                        elif source in after:
                            draft.remove(source)
                            del after[source]
                    if draft.due:
                        self.expected[draft.generation] = after
                        draft.publish()
                        self.published.append(draft.generation)
            except (Busy, LibraryUnavailable):  # another one writes, or this one stood still for too long
                return False
            return True

        actor = Actor(work)
        self.actors.append(actor)
        self.writers.add(actor)
        return actor

    def read(self, times: int = 3, questions: int = 1, *, is_read_only: bool = False) -> Actor:
        """Start a reader that asks questions, each of one generation, and several times; it may not be let write."""

        def work(gate: Callable[[str], None]) -> None:
            library = self.library(gate, is_read_only=is_read_only)
            for _ in range(questions):
                self._ask(library, times)

        actor = Actor(work)
        self.actors.append(actor)
        return actor

    def _ask(self, library: EngineLibrary, times: int) -> None:
        began, least = self.now, max(self.published, default=0)
        try:
            snapshot = library.open_lazily()
            for _ in range(times):
                found = snapshot.search("alpha met beta", 50)
                assert snapshot.generation >= least
                expected = self.expected[snapshot.generation]
                texts = {hit.chunk.source: hit.chunk.text for hit in found.dense}
                assert {expected[source] for source in texts} == set(expected.values())
                assert all(text in expected[source] for source, text in texts.items())
                assert len(texts) == len(set(expected.values()))  # of copies one
                held = {entry.source: snapshot.document(entry.source).text for entry in snapshot.contents()}
                assert held == expected
        except NoLibrary:
            assert not least
        except LibraryUnavailable:
            # Its generation was cleared away: that takes time, or several newer ones.
            assert self.now - began >= PINNED or len([n for n in self.published if n > least]) > 1

    def check(self) -> None:
        for actor in self.actors:
            if actor.error is not None and not isinstance(actor.error, Killed):
                raise actor.error
        self.actors = [actor for actor in self.actors if not actor.done]

    def finish(self) -> None:
        for actor in self.actors:
            actor.step(10_000)
        self.check()
        for actor in self.actors:
            actor.kill()


def _live(draft: object) -> int:
    base = draft._base  # type: ignore[attr-defined]
    return base.number if base else 0


CHANGES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*TEXTS, None]), min_size=1)


class Publication(RuleBasedStateMachine):
    """Every program goes on by one or more calls at a time, or is killed; time passes."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.world = World(Path(self.folder.name))

    @rule(changes=CHANGES)
    def start_writer(self, changes: dict[str, str | None]) -> None:
        self.world.write(changes)

    @rule(questions=st.sampled_from([1, 3]), is_read_only=st.booleans())
    def start_reader(self, questions: int, is_read_only: bool) -> None:
        self.world.read(questions=questions, is_read_only=is_read_only)

    @precondition(lambda self: self.world.actors)
    @rule(who=st.integers(0, 1000), times=st.sampled_from([1, 1, 2, 5, 20, 100]))
    def go_on(self, who: int, times: int) -> None:
        self.world.actors[who % len(self.world.actors)].step(times)

    @rule(changes=CHANGES, calls=st.integers(5, 70))
    def let_a_writer_be_killed(self, changes: dict[str, str | None], calls: int) -> None:
        writer = self.world.write(changes)
        writer.step(calls)
        if not writer.done:
            writer.kill()
        self.world.now += CLAIMED + GRACE + 1

    @precondition(lambda self: self.world.actors)
    @rule(who=st.integers(0, 1000))
    def let_one_finish(self, who: int) -> None:
        self.world.actors[who % len(self.world.actors)].step(10_000)

    @rule(changes=CHANGES)
    def write_at_once(self, changes: dict[str, str | None]) -> None:
        self.world.write(changes).step(10_000)

    @rule()
    def read_at_once(self) -> None:
        self.world.read(1).step(10_000)

    @precondition(lambda self: self.world.actors)
    @rule(who=st.integers(0, 1000))
    def kill(self, who: int) -> None:
        self.world.actors[who % len(self.world.actors)].kill()

    @rule(seconds=st.sampled_from([1.0, CLAIMED / 2 + 1, CLAIMED + GRACE + 1, PINNED + GRACE + 1, SETTLED + 1]))
    def pass_time(self, seconds: float) -> None:
        self.world.now += seconds

    @invariant()
    def nobody_saw_a_mixed_state(self) -> None:
        if hasattr(self, "world"):
            self.world.check()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.finish()
            self.folder.cleanup()


TestPublication = Publication.TestCase
TestPublication.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("count", [1, 10, 100])
def test_writers_and_readers_that_take_turns_at_random_see_whole_generations(count: int, tmp_path: Path) -> None:
    choose = random.Random(count)
    world = World(tmp_path)
    for number in range(count):
        changes = {choose.choice(NAMES): choose.choice([*TEXTS, None]), f"{number}": f"Text {number}."}
        world.write(changes, tries=50)
        world.read(1, questions=3, is_read_only=number % 3 == 0)
    while world.actors:
        choose.choice(world.actors).step(choose.choice([1, 1, 3, 10]))
        world.check()
    last = world.library(lambda _: None)
    assert last.live() == max(world.published)
    assert len(world.published) >= min(count, 4)
    assert last.examine().sound


def test_a_writer_may_be_killed_before_any_call_and_the_next_one_goes_on(tmp_path: Path) -> None:
    calls, was_killed = 0, True
    while was_killed:
        calls += 1
        world = World(tmp_path / str(calls))
        world.write({"a": TEXTS[0], "b": TEXTS[0]}).step(10_000)
        killed = world.write({"a": TEXTS[1], "b": None, "c/d": TEXTS[1]})
        killed.step(calls)
        was_killed = not killed.done
        if was_killed:
            killed.kill()
        for passed in (CLAIMED + GRACE + 1, SETTLED + 1):
            world.now += passed
            before = len(world.published)
            world.write({"b": f"It is {passed}."}).step(10_000)
            world.read(1).step(10_000)
            world.check()
            assert len(world.published) == before + 1, f"killed before call {calls}"
        assert world.library(lambda _: None).examine().sound
    assert calls > 20


@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_reader_that_stood_still_for_too_long_says_so_before_any_call(tmp_path: Path, is_read_only: bool) -> None:
    calls, stood_still = 0, True
    while stood_still:
        calls += 1
        world = World(tmp_path / str(calls))
        world.write({"a": TEXTS[0]}).step(10_000)
        reader = world.read(1, is_read_only=is_read_only)
        reader.step(calls)
        stood_still = not reader.done
        world.now += PINNED + GRACE + 1
        for text in (TEXTS[1], TEXTS[0]):
            world.write({"a": text}).step(10_000)
        world.finish()
    assert calls > 5
