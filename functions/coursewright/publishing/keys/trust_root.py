"""A trust root: which public keys a verifier believes, in which role, and how many of them must have signed.

It is handed over once, by a way the mirrors do not control, and is all a verifier has to bring. A root that follows another has a
higher version: whoever remembers a later one refuses an earlier (The Update Framework's root role is the model,
https://theupdateframework.github.io/specification/latest/#root). Two keys of one role are believed alike while keys are changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from coursewright.compiling.digest import Digest, digest_of
from coursewright.errors import KeyFileError
from coursewright.publishing.keys.envelope import Envelope
from coursewright.publishing.keys.signing import ROLES, PublicKey, Signers, is_signed_by, key_id_of, public_pem, read_public

_LARGEST = 1_000_000
_FIELDS = {"kind", "version", "expires", "roles", "keys"}


@dataclass(frozen=True, slots=True)
class Role:
    """Whose signatures count, and how many of them it takes."""

    keys: tuple[str, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class TrustRoot:
    """What a verifier believes."""

    version: int
    expires: datetime | None
    roles: Mapping[str, Role]
    keys: Mapping[str, PublicKey]

    def objection(self, role: str, envelope: Envelope) -> str | None:
        """Why an envelope is not signed as this role must; None if it is."""
        wanted = self.roles[role]
        good = sum(is_signed_by(envelope, name, self.keys[name]) for name in wanted.keys)
        if good >= wanted.threshold:
            return None
        if wanted.threshold == 1:
            return f"is not signed by a key that the trust root names for {role}"
        return f"is signed by {good} of the keys that the trust root names for {role}, and it takes {wanted.threshold}"

    def expired(self, now: datetime) -> str | None:
        """That it is no longer to be believed, in words; None while it is."""
        return f"expired at {self.expires.isoformat()}" if self.expires and self.expires <= now else None

    @property
    def digest(self) -> Digest:
        """What tells this root from another, however its file is written."""
        return digest_of(as_text(self).encode())


def trust_root_of(signers: Signers) -> TrustRoot:
    """The root that believes exactly these keys, one for each role."""
    named = {role: getattr(signers, role) for role in ROLES}
    return TrustRoot(
        1,
        None,
        {role: Role((signer.key_id,), 1) for role, signer in named.items()},
        {signer.key_id: read_public(signer.public) for signer in named.values()},
    )


def as_text(root: TrustRoot) -> str:
    """A trust root as its file says it."""
    value = {
        "kind": "trust-root",
        "version": root.version,
        "expires": root.expires.isoformat() if root.expires else None,
        "roles": {name: {"keys": list(role.keys), "threshold": role.threshold} for name, role in sorted(root.roles.items())},
        "keys": {name: public_pem(key) for name, key in sorted(root.keys.items())},
    }
    return json.dumps(value, indent=2) + "\n"


def read_trust_root(path: Path) -> TrustRoot:
    """The trust root in a file.

    Raises:
        KeyFileError: the file cannot be read, or holds something else.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        _require(len(data) <= _LARGEST, f"it is larger than {_LARGEST} bytes")
        return trust_root_in(json.loads(data))
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read as a trust root: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise KeyFileError(f"{path} cannot be read as a trust root: it is not JSON") from error
    except KeyFileError as error:
        raise KeyFileError(f"{path} cannot be used as a trust root: {error}") from error


def trust_root_in(value: Any) -> TrustRoot:  # noqa: ANN401 - JSON
    """The trust root that a JSON value says.

    Raises:
        KeyFileError: it says something else.
    """
    _require(isinstance(value, dict) and value.get("kind") == "trust-root", 'its "kind" is not "trust-root"')
    _require(set(value) <= _FIELDS, f"it has unknown fields: {', '.join(sorted(map(str, set(value) - _FIELDS)))}")
    version = value.get("version")
    _require(_is_count(version), f'"version" is {version!r}, and should be a number from 1')
    keys = _keys(value.get("keys"))
    roles = value.get("roles")
    _require(isinstance(roles, dict) and set(roles) == set(ROLES), f'"roles" should name exactly {", ".join(ROLES)}')
    return TrustRoot(version, _expiry(value.get("expires")), {name: _role(name, roles[name], keys) for name in ROLES}, keys)


def _keys(value: Any) -> dict[str, PublicKey]:  # noqa: ANN401 - JSON
    _require(isinstance(value, dict) and all(isinstance(pem, str) for pem in value.values()), '"keys" should be PEM texts by id')
    keys = {name: read_public(pem) for name, pem in value.items()}
    for name, key in keys.items():
        _require(name == key_id_of(key), f"the key under {name!r} has the id {key_id_of(key)}")
    return keys


def _role(name: str, value: Any, keys: Mapping[str, PublicKey]) -> Role:  # noqa: ANN401 - JSON
    _require(isinstance(value, dict) and isinstance(value.get("keys"), list), f'role "{name}" should have "keys" and "threshold"')
    named, threshold = value["keys"], value.get("threshold")
    unknown = [key for key in named if not isinstance(key, str) or key not in keys]
    _require(not unknown, f'role "{name}" names a key that is not under "keys": {unknown[:1]}')
    _require(len(set(named)) == len(named), f'role "{name}" names a key twice')
    _require(
        _is_count(threshold) and threshold <= len(named), f'role "{name}" has {len(named)} keys and the threshold {threshold!r}'
    )
    return Role(tuple(named), threshold)


def _expiry(value: Any) -> datetime | None:  # noqa: ANN401 - JSON
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise KeyFileError(f'"expires" is {value!r}, and should be a time like 2027-01-31T00:00:00Z') from error
    _require(found.tzinfo is not None, f'"expires" is {value!r}, without a time zone')
    return found


def _is_count(value: Any) -> bool:  # noqa: ANN401 - JSON
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise KeyFileError(otherwise)
