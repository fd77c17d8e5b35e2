"""S3 servers on loopback, started and stopped by tests: SeaweedFS, a real one, and rclone's, which ignores conditions.

A server is asked by its identities. The first of them, `ADMINISTRATOR`, may do everything; what others may do is written in IAM
policies, which SeaweedFS enforces. Ports are free ones below those the system hands out: a killed server finds its own again.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from coursewright.publishing.storing.s3_store import S3Store
from coursewright.publishing.storing.store_address import s3_client
from dying_store import in_memory

BIN = Path(sys.executable).parent
REGION = "us-east-1"
_LISTENERS = ("admin", "filer", "master", "s3", "volume")
_STARTS, _SECONDS_TO_START = 4, 20


@dataclass(frozen=True)
class Identity:
    """Somebody a server knows; allowed is what `policies` (IAM documents by name) and `actions` (SeaweedFS's words) say."""

    name: str
    policies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    actions: Sequence[str] = ()
    secret: str = field(default_factory=lambda: f"testing-{secrets.token_hex(4)}", repr=False)

    @property
    def credentials(self) -> dict[str, str]:
        """As boto3 takes them; the access key is the name."""
        return {"aws_access_key_id": self.name, "aws_secret_access_key": self.secret}


ADMINISTRATOR = Identity("administrator", actions=("Admin", "Read", "List", "Tagging", "Write"))


class S3Server:
    """A server of one kind in a folder of its own, which goes when it is stopped; `kill` leaves it for another `start`."""

    def __init__(self, identities: Sequence[Identity] = ()) -> None:
        self.identities = (ADMINISTRATOR, *identities)
        self.folder = Path(tempfile.mkdtemp(prefix="coursewright-s3-", dir=in_memory()))
        self.ports = _free_ports(_LISTENERS)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.ports['s3']}"

    def client(self, identity: Identity = ADMINISTRATOR, endpoint: str | None = None) -> Any:  # noqa: ANN401 - boto3's
        """The project's own client, as one identity; `endpoint` may be that of a proxy in front."""
        return s3_client(endpoint_url=endpoint or self.endpoint, region_name=REGION, **identity.credentials)

    def environment(self, identity: Identity = ADMINISTRATOR, endpoint: str | None = None) -> dict[str, str]:
        """What a process is told that works as one identity."""
        return {
            "AWS_ENDPOINT_URL_S3": endpoint or self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": identity.name,
            "AWS_SECRET_ACCESS_KEY": identity.secret,
        }

    def bucket(self, name: str | None = None) -> str:
        """A new bucket, of a name nobody else uses unless one is given; gives its name."""
        name = name or f"test-{secrets.token_hex(6)}"
        self.client().create_bucket(Bucket=name)
        return name

    def store(self, bucket: str | None = None, identity: Identity = ADMINISTRATOR, endpoint: str | None = None) -> S3Store:
        """A store in a bucket, or in a new one."""
        return S3Store(self.client(identity, endpoint), bucket or self.bucket())

    def start(self) -> None:
        """Start, and wait until something can be put. Another process may take a port in between: then on other ports."""
        is_first = self._process is None
        for left in range(_STARTS, 0, -1):
            self._launch()
            if self._is_ready():
                return
            self.kill()
            if is_first:
                self.ports = _free_ports(_LISTENERS)
            if left == 1:
                said = (self.folder / "said").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"the S3 server did not start: {said}")

    def kill(self) -> None:
        """Kill it at once, as a crash would."""
        if self._process:
            self._process.kill()
            self._process.wait()
        for path in Path("/tmp").glob("seaweedfs-*.sock"):  # noqa: S108 - where SeaweedFS leaves them, by port
            if path.stem.rpartition("-")[2] in map(str, self.ports.values()):
                path.unlink(missing_ok=True)

    def stop(self) -> None:
        """Kill it and forget what it held."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self) -> list[str]:
        """What starts it."""
        raise NotImplementedError

    def _launch(self) -> None:
        with (self.folder / "said").open("wb") as said:
            self._process = subprocess.Popen(
                [*_dying_with_us(), *self.command()],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
                env=_quiet_environment(),
            )

    def _is_ready(self) -> bool:
        assert self._process
        until, client = time.monotonic() + _SECONDS_TO_START, self.client()
        while time.monotonic() < until and self._process.poll() is None:
            if self._listens() and _takes_something(client):
                return True
            time.sleep(0.05)
        return False

    def _listens(self) -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.ports["s3"])) == 0


class SeaweedFS(S3Server):
    """A real S3: conditions, checksums and IAM are kept (see its policy files for what it does not know)."""

    def command(self) -> list[str]:
        (self.folder / "s3.json").write_text(json.dumps(self._known()))
        (self.folder / "data").mkdir(exist_ok=True)
        ports = [f"-{name}.port{kind}={self.ports[name + kind]}" for name in _LISTENERS for kind in ("", ".grpc")]
        off = ["-admin.ui=false", "-webdav=false", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
        where = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self.folder / 'data'}", f"-s3.config={self.folder / 's3.json'}"]
        return [str(BIN / "weed"), "-logtostderr=true", "mini", *where, *ports, *off, "-volume.max=2000"]

    def _known(self) -> dict[str, Any]:
        identities = [
            {
                "name": one.name,
                "credentials": [{"accessKey": one.name, "secretKey": one.secret}],
                "actions": list(one.actions),
                "policyNames": [f"{one.name}-{policy}" for policy in one.policies],
            }
            for one in self.identities
        ]
        policies = [
            {"name": f"{one.name}-{name}", "content": json.dumps(document)}
            for one in self.identities
            for name, document in one.policies.items()
        ]
        return {"identities": identities, "policies": policies}


class Rclone(S3Server):
    """A server that takes `If-None-Match` and overwrites all the same: what must fail the contract."""

    def command(self) -> list[str]:
        (self.folder / "data").mkdir(exist_ok=True)
        keys = [f"--auth-key={one.name},{one.secret}" for one in self.identities]
        return [str(BIN / "rclone"), "serve", "s3", "--addr", f"127.0.0.1:{self.ports['s3']}", *keys, str(self.folder / "data")]


Kind = TypeVar("Kind", bound=S3Server)


@contextmanager
def started(server: Kind) -> Iterator[Kind]:
    """A server that runs meanwhile; a machine on which it cannot run skips what is asked of it, and says so."""
    try:
        server.start()
    except (OSError, RuntimeError) as error:
        server.stop()
        pytest.skip(f"{type(server).__name__} does not start here, so nothing is tried on it: {error}")
    try:
        yield server
    finally:
        server.stop()


def _takes_something(client: Any) -> bool:  # noqa: ANN401 - boto3's
    try:
        if "ready" not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
            client.create_bucket(Bucket="ready")
        client.put_object(Bucket="ready", Key="ready", Body=b"ready")
    except (ClientError, BotoCoreError):
        return False
    return True


def _dying_with_us() -> list[str]:
    """Before a command: it is killed when this process dies, however it dies. Only Linux has that; elsewhere `stop` must do."""
    return ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []


def _quiet_environment() -> dict[str, str]:
    """Nothing of this machine's settings: credentials and endpoints of others above all."""
    return {"PATH": os.environ.get("PATH", ""), "HOME": os.devnull, "RCLONE_CONFIG": os.devnull, "TMPDIR": tempfile.gettempdir()}


def _free_ports(names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        for kind in ("", ".grpc"):
            while (port := random.randrange(10_000, 30_000)) in found.values() or not _is_free(port):  # noqa: S311 - no secret
                pass
            found[name + kind] = port
    return found


def _is_free(port: int) -> bool:
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
