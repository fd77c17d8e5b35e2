"""A request for changes ends for the pages, the verbs and the API exactly when it ends for the gate."""

from __future__ import annotations

import pytest

from courses import STAMP
from coursewright.commands.reviewing.review_documents import review_json
from coursewright.commands.reviewing.review_text import open_threads
from coursewright.reviewing.review_document import review_document
from coursewright.reviewing.review_log import add_review, reviews_of
from judged_candidates import Judged, peopled
from reviewers import reviewer
from small_course import small


@pytest.mark.parametrize(
    ("by", "is_open"), [("ann@home.example", False), ("Ann@School.Example", False), ("ben@school.example", True)]
)
@pytest.mark.parametrize("act", ["resolve", "approve", "approve of another"])
def test_a_request_is_open_everywhere_or_nowhere(act: str, by: str, is_open: bool) -> None:
    judged = Judged()
    judged.promoted(peopled())
    candidate = judged.candidate(peopled(base=small("more")))
    name, record = str(candidate.name), candidate.record
    of = judged.say(candidate, "request", "ann@school.example", text="Mend the third line.")
    comment: dict[str, object] = {"course": None, "item": None, "block": None, "quote": "", "learner": {}, "reply_to": None}
    judged.say(candidate, "comment", "ben@school.example", text="Well done.", **comment)
    if act == "resolve":
        judged.say(candidate, "resolve", by, of=of)
    else:
        manifest = record["manifest"] if act == "approve" else "0" * 64
        add_review(judged.candidates, name, "approve", by, STAMP.at, {**_approval(record["private"]), "manifest": manifest})
    is_open = is_open or act == "approve of another"
    found = judged.judge(candidate)
    told = review_document(found, reviews_of(judged.candidates, name), holds=True)
    ann = reviewer(judged.candidates, judged.released)

    assert ("failed" if is_open else "passed") == next(one.state for one in found.verdicts if one.gate == "objections")
    assert [1, 2][not is_open :] == told["open"] == [one.first.number for one in open_threads(review_json(told))]
    assert is_open == ("Mend the third line." in ann.get(f"/review/{name}/comments").text.partition('id="resolved"')[0])
    assert f"{1 + is_open} comment" in ann.get(f"/review/{name}").words


def _approval(private: str) -> dict[str, object]:
    return {"private": private, "gates": {}, "evidence": "", "text": ""}
