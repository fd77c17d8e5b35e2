"""Links and devices in a folder, and folders that are no plain folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from authoring.hostile.case import FRONT, Case, Read, in_folder
from coursewright.authoring.sources.folder import read_folder


def _link(name: str, to: str) -> Callable[[Path], None]:
    def build(content: Path) -> None:
        (content / name).unlink(missing_ok=True)
        (content / name).symlink_to(to)

    return build


def _fifo(name: str) -> Callable[[Path], None]:
    def build(content: Path) -> None:
        (content / name).unlink(missing_ok=True)
        os.mkfifo(content / name)

    return build


def _socket(content: Path) -> None:
    here = Path.cwd()
    os.chdir(content / "claims")  # a socket's address is at most 108 bytes long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("x.yaml")
    os.chdir(here)


def _hard_link(content: Path) -> None:
    outside = content.parent / "canary" / "bird"
    os.link(outside, content / "claims" / "bird.yaml")


def _sparse(content: Path) -> None:
    with (content / "claims" / "x.yaml").open("wb") as file:
        file.truncate(10_000_000_000_000)


def _deep(content: Path) -> None:
    here = Path.cwd()
    os.chdir(content)
    for _ in range(3_000):
        Path("d").mkdir()
        os.chdir("d")
    Path("x.txt").touch()
    os.chdir(here)


def _wide(content: Path) -> None:
    for number in range(15_000):
        (content / f"f{number}").touch()


def _folders(content: Path) -> None:
    for number in range(15_000):
        (content / f"d{number}").mkdir()


def _ring(content: Path) -> None:
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (content / one).symlink_to(other)


def _bytes_name(content: Path) -> None:
    (content / os.fsdecode(b"\xff\xfe.md")).write_bytes(FRONT)


def _folder_for_file(name: str) -> Callable[[Path], None]:
    def build(content: Path) -> None:
        (content / name).unlink()
        (content / name).mkdir()

    return build


def _without_settings(content: Path) -> None:
    (content / "curriculum.yaml").unlink()


_BUILDS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "a link to the root": (_link("all", "/"), "unsafe-file"),
    "a link to itself": (_link("claims/x.yaml", "x.yaml"), "unsafe-file"),
    "a link to its folder": (_link("courses/minimal/again", "."), "unsafe-file"),
    "a link to the folder above": (_link("courses/up", ".."), "unsafe-file"),
    "links in a ring": (_ring, "unsafe-file"),
    "a link to nothing": (_link("claims/x.yaml", "nothing"), "unsafe-file"),
    "a link to passwords": (_link("claims/x.yaml", "/etc/passwd"), "unsafe-file"),
    "a link to zeros without end": (_link("claims/x.yaml", "/dev/zero"), "unsafe-file"),
    "a link to this process": (_link("claims/x.yaml", "/proc/self/mem"), "unsafe-file"),
    "a link inside": (_link("claims/x.yaml", "deep-1-reasons.yaml"), "unsafe-file"),
    "people as a link": (_link("people.yaml", "/etc/passwd"), "unsafe-file"),
    "settings as a link to zeros": (_link("curriculum.yaml", "/dev/zero"), "refused"),
    "settings as a link to itself": (_link("curriculum.yaml", "curriculum.yaml"), "refused"),
    "settings as a link to a file": (_link("curriculum.yaml", "people.yaml"), "unsafe-file"),
    "a pipe": (_fifo("claims/x.yaml"), "unsafe-file"),
    "people as a pipe": (_fifo("people.yaml"), "unsafe-file"),
    "settings as a pipe": (_fifo("curriculum.yaml"), "refused"),
    "a socket": (_socket, "unsafe-file"),
    "a hard link out": (_hard_link, "not-a-mapping"),
    "a sparse file of 10 TB": (_sparse, "unsafe-file"),
    "3,000 folders deep": (_deep, "refused"),
    "15,000 files": (
        _wide,
        "unknown-file",
    ),
    "15,000 empty folders": (_folders, ""),
    "a name of bytes": (_bytes_name, "unsafe-file"),
    "people as a folder": (_folder_for_file("people.yaml"), "missing-file"),
    "settings as a folder": (_folder_for_file("curriculum.yaml"), "refused"),
    "no settings": (_without_settings, "refused"),
}


def cases() -> Iterator[Case]:
    """Each in the valid tree; and places that are no content at all."""
    for name, (build, code) in _BUILDS.items():
        yield in_folder("link", name, build, *filter(None, (code,)))
    for place in ("/dev/null", "/proc/self", "/nowhere", "/etc/passwd", "\ud800", "a\0b", "x" * 5_000):
        yield Case("link", f"the folder {ascii(place)[:30]}", _elsewhere(place), ("refused",))


def _elsewhere(place: str) -> Callable[[Path], Read]:
    return lambda _: lambda: read_folder(Path(place))
