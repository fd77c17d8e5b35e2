"""A reader in a process of its own: asks the content API again and again until told to stop, and checks each answer by itself.

Arguments: the released store, a name to read, a file whose existence means stop. Prints a line when it begins, and a
JSON summary. Lessons are punctuated for the release they were written for, so an answer that mixes two is told by its own words.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from coursewright.publishing.storing.folder_store import FolderStore
from served import Answer, Api, api_over
from small_course import sentence


def main(store: Path, name: str, stop: Path) -> None:
    api = api_over(FolderStore(store))
    seen: dict[str, int] = {}
    mixed: list[str] = []
    outlines: set[str] = set()
    print("reading", flush=True)  # noqa: T201 - what is moved before that is moved under nobody
    while not stop.exists():
        course = api.get(f"/v1/{name}/courses/minimal")
        outlines.add(json.dumps([module["items"] for module in course.json()["course"]["modules"]]))
        release, problem = _lesson(api, name)
        seen[release] = seen.get(release, 0) + 1
        mixed += [problem] if problem else []
        time.sleep(0.01)  # so that what is moved has a share of the processors
        mixed += [] if _agrees(course) else [f"outline of {course.json()['release']} at {course.headers['content-location']}"]
    print(json.dumps({"seen": seen, "mixed": mixed, "outlines": len(outlines)}))  # noqa: T201 - the summary


def _lesson(api: Api, name: str) -> tuple[str, str]:
    answer = api.get(f"/v1/{name}/courses/minimal/lessons/reading")
    body = answer.json()
    is_said = sentence(f"This was written for {body['release']}.") in json.dumps(body["lesson"], ensure_ascii=False)
    is_one = is_said and _agrees(answer) and body["edition"] in body["pin"]
    return body["release"], "" if is_one else f"{body['release']} said something else"


def _agrees(answer: Answer) -> bool:
    """Body, address and entity tag speak of one release."""
    release = answer.json()["release"]
    return answer.headers["content-location"].startswith(f"/v1/{release}/") and release in answer.headers["etag"]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
