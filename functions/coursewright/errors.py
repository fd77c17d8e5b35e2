"""What can go wrong with the world, in the order of the path.

What is wrong with content is a value (authoring/findings/finding.py), not an exception. Everything here ends in `Error`, and its
message is one sentence for the person who can do something about it, with both values where two do not agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coursewright.authoring.findings.finding import Finding
    from coursewright.publishing.records.log import Pending


class CoursewrightError(Exception):
    """The root: catch this where a sentence is shown to a person."""


class SourceError(CoursewrightError):
    """A folder, commit or bundle cannot be read as a curriculum at all."""


class NotPartOfContentError(SourceError):
    """Nothing of a curriculum is read from a file that was named."""


class InvalidCurriculumError(CoursewrightError):
    """The sources hold errors; `findings` says which, where and what to do."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        count = len(findings)
        super().__init__(f"{count} {'error' if count == 1 else 'errors'} in the sources")
        self.findings = findings


class WritingRefusedError(CoursewrightError):
    """A source cannot be written as asked: a name is taken or is none, or a layout is not understood. Nothing was written."""


class ToolchainError(CoursewrightError):
    """An installed library is not the one the compiler format names, so the bytes could differ."""


class ConfigurationError(CoursewrightError):
    """What the environment says cannot be worked with: something is missing, or is not of the form it must have."""


class InvalidRequestError(CoursewrightError):
    """A function was asked for something in a form that it does not understand."""


class StoreError(CoursewrightError):
    """A store cannot be reached, or answers what a store must not answer."""


class StoreRefusedError(StoreError):
    """A store did not take what it was given, and that is certain: nothing was written."""


class UnfinishedActError(StoreError):
    """It happened: an edition or a channel moved. What follows from that was not finished; asking again finishes it."""


class MissingObjectError(StoreError):
    """A store does not hold what a record or an object of it points at."""


class ExpungedError(MissingObjectError):
    """An object was taken down: a record says when and why its bytes went."""

    def __init__(self, what: str, at: str, reason: str) -> None:
        super().__init__(f"{what} was taken down at {at}: {reason}")
        self.at = at
        self.reason = reason


class TooLargeError(StoreError):
    """A store holds more bytes under a key than the caller would read."""


class DamagedObjectError(StoreError):
    """The bytes under a digest are not the bytes the digest names."""


class LostRaceError(CoursewrightError):
    """Somebody else appended to a log first; nothing of ours was written to it."""


class UnknownVerdictError(CoursewrightError):
    """A store did not say whether it took a record. `pending` is that record: putting it again decides the matter."""

    def __init__(self, message: str, pending: Pending) -> None:
        super().__init__(message)
        self.pending = pending


class KeyFileError(CoursewrightError):
    """A file of keys cannot be read, or holds something else."""


class SigningRefusedError(CoursewrightError):
    """A key that is kept elsewhere cannot be used; nothing was signed with it."""


class DeploymentError(CoursewrightError):
    """A function or a schedule of a deployment cannot be asked for, or did not answer as it should."""


class ScheduleRefusedError(CoursewrightError):
    """A promotion cannot be scheduled as asked, or none waits by that name; nothing was changed."""


class ArchiveError(CoursewrightError):
    """A file is no exported release, or not a whole one, or cannot be written as one."""


class BackupError(CoursewrightError):
    """A store cannot become the copy of another: there is nothing to copy, or the two hold different histories."""


class UnobservedSourceError(CoursewrightError):
    """A published source of facts cannot be had, or says nothing that can be understood; `kind` is a word for it, as `down`."""

    def __init__(self, message: str, kind: str = "down") -> None:
        super().__init__(message)
        self.kind = kind


class NotObservedError(CoursewrightError):
    """Some course could not be judged; the message says which and why. All that could be done was done."""


class NotToldError(CoursewrightError):
    """A reminder could not be sent, or it is not known whether it was."""


class VerificationError(CoursewrightError):
    """A verification cannot begin: an address, a file or what was remembered is not of the form it must have."""


class NoAnswerError(CoursewrightError):
    """What is to be verified could not be had: refused (with `status`), not answered, too late, too much, or from elsewhere."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class PromotionRefusedError(CoursewrightError):
    """A promotion would break a promise; the message says which and what to do."""


class GatesClosedError(PromotionRefusedError):
    """A gate is closed: `gates` says of each which it is (`gate`), why (`reason`) and what fails (`items`)."""

    def __init__(self, message: str, gates: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(message)
        self.gates = tuple(gates)


class ReviewRefusedError(CoursewrightError):
    """What a reviewer says would be of no use; the message says why. Nothing was noted."""


class UnknownNameError(CoursewrightError):
    """No release, candidate, edition or channel has this name."""


class PublishedSourceError(CoursewrightError):
    """A published source of the ledger cannot be used; what is known from it stays as it was. `code` is that of its finding."""

    code = "source-malformed"


class SourceDownError(PublishedSourceError):
    """A published source is not where it was looked for, or does not answer."""

    code = "source-down"


class SourceMalformedError(PublishedSourceError):
    """A published source is not of the form its reader knows."""

    code = "source-malformed"


class SourceContradictoryError(PublishedSourceError):
    """A published source says two things of which only one can be true."""

    code = "source-contradictory"


class SourceStaleError(PublishedSourceError):
    """A published source is older than what the ledger was written from."""

    code = "source-stale"


class RefusedCallerError(CoursewrightError):
    """Who asks may not; `challenge` is the field WWW-Authenticate that says what would be needed (RFC 6750)."""

    def __init__(self, message: str, challenge: str) -> None:
        super().__init__(message)
        self.challenge = challenge


class MissingTokenError(RefusedCallerError):
    """What was asked for is only for callers with a token, and there is none."""


class InvalidTokenError(RefusedCallerError):
    """A token cannot be read, has expired, is from or for somebody else, or its signature does not hold."""


class InsufficientScopeError(RefusedCallerError):
    """A token is good, but not for this."""


class TokenKeysAwayError(CoursewrightError):
    """The keys that tokens are verified with cannot be had just now, so nobody can tell whether a token is good."""


class SignInRefusedError(CoursewrightError):
    """What an issuer answered, or somebody in its name, does not say who is at the review desk."""


class SecretAwayError(CoursewrightError):
    """A secret that the review desk needs cannot be read just now."""


class BadParameterError(CoursewrightError):
    """A reader's question has a parameter that cannot be understood; the message says what is allowed."""

    def __init__(self, parameter: str, allowed: str) -> None:
        super().__init__(f"{parameter}: {allowed}")
        self.parameter = parameter
        self.allowed = allowed


class RetiredError(UnknownNameError):
    """What was asked for went away; `heir` is the address of what took its place, if anything did."""

    def __init__(self, name: str, reason: str, heir: str | None) -> None:
        super().__init__(f"{name} was retired: {reason}")
        self.reason = reason
        self.heir = heir
