"""The keys at an address, in a word: a folder of local keys, or `kms://` and the name of the stores they are for.

boto3 is imported only where KMS is named, so that a laptop needs none of it.
"""

from __future__ import annotations

import re
from pathlib import Path

from coursewright.errors import ConfigurationError
from coursewright.publishing.keys.signing import Signers, local_signers
from coursewright.publishing.storing.store_address import client_for

KMS = "kms://"
_STORE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,47}[a-z0-9]")


def is_store_name(name: str) -> bool:
    """Whether a deployment can be called so."""
    return _STORE_NAME.fullmatch(name) is not None


def signers_at(address: str) -> Signers:
    """The signers of all roles.

    Raises:
        KeyFileError: a file there is no key of ours.
        ConfigurationError: the address is of a kind that is not understood, or the settings for AWS cannot be used.
    """
    if not address.startswith(KMS):
        return local_signers(Path(address))
    name = address.removeprefix(KMS)
    if not is_store_name(name):
        raise ConfigurationError(f"{address}: after {KMS} goes the name of the stores, as in {KMS}acme-courses, and nothing else")
    from coursewright.publishing.keys.kms_signing import kms_signers  # noqa: PLC0415 - a laptop needs no boto3

    return kms_signers(client_for("kms"), name)
