"""The change log in Markdown, with what it means for certificates; a withdrawn release says so first."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.renewing.certificates.studying import Study
from coursewright.renewing.certificates.telling import effect_said, share_said
from coursewright.renewing.plain_markdown import plain
from coursewright.renewing.upgrading.markdown import as_markdown
from coursewright.renewing.upgrading.whats_new import kind, minutes_said
from coursewright.serving.changes.offering import Told


def changes_markdown(told: Told) -> bytes:
    """The document."""
    log = _first(told) if told.comparison.is_first else as_markdown(told.offer)
    return "\n".join((*_withdrawn(told), log.rstrip(), *_certificates(told), "")).encode()


def _first(told: Told) -> str:
    """There is nothing to compare the first of all releases with: its editor's note is what is new."""
    lines = [f"# What is new in {plain(told.offer.to.release)}", "", "This is the first release.", ""]
    note = told.offer.to.about.get("note")
    return "\n".join([*lines, *(("## From the editor", "", str(note)) if note else ())])


def _withdrawn(told: Told) -> Iterator[str]:
    if why := told.comparison.to.pin.withdrawn:
        yield from (f"> **This release was withdrawn:** {plain(why)}", "")


def _certificates(told: Told) -> Iterator[str]:
    for one in told.certificates:
        said = effect_said(one)
        yield from ("", f"## If you hold the {plain(one.title)}", "")
        yield f"**{said[:1].upper() + said[1:]}.** {plain(' '.join(one.says()))}"
        if changed := [each for each in one.objectives if each.most]:
            yield ""
            for each in changed:
                yield f"- {plain(each.text)}: {share_said(each.least, each.most)} of weight {each.weight}"
                yield from (f"  - {'' if cause.is_certain else 'May count: '}{plain(cause.says)}" for cause in each.causes)
                if each.study:
                    yield f"  - To learn: {', '.join(map(_study, each.study))}"


def _study(one: Study) -> str:
    return f"{plain(one.title)} ({kind(one.kind)}, {minutes_said(one.minutes)})"
