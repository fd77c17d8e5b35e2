"""Where the sources of an edition are to be edited: here, in another folder of the repository, or on a branch of its own.

An edition is worked on where it is the newest. Of one that is older than the working copy a branch is begun at the commit that
its release was made from, checked out beside the working copy, so that nothing newer slips into what its learners get.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursewright.authoring.sources.commit import find_commit, run_git
from coursewright.authoring.sources.folder import read_folder
from coursewright.errors import SourceError
from coursewright.publishing.depositing.baselines import newest_edition
from coursewright.renewing.correcting.false_claims import Stated


@dataclass(frozen=True, slots=True)
class EditionSources:
    """A content folder whose newest edition is the one to correct. `branch` is the one begun for it, if there is one.

    `checkout` is the folder that branch is, or is to be, checked out in.
    """

    folder: Path
    branch: str | None = None
    checkout: Path | None = None

    @property
    def is_there(self) -> bool:
        """Whether the folder is there to be written to; a branch is checked out only when asked for."""
        return self.folder.is_dir()


def sources_of(stated: Stated, claim: str, content: Path, into: Path) -> EditionSources:
    """Where an edition's sources are, or will be once its branch is checked out.

    Raises:
        SourceError: they are nowhere at hand; the message says what to do.
    """
    if _is_newest_in(content, stated.edition):
        return EditionSources(content)
    if stated.commit is None or stated.folder is None:
        raise SourceError(
            f"{stated.release} was not made from a commit, so its sources are not known; name the folder that holds them: "
            f"coursewright correct {claim} --content DIR"
        )
    root = find_commit(content, "HEAD").repository
    beside = root / stated.folder
    if _is_newest_in(beside, stated.edition):
        return EditionSources(beside)
    find_commit(content, stated.commit)
    checkout = into / stated.edition
    return EditionSources(checkout / stated.folder, f"correct/{stated.edition}/{claim}", checkout)


def check_out(sources: EditionSources, stated: Stated, content: Path) -> None:
    """Check out the branch that an edition is to be corrected on, begun at its release's commit unless it is there already.

    Raises:
        SourceError: git cannot, or the folder holds something else.
    """
    if sources.branch is None or sources.checkout is None or stated.commit is None:
        return
    if not sources.checkout.exists():
        root, place = find_commit(content, "HEAD").repository, str(sources.checkout.resolve())
        is_begun = run_git(root, "branch", "--list", "--format=%(refname:short)", sources.branch).strip()
        of = [place, sources.branch] if is_begun else ["-b", sources.branch, place, stated.commit]
        run_git(root, "worktree", "add", "--quiet", *of)
    if not _is_newest_in(sources.folder, stated.edition):
        raise SourceError(f"{sources.folder} is not a content folder of {stated.edition}; remove it, or name another by --into")


def _is_newest_in(folder: Path, edition: str) -> bool:
    try:
        return (folder / "curriculum.yaml").is_file() and newest_edition(read_folder(folder)) == edition
    except SourceError:
        return False
