"""What S3 tells of and is no upload does nothing, and who uploaded is the name of a session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from uploads import Desk, event_of, key_of, sound_bundle

SOUND = sound_bundle()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    "key",
    [
        "incoming/../x",
        f"incoming/{'A' * 64}/one",
        f"incoming/{'a' * 63}/one",
        f"incoming/{'a' * 64}/",
        f"incoming/{'a' * 64}/.one",
        f"incoming/{'a' * 64}/one/two",
        f"incoming/{'a' * 64}/" + "x" * 101,
        f"incoming/{'a' * 64}/one\n",
        f"incoming/{'a' * 64}/ön",
        f"reports/{'a' * 64}/one/0001.json",
    ],
)
def test_a_key_that_is_not_ours_is_one_line_in_the_log(desk: Desk, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert [] == desk.publisher.take(event_of(key))

    (line,) = capsys.readouterr().out.splitlines()
    assert "dropped" in json.loads(line)["publish"]
    assert ([], {}) == (desk.reports(), desk.held())


@pytest.mark.parametrize(
    "event",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "incoming"},
        {},
        {"Records": None},
        {"Records": [None, {}, {"s3": {"object": {"key": 1}}}]},
        event_of(key_of(SOUND), name="ObjectRemoved:Delete"),
        event_of(key_of(SOUND), name="LifecycleExpiration:Delete"),
    ],
)
def test_an_event_of_another_kind_does_nothing(desk: Desk, event: dict[str, Any]) -> None:
    desk.upload(SOUND)

    assert [] == desk.publisher.take(event)
    assert ([], {}) == (desk.reports(), desk.held())


@pytest.mark.parametrize(
    ("principal", "by"),
    [
        ("AWS:AROATESTING:github-courses", "github-courses"),
        ("AWS:AROATESTING:somebody@example.org", "somebody@example.org"),
        ("AIDATESTING", "AIDATESTING"),
        ("AWS:AROATESTING:two words", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_who_pushed_is_the_name_of_the_session(desk: Desk, principal: Any, by: str) -> None:  # noqa: ANN401 - what events hold
    (report,) = desk.publisher.take(event_of(desk.upload(SOUND), principal=principal))

    assert by == report.by
