"""`coursewright diff A B ITEM`: the words that differ, as one learner reads them."""

from __future__ import annotations

import pytest

from courses import ARCHIVE, release
from coursewright.commands.publishing.comparing import diff_command
from coursewright.errors import UnknownNameError
from desks import Desk
from typed import Typed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("editions"))
    desk.publish(release(ARCHIVE))
    desk.publish(release())
    return desk


@pytest.fixture
def typed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(desk.root, capsys)


def test_a_lesson_is_told_passage_by_passage_and_what_stayed_by_its_number(typed: Typed) -> None:
    shown = typed(diff_command, "2026-Q3", "2026-Q4", "tokens-and-context")
    told = typed.json("diff-item", diff_command, "2026-Q3", "2026-Q4", "ai-foundations/tokens-and-context")

    assert "5 passages as before" in shown
    assert " ".join(shown.split()).count("gpt-4o gpt-6-luna the window is 128,000 1,050,000 tokens") == 1
    assert {"same", "changed", "added"} == {passage["became"] for passage in told["passages"]}
    assert "ai-foundations/tokens-and-context" == told["item"] == told["was"]


def test_an_item_that_has_another_id_now_is_compared_with_what_it_was(typed: Typed) -> None:
    told = typed.json("diff-item", diff_command, "2026-Q3", "2026-Q4", "choosing-a-model")

    assert ("ai-foundations/choosing-a-model", "ai-foundations/reasoning-models") == (told["item"], told["was"])
    assert ("Choosing a model", "Reasoning models, and when to use one") == (told["title"], told["old_title"])
    assert "~ Reasoning models, and when to use one Choosing a model" in " ".join(
        typed(diff_command, "2026-Q3", "2026-Q4", "choosing-a-model").split()
    )


def test_what_only_one_release_has_is_new_or_gone_as_a_whole(typed: Typed) -> None:
    new = typed.json("diff-item", diff_command, "2026-Q3", "2026-Q4", "choose-and-compare")
    gone = typed.json("diff-item", diff_command, "2026-Q3", "2026-Q4", "prompt-for-o1")

    assert ({"added"}, None) == ({passage["became"] for passage in new["passages"]}, new["was"])
    assert {"removed"} == {passage["became"] for passage in gone["passages"]}


def test_each_learner_has_a_text_of_their_own(typed: Typed) -> None:
    def text(*who: list[str]) -> list[str]:
        told = typed.json("diff-item", diff_command, "2026-Q4", "2026-Q4", "prompting-that-works", *who)
        return [passage["new"] for passage in told["passages"]]

    assert text() != text(["role=developer"])


def test_an_item_that_nobody_has_is_told_with_the_closest(typed: Typed) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean .*tokens-and-context"):
        typed(diff_command, "2026-Q3", "2026-Q4", "tokens-and-contexts")
