"""The commits that led to a commit, proved by their ids, and who wrote those that are new. Nothing here asks git.

A history is commits one after the other, each as git digests it: `commit`, a blank, the number of its bytes, a NUL, its bytes.
The first is the commit whose history it is. Each commit names its parents by their ids, and its own id is computed again from its
bytes, so nobody can leave out who wrote one of them, or change it: a history that lacks commits is seen to lack them. It may end
early, as that of a shallow clone does; then who wrote what is new can only be told if all that is new is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from coursewright.authoring.sources.objects import object_id
from coursewright.errors import SourceError

MOST_COMMITS = 10_000
MOST_BYTES = 5_000_000
_LONGEST_HEAD = 20
_HEADER = re.compile(rb"tree [0-9a-f]{40,64}\n(?P<parents>(?:parent [0-9a-f]{40,64}\n)*+)")
_AUTHOR = re.compile(rb"author [^<\n]*+<(?P<mail>[^<>\n]*+)>")
_TRAILER = re.compile(rb"^co-authored-by:[^<\n]*+<([^<>\n]*+)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A commit: its parents' ids, and the addresses of who wrote it, in lower case."""

    parents: tuple[str, ...]
    authors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote what is new, sorted, and the commits that were taken for known, as far as the history has met them."""

    authors: tuple[str, ...]
    since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The history of a commit, as far as it is at hand, by the ids of commits."""

    head: str
    commits: Mapping[str, Ancestor]

    def authorship(self, known: Collection[str]) -> Authorship | None:
        """Who wrote the commits that lead to the head and to none of those that are known; None if one is not at hand."""
        old = self._leading_to(known)
        new = self._leading_to((self.head,), without=old)
        if not new <= self.commits.keys():
            return None
        authors = {author for commit in new for author in self.commits[commit].authors}
        met = self.commits.keys() | {parent for commit in self.commits.values() for parent in commit.parents}
        return Authorship(tuple(sorted(authors)), tuple(sorted(met.intersection(known))))

    def _leading_to(self, ends: Collection[str], without: Collection[str] = frozenset()) -> set[str]:
        """These commits and all that lead to them, as far as they are at hand."""
        found: set[str] = set()
        pending = list(ends)
        while pending:
            commit = pending.pop()
            if commit not in found and commit not in without:
                found.add(commit)
                pending.extend(self.commits[commit].parents if commit in self.commits else ())
        return found


def packed(commits: Iterable[bytes]) -> bytes:
    """The history of commits, the first of which is the one it is of; the last are left out where there are too many."""
    history = bytearray()
    for data in commits:
        one = b"commit %d\0%b" % (len(data), data)
        if len(history) + len(one) > MOST_BYTES:
            break
        history += one
    return bytes(history)


def ancestry_in(history: bytes, head: str) -> Ancestry:
    """The history of a commit, from its packed form.

    Raises:
        SourceError: it is none, does not begin with this commit, or holds another that does not lead to it.
    """
    commits: dict[str, Ancestor] = {}
    for data in _pieces(history):
        commit = object_id("commit", [data], len(data), head)
        if not commits and commit != head:
            raise SourceError(f"the history in the bundle begins with commit {commit[:12]}, and the bundle is of {head[:12]}")
        if commit in commits:
            raise SourceError(f"the history in the bundle holds commit {commit[:12]} twice")
        if len(commits) == MOST_COMMITS:
            raise SourceError(f"the history in the bundle holds more than {MOST_COMMITS:,} commits")
        commits[commit] = _ancestor(data, commit)
    ancestry = Ancestry(head, commits)
    if others := commits.keys() - ancestry._leading_to((head,)):  # noqa: SLF001 - its own module
        raise SourceError(f"the history in the bundle holds commit {min(others)[:12]}, which does not lead to {head[:12]}")
    return ancestry


def _pieces(history: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(history):
        end = history.find(b"\0", at, at + _LONGEST_HEAD)
        kind, _, digits = history[at:end].partition(b" ")
        size = int(digits) if end > 0 and kind == b"commit" and digits.isdigit() else -1
        if size < 0 or end + 1 + size > len(history):
            raise SourceError(f"the history in the bundle holds no whole commit at byte {at:,}")
        at = end + 1 + size
        yield history[end + 1 : at]


def _ancestor(data: bytes, commit: str) -> Ancestor:
    header, _, message = data.partition(b"\n\n")
    found = _HEADER.match(header + b"\n")
    if found is None:
        raise SourceError(f"commit {commit[:12]} in the history in the bundle does not begin as a commit does")
    author = _AUTHOR.match(header + b"\n", found.end())
    said = [author["mail"] if author else b"", *_TRAILER.findall(message)]
    addresses = [one.decode("utf-8", "replace").strip().lower() for one in said]
    parents = tuple(line.removeprefix(b"parent ").decode() for line in found["parents"].splitlines())
    return Ancestor(parents, frozenset(one or f"no address in commit {commit[:12]}" for one in addresses))
