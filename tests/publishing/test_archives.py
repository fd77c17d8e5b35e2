"""An exported release: a form that any tar reads, and of which no byte can be missing, more, or another unseen."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from courses import STAMP
from coursewright.compiling.compiler_format import FORMAT
from coursewright.errors import ArchiveError
from coursewright.publishing.carrying.archive import END, member, padding
from coursewright.publishing.carrying.exporting import export
from coursewright.publishing.carrying.importing import import_verified, verified
from coursewright.publishing.depositing.deposit import deposit
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import object_key
from desks import Desk
from dying_store import die_at, fresh_copy, in_memory, operations_of
from small_course import small


@pytest.fixture(scope="module")
def sound() -> bytes:
    """An export of the small curriculum."""
    file = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.deposit(small())
        export(desk.candidates, "2026-Q4", small().manifest, file)
    return file.getvalue()


def test_tar_can_list_and_read_an_export(sound: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(sound)) as archive:
        found = {info.name: archive.extractfile(info) for info in archive}
    objects = {object_key(*place): data for place, data in small().objects.items()}

    assert next(iter(found)) == "release.json"
    assert list(found)[1:] == sorted(list(found)[1:])
    assert objects == {name: file.read() for name, file in found.items() if file and name in objects}
    assert {"release.json"} == {name for name in found if name not in objects and not name.startswith("attestations/")}


def _members(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {info.name: file.read() for info in archive if (file := archive.extractfile(info))}


def _archive(members: list[tuple[str, bytes]]) -> bytes:
    return b"".join(member(name, len(data)) + data + padding(len(data)) for name, data in members) + END


def _with(sound: bytes, **changes: object) -> bytes:
    """The export with other words in its first member."""
    members = _members(sound)
    first = json.loads(members.pop("release.json")) | changes
    return _archive([("release.json", json.dumps(first).encode()), *members.items()])


def _without(sound: bytes, prefix: str) -> bytes:
    members = _members(sound)
    gone = next(name for name in members if name.startswith(prefix))
    return _archive([one for one in members.items() if one[0] != gone])


def _and(sound: bytes, name: str, data: bytes) -> bytes:
    """The export with one more member, in its place."""
    members = _members(sound)
    first = ("release.json", members.pop("release.json"))
    return _archive([first, *sorted([*members.items(), (name, data)])])


def _key(data: bytes, space: str = "objects") -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"{space}/{digest[:2]}/{digest}"


def _hostile(sound: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Damaged and hostile files, and what is said of each."""
    links = io.BytesIO()
    with tarfile.open(fileobj=links, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        link = tarfile.TarInfo("release.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    other = b'{"kind":"nothing"}'
    members = _members(sound)
    some = next(name for name in members if name.startswith("keys/"))
    attestation = next(name for name in members if name.startswith("attestations/"))
    yield "empty", b"", "ends early"
    yield "zeros", bytes(4096), "behind the end"
    yield "no members", END, "does not begin with release.json"
    yield "not a tar", b"x" * 2048, "a header is none"
    yield "a link", links.getvalue(), "a header is none"
    yield "cut in a member", sound[:5000], "ends"
    yield "cut at the end", sound[:-512], "ends early"
    yield "something behind", sound + b"\0", "behind the end of the archive"
    yield "another byte in padding", sound.replace(b"}\0\0\0", b"}\0x\0", 1), "behind the end of release.json"
    yield "an owner", sound.replace(b"0000600\x000000000", b"0000600\x000000001", 1), "a header is none"
    yield "another byte in an object", sound.replace(b"A text has lines.", b"A text has lice. ", 1), "holds bytes whose digest is"
    yield "an object missing", _without(sound, "keys/"), "is missing"
    yield "the manifest missing", _without(sound, object_key("objects", small().manifest)), "is not in it"
    yield "an object more", _and(sound, _key(other), other), "no part of the release"
    yield "an object of another space", _and(sound, _key(other, "secrets"), other), "is no part of a release"
    yield "outside", _and(sound, "../../outside", b""), "is no part of a release"
    yield "an absolute name", _and(sound, "/objects/00/x", b""), "is no part of a release"
    yield "twice", _and(sound, some, members[some]), "comes twice"
    yield "out of order", _archive([("release.json", members["release.json"]), *reversed(members.items())]), "out of order"
    yield "another edition", _with(sound, edition="2026-Q3"), "its content's newest is 2026-Q4"
    yield "no edition", _with(sound, edition="stable"), "that is none"
    yield "another form", _with(sound, format=2), "reads form 1; upgrade it"
    yield "one word more", _with(sound, name="x"), "does not hold what it should"
    yield "another private root", _with(sound, private="0" * 64), "private root"
    yield "another manifest", _with(sound, manifest=_key(members[some])[-64:]), "is not in it"
    yield "no attestation", _without(sound, "attestations/"), "no attestation"
    yield (
        "an attestation of something else",
        _and(sound, attestation[:-10] + "00000.json", members[attestation]),
        "not about this",
    )
    yield "no attestation at all", _and(sound, "attestations/x", b"{}"), "holds no attestation"
    yield "names no digest", _and(sound, *_named("../../etc/passwd")), "names something that is no digest"
    yield "no course", _and(sound, *_object({"kind": "course", "items": [1]})), "does not hold what an object of its kind holds"
    yield "no editions", _and(sound, *_object({"kind": "editions", "editions": []})), "does not hold what an object of its kind"
    deep = b'{"a":' * 100_000
    yield "too deep", _and(sound, _key(deep), deep), "holds no JSON"
    yield "too large", _archive([("release.json", members["release.json"])])[:-1024] + member("objects/0", 33_000_000), "too much"


def _peak(sound: bytes, more: int) -> int:
    """Bytes held at the most while a file is read that has so many large objects more, of a kind that is looked at."""
    large = [_object({"kind": "editions", "editions": {"2026-Q4": [[]] * 100_000}, "number": n}) for n in range(more)]
    members = _members(sound)
    file = io.BytesIO(_archive([("release.json", members.pop("release.json")), *sorted([*members.items(), *large])]))
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="no part of the release"):
        verified(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_is_bounded_by_the_largest_member_and_not_by_the_file(sound: bytes) -> None:
    assert _peak(sound, 12) < 1.5 * _peak(sound, 2)


def test_attestations_are_bounded_in_all(sound: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.publishing.carrying.archived_release.LARGEST_STATEMENTS", 1000)

    with pytest.raises(ArchiveError, match="more than 1,000 bytes"):
        verified(io.BytesIO(sound))


def _named(digest: str) -> tuple[str, bytes]:
    return _object({"kind": "claims", "claims": {"one": digest}})


def _object(value: dict[str, object]) -> tuple[str, bytes]:
    data = json.dumps(value).encode()
    return _key(data), data


def test_a_damaged_or_hostile_file_gives_one_sentence_and_leaves_the_store_as_it_was(sound: bytes, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.deposit(small("Before."))
    before = desk.files()
    for what, data, said in _hostile(sound):
        with pytest.raises(ArchiveError) as refused:
            verified(io.BytesIO(data))
        assert said in str(refused.value), what
        assert "\n" not in str(refused.value)
    assert before == desk.files()


def test_no_byte_of_an_export_can_change_unseen(sound: bytes) -> None:
    """One in every 97, each flipped; what is signed in an attestation is for `verify` to judge, with a trust root."""
    signed = sound.index(b'{"payload"'), sound.index(b"\0", sound.index(b'{"payload"'))
    for at in range(0, len(sound), 97):
        if signed[0] <= at < signed[1]:
            continue
        changed = bytearray(sound)
        changed[at] ^= 1
        with pytest.raises(ArchiveError):
            verified(io.BytesIO(bytes(changed)))


def test_a_release_of_a_newer_compiler_is_not_taken(sound: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coursewright.publishing.carrying.archived_release.COMPILER_FORMAT", FORMAT - 1)

    with pytest.raises(ArchiveError, match=f"compiler format {FORMAT}, and this Coursewright knows {FORMAT - 1}; upgrade it"):
        verified(io.BytesIO(sound))


def test_a_file_that_changes_between_the_two_readings_names_nothing(sound: bytes, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    made = verified(io.BytesIO(sound))

    for other in (_without(sound, "keys/"), _and(sound, *_object({"kind": "nothing"}))):
        with pytest.raises(ArchiveError, match="it changed while it was read"):
            import_verified(io.BytesIO(other), made, desk.candidates, STAMP)
    assert not [path for path in desk.files() if path.startswith("candidates/candidates/")]
    assert not (desk.candidates.root / object_key("objects", small().manifest)).exists()


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_killed_at_any_operation_an_import_is_finished_by_a_second_run(sound: bytes) -> None:
    def work(candidates: FolderStore, _released: FolderStore) -> None:
        file = io.BytesIO(sound)
        import_verified(file, verified(file), candidates, STAMP)

    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        start, finish = Path(folder, "start"), Path(folder, "finish")
        deposit(small("Before."), Desk(start).candidates, STAMP, {})
        shutil.copytree(start, finish)
        for at in range(1, operations_of(work, finish) + 1):
            here = fresh_copy(start, Path(folder, "here"))
            die_at(work, here, at, after=at % 2 == 0)
            work(Desk(here).candidates, Desk(here).released)
            assert Desk(here).files().keys() == Desk(finish).files().keys()
