"""Lessons and activities at the desk: as a learner gets them, beside what learners have now; and what only reviewers see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Route

from browsing import THEMES, figures_load, holds_up, in_a_browser
from counting_store import CountingStore
from courses import ARCHIVE, CONTENT, COURSE, MENDED, STAMP, compiled, edited, index, release, replaced
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import COACH, KEYS, OBJECTS, PRIVATE
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.promoting.promotion import promote
from coursewright.publishing.storing.store import object_key
from coursewright.reviewing.review_log import reviews_of
from coursewright.serving.review_desk.desk import review_desk
from coursewright.serving.review_desk.visitors import Visitor
from local_site import local_site
from people_of_releases import mapping
from reviewers import Reviewer, Seen, reviewer
from small_course import LESSON, VALID

CANDIDATE = "2026-Q4-rc.1"
ITEMS = f"/review/{CANDIDATE}/items/ai-foundations"
LESSON_PAGE, EXAM_PAGE = f"{ITEMS}/choosing-a-model", f"{ITEMS}/final-exam"
PAGES = (
    LESSON_PAGE,
    f"{LESSON_PAGE}?view=inline&for_role=developer",
    f"{LESSON_PAGE}?view=now",
    f"{EXAM_PAGE}?unfold=yes",
    f"{ITEMS}/safe-use-at-work",
    f"{ITEMS}/no-such-lesson",
)


@dataclass
class Stores:
    """What learners have, and a candidate."""

    candidates: CountingStore
    released: CountingStore

    def ann(self) -> Reviewer:
        return reviewer(self.candidates, self.released)

    def guest(self, candidate: str = CANDIDATE) -> Reviewer:
        """Whoever reads one candidate by a link."""
        return Reviewer(review_desk(self.candidates, self.released, ByLink(candidate), lambda _: {}, lambda: STAMP.at))


class ByLink:
    """An `Access` of somebody who came by a link."""

    can_sign_out = False

    def __init__(self, candidate: str) -> None:
        self.who = Visitor("", candidate)

    def answer(self, event: object) -> None: ...

    def visitor(self, event: object) -> Visitor:  # noqa: ARG002 - the same for every event
        return self.who

    def refused(self, event: object) -> dict[str, object]:  # noqa: ARG002 - the same
        return {"statusCode": 404, "headers": {}, "body": "nothing"}

    def token(self, event: object) -> str:  # noqa: ARG002 - the same
        return ""

    def accepts(self, event: object, form: object) -> bool:  # noqa: ARG002 - the same
        return False


def two(before: Release, after: Release) -> Stores:
    stores = Stores(CountingStore(), CountingStore())
    promote(deposit(before, stores.candidates, STAMP, {}), stores.candidates, stores.released, "stable", STAMP)
    deposit(after, stores.candidates, STAMP, {})
    return stores


@pytest.fixture(scope="module")
def quarters() -> Stores:
    before, after = (mapping(["ann@school.example"], release(folder)) for folder in (ARCHIVE, CONTENT))
    return two(before, after)


@pytest.fixture(scope="module")
def ann(quarters: Stores) -> Reviewer:
    return quarters.ann()


def rewritten(*changes: tuple[str, str]) -> Stores:
    """The small curriculum, and a candidate of it whose first lesson says something else."""
    before = compiled(edited({}, VALID)) if not changes else None
    files = {LESSON: lambda text: _all(text, changes)}
    return two(
        before or compiled(edited({LESSON: replaced("at the beginning.", "at the start.")}, VALID)),
        compiled(edited(files, VALID)),
    )


def _all(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    for old, new in changes:
        text = replaced(old, new)(text)
    return text


def pairs(page: Seen) -> dict[str, int]:
    """How many passages became what."""
    found: dict[str, int] = {}
    for became in re.findall(r'<div class="pair (\w+)', page.text):
        found[became] = found.get(became, 0) + 1
    return found


def test_a_lesson_stands_beside_what_learners_have_now(ann: Reviewer) -> None:
    page = ann.get(f"{ITEMS}/tokens-and-context")

    assert 200 == page.status
    assert "<del>This</del> is a rule for estimates" in page.text
    assert "<ins>It</ins> is a rule for estimates" in page.text
    assert {"changed", "same"} <= pairs(page).keys()
    assert "Change 2 of 14" in page.words
    assert "It states something new about gpt-6-luna." in page.words


def test_inline_both_are_read_in_one(ann: Reviewer) -> None:
    text = ann.get(f"{ITEMS}/tokens-and-context?view=inline").text

    assert re.search(r"<del>This</del>\s*<ins>It</ins> is a rule for estimates", text)
    assert 1 == text.count("<p>Two questions come up sooner or later")


def test_as_learners_get_it_there_is_nothing_of_the_old(ann: Reviewer) -> None:
    text = ann.get(f"{ITEMS}/tokens-and-context?view=now").text

    article = text[text.index("<article") : text.index("</article>")]
    assert "<del>" not in article
    assert 'class="tag"' not in article


def test_another_learner_reads_another_text(ann: Reviewer) -> None:
    luna = ann.get(f"{ITEMS}/tokens-and-context?view=now&for_model=gpt-6-luna").words
    other = ann.get(f"{ITEMS}/tokens-and-context?view=now&for_model=gpt-4o").words

    assert "For gpt-6-luna the window is" in luna
    assert "For gpt-6-luna the window is" not in other


def test_texts_for_other_learners_are_listed_with_what_changed(ann: Reviewer) -> None:
    words = ann.get(f"{ITEMS}/tokens-and-context").words

    assert "gpt-6-luna, developer changed" in words
    mended = compiled(edited({f"{COURSE}/asking-well/03-prompting-that-works.md": MENDED}))
    unchanged = two(release(CONTENT), mended).ann().get(f"{ITEMS.replace('rc.1', 'rc.2')}/tokens-and-context").words
    assert "gpt-6-luna, developer as before" in unchanged


def test_the_day_decides_how_claims_and_models_stand(ann: Reviewer) -> None:
    def told(day: str) -> str:
        return ann.get(f"{LESSON_PAGE}?as_of={day}").words

    assert "as of 2026-11-25: 6 expiring" in told("2026-11-25")
    assert "broken" not in told("2026-11-25").partition("What it claims")[0].partition("With the models")[2][:90]
    assert "broken" in told("2027-02-01")


def test_changes_are_walked_through_from_one_to_the_next(ann: Reviewer) -> None:
    address, seen = f"{ITEMS}/what-a-model-is?view=inline", []
    while address:
        page = ann.get(address)
        assert 200 == page.status
        seen.append(address.partition("?")[0])
        following = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = following[1].replace("&amp;", "&") if following else ""
        assert not address or "view=inline" in address

    assert 14 == len(seen) == len(set(seen))


def test_moved_text_is_shown_as_moved() -> None:
    note = "::: note\nRead [the page of models](https://example.org/models#swift) first.\n:::\n\n"
    stores = rewritten((note, ""), ("Begin at the beginning.", f"{note}Begin at the beginning."))
    page = stores.ann().get(f"/review/{CANDIDATE.replace('rc.1', 'rc.2')}/items/minimal/reading")

    assert {"moved": 2} == {name: number for name, number in pairs(page).items() if name == "moved"}
    assert "Moved here from here" in page.words
    assert "Moved away to here" in page.words


def test_figures_are_compared_as_pictures(ann: Reviewer) -> None:
    for page in (
        ann.get(f"{ITEMS}/{name}?view=inline") for name in ("what-a-model-is", "choosing-a-model", "prompting-that-works")
    ):
        for address in re.findall(r'<img src="(/review/[^"]+)"', page.text):
            figure = ann.get(address)
            assert (200, "image/svg+xml") == (figure.status, figure.headers["content-type"])
            assert "sandbox" in figure.headers["content-security-policy"]
            assert "no-store" == figure.headers["cache-control"]
    assert "/v1/assets/" not in page.text


def test_a_figure_of_neither_release_is_not_there(ann: Reviewer, quarters: Stores) -> None:
    shown = re.search(r'<img src="([^"]+)"', ann.get(LESSON_PAGE).text)
    assert shown
    digest = shown[1].split("/")[4]

    assert 404 == ann.get(shown[1].replace(digest, "0" * 64)).status
    assert 404 == ann.get(shown[1].replace(digest, "x")).status
    assert 404 == ann.get(shown[1].replace(".svg", ".png")).status
    assert 200 == quarters.guest().get(shown[1]).status
    assert quarters.guest().get(shown[1].replace(digest, "0" * 64)).body == quarters.guest("2026-Q4-rc.9").get(shown[1]).body


def test_reviewers_unfold_keys_rubrics_and_what_the_tutor_is_told(ann: Reviewer) -> None:
    exam, roleplay = ann.get(EXAM_PAGE), ann.get(f"{ITEMS}/the-eager-colleague")

    assert "Explanation only reviewers see this" in exam.words
    assert "How it is judged, How the tutor plays the other side only reviewers see this" in roleplay.words
    assert "For the tutor only reviewers see this" in ann.get(f"{ITEMS}/tokens-and-context").words
    assert 'class="private" open' not in exam.text
    assert 'class="private" open' in ann.get(f"{EXAM_PAGE}?unfold=yes").text


def test_a_changed_key_is_told_where_it_is_folded() -> None:
    from courses import COURSE, key_moved  # noqa: PLC0415 - beside the one test that moves a key

    quiz = next(path for path in edited({}, CONTENT).files if path.startswith(COURSE) and path.endswith(".exam.yaml"))
    page = two(release(CONTENT), compiled(edited({quiz: key_moved}))).ann().get(EXAM_PAGE.replace("rc.1", "rc.2"))

    assert 2 == len(re.findall(r'only reviewers see this</span><span class="tag">Changed', re.sub(r">\s+<", "><", page.text)))
    assert "<del>Right</del>" in page.text
    assert "<ins>Wrong</ins>" in page.text


def test_a_links_reader_sees_no_key_and_none_is_read_for_them(quarters: Stores) -> None:
    stores = (quarters.candidates, quarters.released)
    for store in stores:
        store.asked.clear()
    guest = quarters.guest()
    for address in (EXAM_PAGE, f"{EXAM_PAGE}?unfold=yes", f"{ITEMS}/the-eager-colleague", LESSON_PAGE):
        page = guest.get(address)

        assert 200 == page.status
        assert "only reviewers" not in page.text
        assert '<form method="post"' not in page.text
        assert "bo@school.example" not in page.text
    private = (f"{KEYS}/", f"{COACH}/", f"{PRIVATE}/", "reviews/")
    assert [] == [key for store in stores for key in store.asked if key.startswith(private)]


def test_a_links_reader_gets_nothing_of_another_candidate(quarters: Stores) -> None:
    stranger = quarters.guest("2026-Q4-rc.7")
    there, not_there = stranger.get(LESSON_PAGE), stranger.get(f"{ITEMS}/no-such-lesson")

    assert (404, there.body) == (there.status, not_there.body)


def test_a_comment_stands_at_its_passage(quarters: Stores) -> None:
    ann = quarters.ann()
    block = re.search(r'<div class="pair same[^"]*" id="([0-9a-f]{12})"', ann.get(LESSON_PAGE).text)
    assert block
    form = {"act": "comment", "course": "ai-foundations", "item": "choosing-a-model", "block": block[1], "quote": "Until lately"}
    answer = ann.post(
        f"/review/{CANDIDATE}/acts", {**form, "text": "Is that so?", "learner": "{}", "back": f"{LESSON_PAGE}#{block[1]}"}
    )
    page = ann.get(LESSON_PAGE)

    assert (303, f"{LESSON_PAGE}?done=commented#{block[1]}") == (answer.status, answer.headers["location"])
    at = page.text.index(f'id="{block[1]}"')
    assert "Is that so?" in page.text[at : page.text.index('<div class="pair', at)]
    assert "commented" not in ann.get(f"{ITEMS}/what-a-model-is").words
    noted = next(one for one in reversed(reviews_of(quarters.candidates, CANDIDATE)) if one.act == "comment")
    assert (block[1], "Until lately") == (noted["block"], noted["quote"])


def test_a_comment_on_a_passage_that_went_is_told_on_top(quarters: Stores) -> None:
    ann = quarters.ann()
    form = {
        "act": "comment",
        "course": "ai-foundations",
        "item": "safe-use-at-work",
        "block": "0" * 12,
        "quote": "What was here.",
    }
    ann.post(f"/review/{CANDIDATE}/acts", {**form, "text": "Where did it go?"})
    words = ann.get(f"{ITEMS}/safe-use-at-work").words

    assert "On the whole What was here. ann@school.example" in words


def test_what_is_gone_is_shown_as_it_was() -> None:
    lesson = "courses/minimal/second/01-rewriting.md"
    sources = edited({"courses/minimal/course.yaml": _retiring}, VALID)
    files = {path: data for path, data in sources.files.items() if path != lesson}
    from coursewright.authoring.source_tree import SourceTree  # noqa: PLC0415 - beside its one use

    page = two(compiled(edited({}, VALID)), compiled(SourceTree(files))).ann().get("/review/2026-Q4-rc.2/items/minimal/rewriting")

    assert "removed" in page.words
    assert {"removed"} == set(pairs(page))


def test_what_was_taken_down_of_the_old_is_not_shown_and_the_new_is() -> None:
    stores = two(release(ARCHIVE), release(CONTENT))
    stores.ann().get(f"/review/{CANDIDATE}")  # what changed is kept, as a deposit keeps it
    entry = index(release(ARCHIVE))["items"]["tokens-and-context"]
    for outcome in entry["outcomes"]:
        for store in (stores.candidates, stores.released):
            for space in (OBJECTS, "gzip"):
                store.kept.pop(object_key(space, outcome["json"]), None)
    page = stores.ann().get(f"{ITEMS}/tokens-and-context")

    assert 200 == page.status
    assert "What 2026-Q3.1 said was taken down." in page.words
    assert "It is a rule for estimates only." in page.words
    assert "This is a rule for estimates only." not in page.words


def _retiring(text: str) -> str:
    return text.replace("retired:\n", "retired:\n  - id: rewriting\n    kind: lesson\n    reason: It was too short.\n", 1)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ITEMS}/no-such-lesson", 404),
        (f"/review/{CANDIDATE}/items/no-course/x", 404),
        ("/review/2026-Q9-rc.1/items/a/b", 404),
        (f"{LESSON_PAGE}?for_model=%00&for_role=<b>&for_nothing=x&view=?&as_of=never", 200),
        (f"{LESSON_PAGE}?beside=nowhere", 404),
        (f"{LESSON_PAGE}?beside=2026-Q3", 200),
    ],
)
def test_whatever_is_asked_gets_a_page(ann: Reviewer, address: str, status: int) -> None:
    page = ann.get(address)

    assert status == page.status
    assert "<b>" not in page.text
    assert "no-store" == page.headers["cache-control"]
    assert "noindex" == page.headers["x-robots-tag"]


@pytest.fixture(scope="module")
def home(quarters: Stores) -> Iterator[str]:
    with local_site(quarters.candidates, quarters.released) as address:
        yield address


@in_a_browser
@pytest.mark.parametrize("theme", THEMES)
def test_no_page_has_a_barrier_and_each_holds_up_on_a_phone(home: str, browser: Browser, axe: str, theme: str) -> None:
    holds_up(browser, theme, axe, [f"{home}{address}" for address in PAGES])


@in_a_browser
def test_nothing_moves_when_figures_load(home: str, browser: Browser) -> None:
    """Figures come late, so that whatever they would move is moved after it was drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 2000})
    held: list[Route] = []
    page.route("**/assets/**", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    page.goto(f"{home}{LESSON_PAGE}?view=inline", wait_until="domcontentloaded")
    page.evaluate(
        "() => { window.shifts = []; const note = (list) => list.getEntries().forEach((one) => window.shifts.push(one.value));"
        "new PerformanceObserver(note).observe({type: 'layout-shift', buffered: true}); }"
    )
    page.wait_for_timeout(200)
    assert held
    for one in held:
        one.continue_()
    assert figures_load(page)
    page.wait_for_timeout(200)

    assert 0 == sum(page.evaluate("window.shifts"))
    page.close()
