"""The two stores of a laptop, and what belongs beside them: folders below one, `.coursewright` unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursewright.publishing.folder_store import FolderStore
from coursewright.publishing.signing import Signers, local_signers

DEFAULT = Path(".coursewright")


@dataclass(frozen=True, slots=True)
class Stores:
    """Candidates expire; what was released stays. Readers are given the second only."""

    root: Path

    @property
    def candidates(self) -> FolderStore:
        """Where deposits go."""
        return FolderStore(self.root / "candidates")

    @property
    def released(self) -> FolderStore:
        """Where promotions go, and where readers read."""
        return FolderStore(self.root / "released")

    @property
    def pending(self) -> Path:
        """Records of which it is not known whether a store took them."""
        return self.root / "pending"

    def signers(self) -> Signers:
        """The keys of this laptop, made on first use.

        Raises:
            KeyFileError: a key file holds something else.
        """
        return local_signers(self.root / "keys")
