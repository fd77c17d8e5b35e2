"""What the shipped editions mean to learners and to who holds a certificate: files, reviewed by reading them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from courses import ARCHIVE, CONTENT, manifest, read, release
from coursewright.commands.renewing.certificate_effect import lines
from coursewright.compiling.release import Release
from coursewright.compiling.spaces import ASSETS
from coursewright.publishing.changes.between import changes_between
from coursewright.publishing.changes.change import Changes
from coursewright.publishing.changes.side import Side
from coursewright.renewing.certificates.between import effect_between
from coursewright.renewing.certificates.certificate_effect import CertificateEffect
from coursewright.renewing.certificates.sides import Source
from coursewright.renewing.upgrading.markdown import as_markdown
from coursewright.renewing.upgrading.offer import upgrade_offer
from coursewright.renewing.upgrading.reading import read_offer_side

GOLDEN = Path(__file__).parent / "golden"
COURSE = "ai-foundations"
DAY = date(2026, 11, 25)


def _side(made: Release) -> Side:
    return Side(made.manifest, lambda digest: read(made, digest), lambda digest: made.objects[ASSETS, digest])


def _changes() -> Changes:
    return changes_between(_side(release(ARCHIVE)), _side(release(CONTENT)))


def _source(made: Release, name: str) -> Source:
    return Source(name, name.partition(".")[0], made.manifest, _side(made).read)


def _effect() -> CertificateEffect:
    earned, now = _source(release(ARCHIVE), "2026-Q3.1"), _source(release(CONTENT), "2026-Q4.1")
    return effect_between(COURSE, earned, now, _changes(), DAY, date(2026, 9, 1))


@pytest.mark.golden
def test_the_shipped_certificates_effect_is_what_an_examiner_would_say(golden: Callable[[Path, str], None]) -> None:
    """Choosing a model is another skill now; what is said of models is newer in two lessons; all else that was shown holds."""
    golden(GOLDEN / "certificate-2026-Q3-on-2026-Q4.txt", "".join(f"{line.plain}\n" for line in lines(_effect())))


def test_only_choosing_a_model_changed_as_an_objective_and_nothing_has_to_be_done() -> None:
    found = _effect()

    assert ("log", "log", None) == (found.least, found.most, found.due)
    assert {"choose-a-model": (100, 100), "judge-length": (25, 25), "explain-a-model": (25, 50)} == {
        one.id: (one.least, one.most) for one in found.delta()
    }


@pytest.mark.golden
def test_the_shipped_change_log_is_as_it_was_read(golden: Callable[[Path, str], None]) -> None:
    since, to = (
        read_offer_side(name, made.manifest, name.partition(".")[0], _side(made).read, [COURSE])
        for name, made in (("2026-Q3.1", release(ARCHIVE)), ("2026-Q4.1", release(CONTENT)))
    )
    ledger = read(release(CONTENT), manifest(release(CONTENT))["models"])

    offer = upgrade_offer(since, to, _changes(), ledger, DAY)

    golden(GOLDEN / "changes-2026-Q3-to-2026-Q4.md", as_markdown(offer))
