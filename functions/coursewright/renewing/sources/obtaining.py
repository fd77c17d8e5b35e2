"""The bytes of a source: from an installed package, a path (a file, an unpacked folder, a wheel or zip) or an https address.

No code of a package is imported or run: its files are looked up in what its installer wrote down, and read. Nothing is cached.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from coursewright.errors import NoAnswerError, SourceDownError, SourceMalformedError, VerificationError
from coursewright.publishing.verifying.origin import LARGE, Origin
from coursewright.renewing.sources.readers import Reader

_LARGEST = 64_000_000
"""Bytes of a file that is read, and of a wheel that is fetched: litellm's has 41 million."""
_METADATA = 1_000_000
_SLOWEST = 120.0
_ARCHIVES = (".whl", ".zip")
_VERSION = re.compile(rb"^Version: *(\S+)", re.MULTILINE)
KEY, BASE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Obtained:
    """What was found, and of which version it is where that can be told."""

    data: bytes
    version: str | None


def is_at_hand(reader: Reader, environment: Mapping[str, str]) -> bool:
    """Whether a source can be read without anybody naming a place: its package is installed, or the key it asks for is set."""
    if reader.distribution is None:
        return reader.name == "openai-live" and bool(environment.get(KEY))
    try:
        metadata.distribution(reader.distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def obtain(reader: Reader, place: str | None, environment: Mapping[str, str]) -> Obtained:
    """The bytes of a source, from a place or from what is at hand.

    Raises:
        SourceDownError: there is nothing there, or it does not answer.
        SourceMalformedError: what is there is damaged, or is something else.
    """
    if place is None and reader.distribution is None:
        return _live(reader, environment)
    try:
        if place is None:
            return _installed(reader)
        if "://" in place:
            return _fetched(reader, place, environment)
        return _at_path(reader, Path(place))
    except OSError as error:
        raise SourceDownError(f"{place or reader.distribution} cannot be read: {error.strerror or error}") from error


def _installed(reader: Reader) -> Obtained:
    try:
        found = metadata.distribution(reader.distribution or "")
    except metadata.PackageNotFoundError as error:
        raise SourceDownError(
            f"the package {reader.distribution} is not installed; name a place with --from {reader.name}=…"
        ) from error
    return Obtained(_joined(Path(str(found.locate_file(name))) for name in reader.files), found.version)


def _live(reader: Reader, environment: Mapping[str, str], base: str | None = None) -> Obtained:
    """The list of models, as a key is shown it."""
    if reader.name != "openai-live":
        raise SourceDownError(f"it has no package; name a file or an address with --from {reader.name}=…")
    if not environment.get(KEY):
        raise SourceDownError(f"no key is set; set {KEY}")
    address = base or environment.get(BASE) or _OPENAI
    return Obtained(_asked(address, "/models", LARGE, {"Authorization": f"Bearer {environment[KEY]}"}), None)


def _fetched(reader: Reader, address: str, environment: Mapping[str, str]) -> Obtained:
    if reader.name == "openai-live":
        return _live(reader, environment, address)
    data = _asked(address, "", _LARGEST)
    return _unpacked(reader, data, address) if address.endswith(_ARCHIVES) else Obtained(data, None)


def _asked(address: str, path: str, at_most: int, headers: Mapping[str, str] | None = None) -> bytes:
    try:
        return Origin(address, at_longest=_SLOWEST, headers=headers).get(path, at_most)
    except NoAnswerError as error:
        raise SourceDownError(f"{address}{path} {error}") from error
    except VerificationError as error:
        raise SourceDownError(str(error)) from error


def _at_path(reader: Reader, path: Path) -> Obtained:
    if path.is_dir():
        return Obtained(_joined(_in_folder(reader, path)), _version_beside(reader, path))
    data = _limited(path)
    return _unpacked(reader, data, str(path)) if path.suffix in _ARCHIVES else Obtained(data, None)


def _in_folder(reader: Reader, folder: Path) -> Iterator[Path]:
    """The files of a package, wherever in it the folder begins: above it, at it, or right where they lie."""
    if not reader.files:
        raise SourceDownError(f"{folder} is a folder, and this source is one file")
    parts = [PurePosixPath(name).parts for name in reader.files]
    for depth in range(len(parts[0])):
        files = [folder.joinpath(*names[depth:]) for names in parts]
        if all(file.is_file() for file in files):
            yield from files
            return
    raise SourceDownError(f"{folder} holds no {' and '.join(reader.files)}")


def _version_beside(reader: Reader, folder: Path) -> str | None:
    """The version that an unpacked wheel says it has."""
    for about in sorted(folder.glob("*.dist-info")):
        if _is_of(reader, about.name) and (file := about / "METADATA").is_file():
            return _version(_limited(file))
    return None


def _unpacked(reader: Reader, data: bytes, name: str) -> Obtained:
    """The files of a wheel, read where they lie in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = b"\n".join(_member(archive, file) for file in reader.files)
            about = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA") and _is_of(reader, one)]
            return Obtained(found, _version(_member(archive, about[0], _METADATA)) if about else None)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise SourceMalformedError(f"{name} is no sound zip file: {error}") from error


def _member(archive: zipfile.ZipFile, name: str, at_most: int = _LARGEST) -> bytes:
    try:
        with archive.open(name) as file:
            data = file.read(at_most + 1)
    except KeyError as error:
        raise SourceMalformedError(f"it holds no {name}") from error
    if len(data) > at_most:
        raise SourceMalformedError(f"{name} in it has more than {at_most:,} bytes")
    return data


def _is_of(reader: Reader, name: str) -> bool:
    wanted = re.sub(r"[-_.]+", "_", reader.distribution or "").lower()
    return PurePosixPath(name.removesuffix("/METADATA")).name.lower().startswith(f"{wanted}-")


def _version(about: bytes) -> str | None:
    found = _VERSION.search(about)
    return found[1].decode("ascii", "replace") if found else None


def _joined(files: Iterator[Path]) -> bytes:
    return b"\n".join(_limited(file) for file in files)


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SourceMalformedError(f"{path} has more than {_LARGEST:,} bytes")
    return data
