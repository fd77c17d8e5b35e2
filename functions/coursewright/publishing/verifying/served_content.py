"""One release as an API serves it: everything a public reader can be given, each compared with the digest the manifest leads to.

Indexes lead on: to every outcome of every lesson, every activity and figure, and to claims and cards that are put together again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from coursewright.compiling.canonical import canonical
from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import NoAnswerError
from coursewright.publishing.keys.trust_root import TrustRoot
from coursewright.publishing.verifying.attested import commit_of, objection_to
from coursewright.publishing.verifying.cards import wrong_cards
from coursewright.publishing.verifying.origin import LARGE, SMALL, Source
from coursewright.publishing.verifying.outcomes import answered, outcomes_of
from coursewright.publishing.verifying.problems import Report
from coursewright.publishing.verifying.served_answers import Answers, Expected
from coursewright.publishing.verifying.served_logs import DISTRUST
from coursewright.publishing.verifying.told import Believed, wrong_description

Progress = Callable[[str, int, int], None]
EXPECT = "if one of them should be there for everybody, run this again with --expect COURSE"
_AT_ONCE = 4
"""Questions under way at once."""


class ServedRelease:
    """One verification of one release."""

    def __init__(self, source: Source, root: TrustRoot, believed: Believed, report: Report, progress: Progress) -> None:
        self.source, self.root, self.believed, self.report, self.progress = source, root, believed, report, progress
        self.answers = Answers(source, root, believed, report)
        self.release, self.base = believed.release, believed.base
        self.seen: set[str] = set()
        self.taken_down: set[str] = set()

    def verify(self) -> None:
        """The manifest, its attestations, how the release is described, and everything below it."""
        manifest = self.believed.manifest
        path = f"{self.base}/manifest"
        data = self.answers.get(Expected(path, manifest))
        says = (
            self.answers.parsed(path, data)
            if data is not None and self.answers.is_there(Expected(path, manifest), data)
            else None
        )
        if says is None:
            return
        try:
            self._verify(manifest, says)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            self.report.error(path, "does not say, or leads to what does not say, what a release says", DISTRUST)

    def _verify(self, manifest: Digest, says: Mapping[str, Any]) -> None:
        self.report.counts["releases"] += 1
        commits = self._check_attestations(manifest, says)
        for at, body in self.believed.described.items():
            if commits and (wrong := wrong_description(body, says, commits)):
                self.report.error(at, f"{wrong}, as its manifest and attestations say", DISTRUST)
        courses = {name: self._course(name, digest) for name, digest in sorted(says["courses"].items())}
        seen = {name: index for name, index in courses.items() if index is not None}
        expected = [one for name, index in seen.items() for one in self._of_course(name, index)]
        expected.append(Expected(f"{self.base}/models", says["models"], "ledger"))
        if len(seen) == len(courses):  # who may not read every course may not be shown every program
            expected.append(Expected(f"{self.base}/programs", says["programs"], "programs"))
        self._check_all(expected)
        self._check_claims(says, seen)
        self.seen = set(seen)
        self._check_catalogue(says, seen)

    def _course(self, name: str, digest: str) -> dict[str, Any] | None:
        """A course's index; None if it is not for this reader, or wrong."""
        path = f"{self.base}/courses/{quote(name, safe='')}"
        try:
            data = self.source.get(path, LARGE)
        except NoAnswerError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                self.report.not_visible.append(f"{self.release}/{name}")
            elif self.answers.is_taken_down(error, path, digest):
                self.taken_down.add(name)
            return None
        return self.answers.held(Expected(path, digest, "course"), data)

    def _of_course(self, name: str, index: Mapping[str, Any]) -> Iterator[Expected]:
        base, lasting = (f"/v1/{at}/courses/{quote(name, safe='')}" for at in (self.release, self.believed.edition))
        for item_id, item in index["items"].items():
            item_path = quote(item_id, safe="")
            if "object" in item:
                yield Expected(f"{base}/activities/{item_path}", item["object"], "activity")
            else:
                for outcome in outcomes_of(index, item):
                    query = f"?{urlencode(outcome.asked)}" if outcome.asked else ""
                    values, defaulted = answered(index, outcome.asked)
                    pin = f"{lasting}/lessons/{item_path}?{urlencode(values)}"
                    also = {"pin": pin, "variant": values, "defaulted": defaulted}
                    yield Expected(f"{base}/lessons/{item_path}{query}", outcome.json, "lesson", also)
                    yield Expected(f"{base}/lessons/{item_path}.md{query}", outcome.markdown)
            for text in (item, *item.get("locales", {}).values()):
                yield from (
                    Expected(f"/v1/assets/{digest}/{quote(file, safe='')}", digest) for digest, file in text["assets"].items()
                )

    def _check_all(self, expected: Iterable[Expected]) -> None:
        wanted = [one for _, one in sorted({(one.path, one.digest): one for one in expected}.items())]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for done, found in enumerate(pool.map(self._checked, wanted), 1):
                self.report.include(found)
                self.progress(self.release, done, len(wanted))

    def _checked(self, one: Expected) -> Report:
        """What is wrong with one answer, found where it was asked for: a thousand answers of 32 MB are never held at once."""
        aside = replace(self.answers, report=Report())
        data = aside.get(one)
        if data is not None and one.member:
            aside.held(one, data)
        elif data is not None:
            aside.is_there(one, data)
        return aside.report

    def _check_claims(self, says: Mapping[str, Any], courses: Mapping[str, Mapping[str, Any]]) -> None:
        """Claims have no digest a reader is shown, but the indexes that hold them have: these are put together again."""
        used = {
            name: sorted({claim for item in index["items"].values() for claim in item.get("claims", ())})
            for name, index in courses.items()
        }
        found = {claim: self._claim(claim) for claim in sorted({claim for names in used.values() for claim in names})}
        for name, index in courses.items():
            if "claims" in index and all(found[claim] is not None for claim in used[name]):
                held = {
                    claim: {field: value for field, value in (found[claim] or {}).items() if field != "kind"}
                    for claim in used[name]
                }
                self.answers.compare(
                    f"{self.base}/claims", {"kind": "course-claims", "claims": held}, index["claims"], f"of course {name}"
                )
        if any("claims" not in index for index in courses.values()):
            digests = {claim: digest_of(canonical(value)) for claim, value in found.items() if value is not None}
            if digest_of(canonical({"kind": "claims", "claims": digests})) != says["claims"]:
                self.report.note(
                    f"{self.base}/claims", "cannot be verified from outside: this compiler format names no claims of a course"
                )

    def _claim(self, name: str) -> dict[str, Any] | None:
        path = f"{self.base}/claims/{quote(name, safe='')}"
        data = self.answers.get(Expected(path, ""))
        return self.answers.member(path, data, "claim") if data is not None else None

    def _check_catalogue(self, says: Mapping[str, Any], seen: Mapping[str, Mapping[str, Any]]) -> None:
        """Every card is its course's; those of all courses, page by page, make the catalogue as it was stored."""
        cards: list[Any] = []
        cursor: str | None = None
        body: dict[str, Any] = {}
        for _ in range(len(says["courses"]) + 1):
            path = f"{self.base}/courses" + (f"?{urlencode({'cursor': cursor})}" if cursor else "")
            data = self.answers.get(Expected(path, ""))
            answer = self.answers.answer(path, data) if data is not None else None
            if answer is None:
                return
            body = answer
            cards += body["courses"]
            cursor = body.get("next_cursor")
            if not isinstance(cursor, str):
                break
        where = f"{self.base}/courses"
        shown = [card for card in cards if not (isinstance(card, dict) and card.get("id") in self.taken_down)]
        for wrong in wrong_cards(shown, seen):
            self.report.error(where, wrong, DISTRUST)
        if len(seen) < len(says["courses"]):
            hidden = ", ".join(sorted(set(says["courses"]) - set(seen)))
            self.report.warning(where, f"cannot be compared with its digest, since not all courses are shown: {hidden}", EXPECT)
            return
        stored = {"kind": "catalogue", "courses": cards, "dimensions": body.get("dimensions"), "locales": body.get("locales")}
        self.answers.compare(where, stored, says["catalogue"], "all pages together")

    def _check_attestations(self, manifest: Digest, says: Mapping[str, Any]) -> set[str | None]:
        """The commits that are attested."""
        commits: set[str | None] = set()
        path = f"{self.base}/attestation"
        data = self.answers.get(Expected(path, ""), SMALL)
        body = self.answers.answer(path, data) if data is not None else None
        if body is None:
            return commits
        envelopes = body.get("attestations")
        if not isinstance(envelopes, list) or not envelopes:
            self.report.error(path, "holds no attestation: nobody says where this release came from", DISTRUST)
            return commits
        for envelope in envelopes:
            self.report.counts["attestations"] += 1
            written = json.dumps(envelope, separators=(",", ":")).encode()
            if wrong := objection_to(written, manifest, says, self.root):
                self.report.error(path, wrong, DISTRUST)
            else:
                commits.add(commit_of(written))
        return commits
