"""The two stores and what belongs beside them: folders below one, `.coursewright` unless told otherwise, or buckets on AWS.

Takes an address, a folder or `s3://` and the StoreName of a deployment; gives where candidates and releases are, and who signs.
What waits to be settled is kept on this machine in both cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursewright.errors import StoreError
from coursewright.publishing.keys.keyring import KMS, is_store_name, signers_at
from coursewright.publishing.keys.signing import Signers, local_signers
from coursewright.publishing.storing.folder_store import FolderStore
from coursewright.publishing.storing.store import Store
from coursewright.publishing.storing.store_address import SCHEME, candidates_at, store_at

DEFAULT = ".coursewright"


@dataclass(frozen=True, slots=True)
class Stores:
    """Candidates expire; what was released stays. Readers are given the second only."""

    root: Path

    @property
    def address(self) -> str:
        """What --store names them by."""
        return str(self.root)

    @property
    def released_at(self) -> str:
        """The address of the second store alone, the same however it was written."""
        return str((self.root / "released").resolve())

    @property
    def candidates(self) -> Store:
        """Where deposits go."""
        return FolderStore(self.root / "candidates")

    @property
    def released(self) -> Store:
        """Where promotions go, and where readers read."""
        return FolderStore(self.root / "released")

    @property
    def pending(self) -> Path:
        """Records of which it is not known whether a store took them."""
        return self.root / "pending"

    @property
    def has_released(self) -> bool:
        """Whether there is a second store at all."""
        return (self.root / "released").is_dir()

    @property
    def has_keys(self) -> bool:
        """Whether keys were made; asking for signers makes them."""
        return (self.root / "keys").is_dir()

    def signers(self) -> Signers:
        """The keys of this laptop, made on first use.

        Raises:
            KeyFileError: a key file holds something else.
        """
        return local_signers(self.root / "keys")


@dataclass(frozen=True)
class Deployed(Stores):
    """The buckets of a deployment. Only its promote function writes the second, so promotions are asked of it."""

    name: str

    @property
    def address(self) -> str:
        """See `Stores`."""
        return f"{SCHEME}{self.name}"

    @property
    def released_at(self) -> str:
        """See `Stores`."""
        return f"{self.address}-released"

    @cached_property
    def candidates(self) -> Store:
        """See `Stores`."""
        return candidates_at(f"{self.address}-candidates")

    @cached_property
    def released(self) -> Store:
        """See `Stores`."""
        return store_at(self.released_at)

    @property
    def has_released(self) -> bool:
        """See `Stores`. A bucket that is not there is told of by whoever reads it."""
        return True

    @property
    def has_keys(self) -> bool:
        """See `Stores`. So is a key."""
        return True

    def signers(self) -> Signers:
        """The keys of the deployment, in KMS.

        Raises:
            ConfigurationError: the settings for AWS cannot be used.
        """
        return signers_at(f"{KMS}{self.name}")


def stores_at(address: str | Path) -> Stores:
    """The stores at an address.

    Raises:
        StoreError: the address names no deployment.
    """
    if isinstance(address, Path) or not address.startswith(SCHEME):
        return Stores(Path(address))
    name = address.removeprefix(SCHEME).rstrip("/")
    if not is_store_name(name):
        raise StoreError(
            f"{address}: after {SCHEME} goes the StoreName of a deployment, as in {SCHEME}acme-courses, and nothing else"
        )
    return Deployed(Path(DEFAULT), name)
