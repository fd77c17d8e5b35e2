"""Repositories that are made to hurt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from authoring.hostile.case import FRONT, Case, commit_all, git, in_commit


def _entry(mode: str, path: str, data: bytes = b"x") -> Callable[[Path], str]:
    """A commit with one more entry in the content's tree, however odd, made without the work tree."""

    def build(repository: Path) -> str:
        blob = git(repository, "rev-parse", "HEAD")
        if mode != "160000":
            blob = git(repository, "hash-object", "-w", "--stdin", given=data)
        return _with_tree(repository, [(mode, path.encode("utf-8", "surrogateescape"), blob)])

    return build


def _with_tree(repository: Path, extra: list[tuple[str, bytes, str]]) -> str:
    """Commit the content's tree with further entries; the object is written as it is, so that git does not look at the names."""
    tree = git(repository, "rev-parse", "HEAD:content")
    listed = git(repository, "ls-tree", tree).splitlines()
    entries = [(line.split()[0].lstrip("0"), line.split("\t")[1].encode(), line.split()[2]) for line in listed]
    raw = b"".join(
        mode.encode() + b" " + name + b"\0" + bytes.fromhex(blob)
        for mode, name, blob in sorted([*entries, *extra], key=lambda entry: entry[1] + (b"/" if entry[0] == "40000" else b""))
    )
    content = git(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=raw)
    root = b"40000 content\0" + bytes.fromhex(content)
    top = git(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=root)
    return git(repository, "commit-tree", "-m", "odd", top)


def _revision(revision: str) -> Callable[[Path], str]:
    return lambda _: revision


def _files(make: Mapping[str, bytes]) -> Callable[[Path], str]:
    def build(repository: Path) -> str:
        for path, data in make.items():
            (repository / "content" / path).parent.mkdir(parents=True, exist_ok=True)
            (repository / "content" / path).write_bytes(data)
        return commit_all(repository)

    return build


def _large_blob(repository: Path) -> str:
    git(repository, "config", "core.compression", "1")
    with (repository / "content" / "large.bin").open("wb") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    return commit_all(repository)


def _configured(**settings: str) -> Callable[[Path], str]:
    def build(repository: Path) -> str:
        (repository / ".gitattributes").write_text("* filter=evil diff=evil merge=evil text eol=crlf export-subst ident\n")
        commit_all(repository)
        for name, value in settings.items():
            git(repository, "config", name.replace("__", "."), value)
        return "HEAD"

    return build


def _odd_author(repository: Path) -> str:
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    commit = f"tree {tree}\nauthor a <".encode() + b"\xff\xd8\x1b[2J@x> 0 +0000\ncommitter a <a@b> 0 +0000\n\nodd\n"
    return git(repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=commit)


def _program(repository: Path) -> str:
    program = repository / "program"
    program.write_text("#!/bin/sh\ntouch ../canary/ran canary/ran ran\n")
    program.chmod(0o755)
    return str(program)


def _signed(repository: Path) -> str:
    """A signed commit, and settings by which looking at it runs a program."""
    git(repository, "config", "log.showSignature", "true")
    git(repository, "config", "gpg.program", _program(repository))
    tree = git(repository, "rev-parse", "HEAD^{tree}")
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
    who = b"author a <a@b> 0 +0000\ncommitter a <a@b> 0 +0000\n"
    commit = f"tree {tree}\n".encode() + who + signature + b"\nsigned\n"
    return git(repository, "hash-object", "-t", "commit", "-w", "--stdin", given=commit)


def _elsewhere(repository: Path) -> str:
    git(repository, "config", "core.worktree", str(repository.parent / "canary"))
    return "HEAD"


def _partial(repository: Path) -> str:
    """A repository that says what is missing can be fetched, by a command of its own."""
    revision = _without_blob(repository)
    for name, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(repository),
        "remote.origin.uploadPack": _program(repository),
        "protocol.allow": "always",
        "protocol.file.allow": "always",
    }.items():
        git(repository, "config", name, value)
    return revision


def _hooked(repository: Path) -> str:
    for name in ("post-checkout", "reference-transaction", "pre-auto-gc", "post-index-change", "fsmonitor-watchman"):
        hook = repository / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\ntouch ../canary/ran canary/ran ran\n")
        hook.chmod(0o755)
    return "HEAD"


def _replaced(repository: Path) -> str:
    blob = git(repository, "rev-parse", "HEAD:content/people.yaml")
    git(repository, "replace", blob, git(repository, "rev-parse", "HEAD:content/curriculum.yaml"))
    return "HEAD"


def _grafted(repository: Path) -> str:
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "grafts").write_text("not a graft\n" * 1_000)
    (repository / ".git" / "shallow").write_text(git(repository, "rev-parse", "HEAD") + "\n")
    return "HEAD"


def _without_blob(repository: Path) -> str:
    blob = git(repository, "rev-parse", "HEAD:content/people.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    return "HEAD"


def _damaged_blob(repository: Path) -> str:
    blob = git(repository, "rev-parse", "HEAD:content/people.yaml")
    path = repository / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    return "HEAD"


def _other_blob(repository: Path) -> str:
    """The object of people.yaml holds the bytes of another."""
    names = [git(repository, "rev-parse", f"HEAD:content/{name}") for name in ("people.yaml", "curriculum.yaml")]
    to, source = (repository / ".git" / "objects" / name[:2] / name[2:] for name in names)
    to.chmod(0o644)
    to.write_bytes(source.read_bytes())
    return "HEAD"


def _alternates(repository: Path) -> str:
    (repository / ".git" / "objects" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "objects" / "info" / "alternates").write_text("/etc\n../../../..\n" * 100)
    return "HEAD"


def _many_authors(repository: Path) -> str:
    lines = []
    for number in range(3_000):
        lines.append(f"commit refs/heads/main\ncommitter \x1b[2J{number} <a{number}\u202e@x> {number} +0000\ndata 1\nx\n")
        lines.append("from refs/heads/main^0\n" if number == 0 else "")
    git(repository, "fast-import", "--quiet", given="".join(lines).encode())
    return "HEAD"


def _wide(repository: Path) -> str:
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"x")
    return _with_tree(repository, [("100644", b"f%05d" % number, blob) for number in range(30_000)])


