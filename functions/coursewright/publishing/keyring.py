"""The keys at an address, in a word: a folder of local keys. The one place that knows which kinds of address there are."""

from __future__ import annotations

from pathlib import Path

from coursewright.errors import ConfigurationError
from coursewright.publishing.signing import Signers, local_signers

KMS = "kms://"


def signers_at(address: str) -> Signers:
    """The signers of all roles.

    Raises:
        KeyFileError: a file there is no key of ours.
        ConfigurationError: the address is of a kind that is not understood.
    """
    if address.startswith(KMS):
        raise ConfigurationError(f"{address}: keys in KMS cannot be used by this version; name a folder of keys")
    return local_signers(Path(address))
