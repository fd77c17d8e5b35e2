"""What each route answers: the shape of a 200, its own fields, which refusals it may give, and what to know before using it."""

from __future__ import annotations

from dataclasses import dataclass

TAGS = {
    "Releases": "What there is to read. Resolve a channel once, then keep the edition as the learner's pin.",
    "Courses": "The catalogue, outlines, and what still holds of a course.",
    "Lessons and activities": "What learners read and do.",
    "Models and claims": "What a release says of models, and who said so.",
    "Figures": "Bytes under their own digest.",
    "Verification": "Manifests, records and signatures, byte for byte as stored, so that anybody can check them.",
    "This document": "The API about itself.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """What the table of routes does not say of a route. `shape` is that of its JSON form; `sometimes` are fields it may lack."""

    tag: str
    shape: str
    about: str
    fields: tuple[str, ...] = ()
    sometimes: tuple[str, ...] = ()
    may_move: bool = False
    reads_store: bool = True


_LESSON_FIELDS = ("Content-Language", "Content-Location", "Link", "Coursewright-Budget")
_UNLESS_SOMEBODYS = ("ETag", "Content-Location", "Link")

OPERATIONS = {
    "overview": Operation(
        "Releases",
        "Overview",
        "Start here. A channel such as `stable` says where new learners begin; its edition is what to keep for each of them.",
        ("Content-Location", "Link"),
    ),
    "release": Operation(
        "Releases",
        "Release",
        "What the release is made of, the editor's note, and whether something came after it. "
        "That part moves, so even an exact release's description is kept for 60 seconds only.",
        ("Content-Location",),
    ),
    "releases_feed": Operation(
        "Releases",
        "",
        "Atom, by RFC 4287: the newest 20 releases, the newest first, each with the editor's note or what it corrected. "
        "For feed readers, and for programs that wait for something new.",
        ("Content-Location",),
    ),
    "llms_text": Operation(
        "Courses",
        "",
        "The form of llmstxt.org: links to the Markdown of each lesson of the courses this caller may read, or of one of them. "
        "Of more than 500 lessons it lists the courses instead, each with the address of its own list.",
        ("Content-Location",),
    ),
    "changes": Operation(
        "Releases",
        "ChangesAnswer",
        "For a learner on `since`: what their edition moved already, what this release offers, what carries over item by item, "
        "what staying costs, and what it means for certificates. Without `since`, the log of the release. With `completed` "
        "the plan is one learner's: no cache keeps it, and it has no entity tag. A POST takes a list "
        "that is too long for an address in its body (`Completed`). Only courses this caller may read.",
        sometimes=_UNLESS_SOMEBODYS,
    ),
    "changes_markdown": Operation(
        "Releases",
        "",
        "The same in Markdown, for the model that tutors, or for a mail.",
        sometimes=_UNLESS_SOMEBODYS,
    ),
    "changes_page": Operation(
        "Releases",
        "",
        "The same as a page of its own, for learners and editors. Nothing on it may run.",
        ("Content-Security-Policy",),
        _UNLESS_SOMEBODYS,
    ),
    "catalogue": Operation(
        "Courses",
        "Catalogue",
        "All filters must hold. A cursor belongs to one release and one set of filters: pages never mix two releases.",
        ("Content-Location", "Link"),
    ),
    "course": Operation(
        "Courses",
        "CourseAnswer",
        "Everything an app needs to show the course's table of contents and to tell which lessons differ for whom. "
        "Compare `fingerprints` of two releases to see what changed.",
        ("Content-Location",),
    ),
    "status": Operation(
        "Courses",
        "StatusAnswer",
        "Judged from the ledger as released and a date, item by item. Ask it daily; the lessons themselves never change. "
        "Releases of compiler format 1 have none.",
        ("Content-Location",),
    ),
    "lesson": Operation(
        "Lessons and activities",
        "LessonAnswer",
        "The text this learner gets. What the app does not say of its learner takes the default, and `defaulted` says so. "
        "`Accept` may ask for Markdown or HTML; the addresses with `.md` and `.html` say it outright and cache better.",
        _LESSON_FIELDS,
        may_move=True,
    ),
    "lesson_markdown": Operation(
        "Lessons and activities",
        "",
        "The same text in Markdown, for the model that tutors. With a budget, whole blocks only.",
        _LESSON_FIELDS,
        may_move=True,
    ),
    "lesson_page": Operation(
        "Lessons and activities",
        "",
        "The same text as a page of its own, for a person. Nothing on it may run.",
        (*_LESSON_FIELDS, "Content-Security-Policy"),
        may_move=True,
    ),
    "activity": Operation(
        "Lessons and activities",
        "ActivityAnswer",
        "What a learner may see. Keys, explanations and rubrics of scored activities are not in this API at all; "
        "only a formative quiz carries its key.",
        ("Content-Location",),
        may_move=True,
    ),
    "programs": Operation(
        "Releases", "Programs", "Which courses lead to which credential, and what earning it needs.", ("Content-Location",)
    ),
    "models": Operation(
        "Models and claims",
        "Models",
        "As it was when the release was made; it never changes. What has become of a course since is in its status.",
        ("Content-Location",),
    ),
    "claim": Operation(
        "Models and claims", "ClaimAnswer", "With its sources, and when somebody last tried it.", ("Content-Location",)
    ),
    "asset": Operation(
        "Figures",
        "",
        "Lessons name the whole address. It never changes what it gives.",
        ("Content-Security-Policy", "Cross-Origin-Resource-Policy"),
    ),
    "manifest": Operation("Verification", "Manifest", "SHA-256 of the body is the release's `manifest`.", ("Content-Location",)),
    "attestation": Operation(
        "Verification",
        "AttestationAnswer",
        "Signed statements that bind content and commit to the manifest.",
        ("Content-Location",),
    ),
    "channel_record": Operation(
        "Verification", "SignedRecord", "Records are written once and never change.", ("Content-Location",)
    ),
    "channel_head": Operation(
        "Verification",
        "SignedHead",
        "Valid for a few days and issued daily, so that nobody can go on showing an old log as the newest.",
        ("Content-Location",),
    ),
    "edition_record": Operation(
        "Verification", "SignedRecord", "Records are written once and never change.", ("Content-Location",)
    ),
    "edition_head": Operation("Verification", "SignedHead", "As for channels.", ("Content-Location",)),
    "expunged_record": Operation(
        "Verification",
        "SignedRecord",
        "Says that the object of this digest was taken down, when and why: what is answered 410 (`expunged`) is gone by right.",
        ("Content-Location",),
    ),
    "openapi_document": Operation(
        "This document",
        "",
        "OpenAPI 3.1, made from the same table that answers requests.",
        ("Content-Location",),
        reads_store=False,
    ),
    "openapi_page": Operation(
        "This document",
        "",
        "The same document as a page for people. It runs nothing and loads nothing from elsewhere.",
        ("Content-Location", "Content-Security-Policy"),
        reads_store=False,
    ),
}
"""By the name of the route."""