def _tree_bomb(repository: Path) -> str:
    """Ten trees of ten names each, one in another: ten thousand million files in a few hundred bytes."""
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"x")
    tree, mode = blob, b"100644"
    for _ in range(10):
        raw = b"".join(mode + b" %d\0" % number + bytes.fromhex(tree) for number in range(10))
        tree, mode = git(repository, "hash-object", "-t", "tree", "-w", "--stdin", given=raw), b"40000"
    return _with_tree(repository, [("40000", b"bomb", tree)])


def _deep(repository: Path) -> str:
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"x")
    stream = [b"commit refs/heads/deep\ncommitter a <a@b> 0 +0000\ndata 0\nfrom refs/heads/main^0\n"]
    stream.append(b"M 100644 " + blob.encode() + b" content/" + b"d/" * 1_500 + b"x\n\n")
    git(repository, "fast-import", "--quiet", given=b"".join(stream))
    return "deep"


def _link_out_of_the_repository(repository: Path) -> str:
    (repository / "content" / "out").symlink_to("../../canary")
    return commit_all(repository)


_FOUND: Mapping[str, Callable[[Path], str]] = {
    "a submodule": _entry("160000", "module"),
    "a link": _entry("120000", "link", b"/etc/passwd"),
    "a link out of the repository": _link_out_of_the_repository,
    "people as a link": _entry("120000", "people.yml", b"../../../etc/passwd"),
    "a name with a line": _entry("100644", "a\nb.md"),
    "a name with a tab": _entry("100644", "a\tb.md"),
    "a name that looks like an entry": _entry("100644", "a\n100644 blob 0123 5\tb"),
    "a name of 4,000 characters": _entry("100644", "a" * 4_000),
    "a name that is no UTF-8": _entry("100644", "\udcff.md"),
    "a name with a backslash": _entry("100644", "a\\..\\evil"),
    "a name with slashes": _entry("100644", "../../evil"),
    "an absolute name": _entry("100644", "/evil"),
    "a parent": _entry("40000", "..", b""),
    "a name with quotes": _entry("100644", '"a".md'),
    "a leading dash": _entry("100644", "--output=x"),
    "a blob of 100 MB": _large_blob,
    "twins": _files({"claims/x.yaml": b"a", "claims/X.yaml": b"b"}),
}

_REFUSED: Mapping[str, Callable[[Path], str]] = {
    "30,000 files": _wide,
    "ten thousand million files": _tree_bomb,
    "an object that is missing": _without_blob,
    "an object that is to be fetched": _partial,
    "a work tree elsewhere": _elsewhere,
    "an object that is damaged": _damaged_blob,
    **{
        f"the revision {ascii(revision)[:24]}": _revision(revision)
        for revision in (
            "--output=x", "-h", "--all", "", "HEAD..HEAD", "HEAD^{tree}", "HEAD:content", "nothing", "$(touch x)", "a\0b",
            "\ud800", "@{u}", "HEAD" + "~" * 20_000 + "1", ":/" + "(" * 20_000, "x" * 200_000,
            "HEAD\n--output=x", ":(top)", "refs/../../x", "^HEAD",
        )
    },
}  # fmt: skip

_READ: Mapping[str, Callable[[Path], str]] = {
    "settings that run things": _configured(
        core__fsmonitor="touch canary", core__sshCommand="touch canary", core__pager="touch canary",
        filter__evil__smudge="touch canary", filter__evil__clean="touch canary", diff__evil__textconv="touch canary",
        core__hooksPath="/dev", core__editor="touch canary", log__showSignature="true", gpg__program="touch canary",
        core__gitProxy="touch canary", credential__helper="!touch canary", alias__rp="!touch canary",
    ),
    "settings that change how things are shown": _configured(
        color__ui="always", log__mailmap="true", mailmap__file="/etc/passwd", i18n__logOutputEncoding="utf-16",
        core__quotePath="true", core__abbrev="4", log__date="format:%n", format__pretty="%x00",
    ),
    "hooks": _hooked,
    "an author who is no UTF-8": _odd_author,
    "a signed commit": _signed,
    "a replaced object": _replaced,
    "grafts and a shallow file": _grafted,
    "alternates": _alternates,
    "an object that holds another": _other_blob,
    "3,000 authors": _many_authors,
    "1,500 folders deep": _deep,
    "a mailmap": _files({"../.mailmap": b"<a> <b>\n" * 10_000}),
    "a hostile lesson": _files({"courses/minimal/second/09-x.md": FRONT + b"[" * 90_000}),
    "an odd mode": _entry("100666", "claims.txt"),
    "the settings of another case": _entry("100644", "CURRICULUM.YAML"),
}  # fmt: skip


def cases() -> Iterator[Case]:
    """Commits that hold what is found, that are refused, and that only look odd."""
    for name, build in _FOUND.items():
        yield in_commit("commit", name, build, "unsafe-file", "refused")
    for name, build in _REFUSED.items():
        yield in_commit("commit", name, build, "refused")
    for name, build in _READ.items():
        yield in_commit("commit", name, build)
