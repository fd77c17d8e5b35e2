"""The table of contents of the content API: each route, the function that answers it, and its parameters as data.

The resolver is filled from it, and so is the OpenAPI document: nothing about a route is said twice. Every route answers GET, HEAD
and OPTIONS, and some POST, which changes nothing either. A parameter that no row names is ignored.
"""

from __future__ import annotations

from coursewright.serving import courses, describing, releases, seldom, verification
from coursewright.serving.feeds import llms_text
from coursewright.serving.feeds.llms_text import PLAIN
from coursewright.serving.http import cursors
from coursewright.serving.http.negotiation import ATOM, HTML, JSON, MARKDOWN
from coursewright.serving.items import activities, assets, budget, lessons
from coursewright.serving.route import SLUG, Parameter, Route

IMAGES = ("image/gif", "image/jpeg", "image/png", "image/svg+xml", "image/webp")

LEARNER = (
    Parameter("model", "The model the learner works with; an unknown one takes the default, and the answer says so.", "gpt-4o"),
    Parameter("role", "The learner's role, in the same way.", "developer"),
    Parameter("industry", "The learner's industry, in the same way.", "retail"),
    Parameter("locale", "The learner's language, looked up by RFC 4647: de-AT, then de, then the default.", "de-AT"),
)
PORTION = (
    Parameter(
        budget.BUDGET,
        "As many of the first blocks as fit this many tokens, a quarter of the UTF-8 bytes of their Markdown, rounded up.",
        "2000",
        {"type": "integer", "minimum": 1, "maximum": budget.LARGEST},
    ),
    Parameter(budget.FROM, "The block to begin with, by its id: `budget.next` of the answer before.", "ec698133e1a6"),
)
STATUS = (Parameter("as_of", "The day to judge by; today, unless given.", "2026-11-25", {"type": "string", "format": "date"}),)
CHANGES = (
    Parameter(
        seldom.SINCE,
        "What the learner has: a release, an edition or a channel. Without it, the release before in the same edition, or where "
        "the edition before stands: the change log of the release.",
        "2026-Q3",
        {"type": "string", "minLength": 1, "maxLength": 60},
    ),
    Parameter(seldom.COURSE, "Only this course.", "ai-foundations", SLUG),
    Parameter(
        seldom.COMPLETED,
        "What the learner completed, as `item` or `course/item`, with commas between. The plan is theirs, and nobody keeps it. "
        "More than an address has room for is sent by POST.",
        "what-a-model-is,tokens-and-context",
        {"type": "string", "pattern": seldom.COMPLETED_PATTERN},
    ),
    *STATUS,
)
LISTED = (Parameter(seldom.COURSE, "Only this course.", "ai-foundations", SLUG),)
CATALOGUE = (
    Parameter("model", "Only courses that speak to learners with this model in particular.", "gpt-4o"),
    Parameter("role", "Only courses that speak to this role in particular.", "developer"),
    Parameter("level", "Only courses of this level.", "foundation"),
    Parameter(
        "q",
        f"Only courses with all of these words in title, summary or audience, in any case; the first {courses.MOST_WORDS} "
        "different words count.",
        "prompting",
    ),
    Parameter(
        "limit",
        "At most this many courses.",
        "50",
        {"type": "integer", "minimum": 1, "maximum": courses.LARGEST_LIMIT, "default": courses.DEFAULT_LIMIT},
    ),
    Parameter(cursors.CURSOR, "Where to go on: `next_cursor` of the answer before, with the same filters."),
)
_COURSE = "/v1/{at}/courses/{course}"
_FORMS = (JSON, MARKDOWN, HTML)

ROUTES = (
    Route("/v1", releases.overview, "Channels and editions"),
    Route("/v1/openapi.json", describing.openapi_document, "This document"),
    Route("/v1/docs", describing.openapi_page, "This document as a page", media_types=(HTML,)),
    Route("/v1/assets/{digest}/{name}", assets.asset, "A figure's bytes", media_types=IMAGES),
    Route("/v1/channels/{channel}/records/{number}", verification.channel_record, "A record of a channel, as stored"),
    Route("/v1/channels/{channel}/head", verification.channel_head, "The newest signed head of a channel, as stored"),
    Route("/v1/editions/{edition}/records/{number}", verification.edition_record, "A record of an edition, as stored"),
    Route("/v1/editions/{edition}/head", verification.edition_head, "The newest signed head of an edition, as stored"),
    Route("/v1/expunged/{digest}", verification.expunged_record, "The record of a takedown, as stored"),
    Route(seldom.FEED, seldom.releases_feed, "What was released, as a feed", media_types=(ATOM,)),
    Route("/v1/{at}", releases.release, "What a release is"),
    Route("/v1/{at}/changes.md", seldom.changes_markdown, "What changed, in Markdown", CHANGES, (MARKDOWN,), "Completed"),
    Route("/v1/{at}/changes.html", seldom.changes_page, "What changed, as a page", CHANGES, (HTML,), "Completed"),
    Route("/v1/{at}/changes", seldom.changes, "What changed, and what carries over", CHANGES, _FORMS, "Completed"),
    Route("/v1/{at}/llms.txt", llms_text.llms_text, "The courses, for a model", LISTED, (PLAIN,)),
    Route("/v1/{at}/manifest", verification.manifest, "A release's manifest, as stored"),
    Route("/v1/{at}/attestation", verification.attestation, "Who says where a release came from"),
    Route("/v1/{at}/courses", courses.catalogue, "The catalogue", CATALOGUE),
    Route(_COURSE, courses.course, "A course's outline"),
    Route(f"{_COURSE}/status", courses.status, "What moves about a course", STATUS),
    Route(f"{_COURSE}/lessons/{{lesson}}.md", lessons.lesson_markdown, "A lesson in Markdown", (*LEARNER, *PORTION), (MARKDOWN,)),
    Route(f"{_COURSE}/lessons/{{lesson}}.html", lessons.lesson_page, "A lesson as a page", (*LEARNER, *PORTION), (HTML,)),
    Route(f"{_COURSE}/lessons/{{lesson}}", lessons.lesson, "A lesson", (*LEARNER, *PORTION), _FORMS),
    Route(f"{_COURSE}/activities/{{activity}}", activities.activity, "A survey, a practice or an assessment"),
    Route("/v1/{at}/programs", releases.programs, "Programs and credentials"),
    Route("/v1/{at}/models", releases.models, "The ledger of models, as released"),
    Route("/v1/{at}/claims/{claim}", releases.claim, "A claim, as released"),
)
"""In the order in which they are tried."""
