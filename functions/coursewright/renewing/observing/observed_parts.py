"""Where what was observed is kept, and how it is read: light, for the read path reads it too.

`observed/<digest>.json` holds snapshots of sources, and ledgers as they were with what was observed; the digest is that of the
bytes, and what has another one is not believed.
"""

from __future__ import annotations

import json
from typing import Any

from coursewright.compiling.digest import Digest, digest_of, is_digest
from coursewright.errors import DamagedObjectError
from coursewright.publishing.storing.store import Store

OBSERVED = "observed"


def observed_key(digest: str) -> str:
    """Where it is kept."""
    return f"{OBSERVED}/{digest}.json"


def get_observed(store: Store, digest: str) -> dict[str, Any]:
    """What is kept there.

    Raises:
        MissingObjectError: nothing is.
        DamagedObjectError: other bytes are, or no object.
    """
    if not is_digest(digest):
        raise DamagedObjectError(f"{digest!r} names nothing that was observed")
    data = store.get(observed_key(Digest(digest)))
    if digest_of(data) != digest:
        raise DamagedObjectError(f"{observed_key(digest)} holds bytes whose digest is {digest_of(data)}")
    value = json.loads(data)
    if not isinstance(value, dict):
        raise DamagedObjectError(f"{observed_key(digest)} holds no object")
    return value
