"""Keys kept in AWS KMS: signatures by a private key that nobody holds, this process included.

Takes a client for KMS and the name of the stores; gives the signers of the three roles, `alias/<name>-attestations`, `-records`
and `-heads`, each an ECC_NIST_P256 key for SIGN_VERIFY. What they sign is verified with the public keys alone, as for local keys.
Refuses, with a sentence, a key that is missing, disabled, forbidden or of another kind: then nothing was signed.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from coursewright.errors import SigningRefusedError
from coursewright.publishing.keys.signing import ROLES, Signers, key_id_of, public_pem
from coursewright.publishing.storing.s3_trouble import said

_MEANING = {
    "NotFoundException": "there is no such key; is the name of the stores right, and the region?",
    "DisabledException": "the key is disabled; enable it, or put the alias on another key",
    "KMSInvalidStateException": "the key is not in use, or is to be deleted; put the alias on another key",
    "AccessDeniedException": "it is not allowed; the role needs kms:GetPublicKey and kms:Sign on this key",
    "ExpiredTokenException": "the credentials have expired; sign in again",
    "ThrottlingException": "KMS is asked too often; try again later",
}


@dataclass(frozen=True)
class KmsKey:
    """One key as KMS answered at its first use. An alias may move on meanwhile, its key and what it signs stay together."""

    arn: str
    public: EllipticCurvePublicKey


@dataclass(frozen=True)
class KmsSigner:
    """The key behind an alias. KMS is asked for it at the first use, not before: functions make their signers at init."""

    client: Any  # boto3 makes its clients at run time
    alias: str

    @cached_property
    def key(self) -> KmsKey:
        """The key that is behind the alias now, kept for as long as the signer lives.

        Raises:
            SigningRefusedError: KMS does not give it, or it is of another kind.
        """
        answer = self._ask("get_public_key", KeyId=self.alias)
        try:
            public = load_der_public_key(answer["PublicKey"])
        except (ValueError, UnsupportedAlgorithm) as error:
            raise SigningRefusedError(f"{self.alias}: KMS answers a public key that cannot be read") from error
        if not isinstance(public, EllipticCurvePublicKey) or not isinstance(public.curve, SECP256R1):
            raise SigningRefusedError(f"{self.alias}: the key is of another kind; make one of ECC_NIST_P256 for SIGN_VERIFY")
        return KmsKey(answer["KeyId"], public)

    @property
    def key_id(self) -> str:
        """See `Signer`."""
        return key_id_of(self.key.public)

    @property
    def public(self) -> str:
        """See `Signer`."""
        return public_pem(self.key.public)

    def sign(self, data: bytes) -> bytes:
        """An ECDSA signature in DER, over the SHA-256 of the data, so that data of any size can be signed.

        Raises:
            SigningRefusedError: KMS does not sign.
        """
        answer = self._ask(
            "sign",
            KeyId=self.key.arn,
            Message=hashlib.sha256(data).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        signature: bytes = answer["Signature"]
        return signature

    def _ask(self, call: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters of any call
        try:
            answer: dict[str, Any] = getattr(self.client, call)(**parameters)
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "no code")
            raise SigningRefusedError(f"{self.alias}: {_MEANING.get(code, f'KMS refuses: {code}')}") from error
        except BotoCoreError as error:
            raise SigningRefusedError(f"{self.alias}: KMS cannot be asked: {said(error)}") from error
        return answer


def kms_signers(client: Any, store_name: str) -> Signers:  # noqa: ANN401 - boto3 makes its clients at run time
    """The signers of the three roles. Asks nothing of KMS yet."""
    return Signers(*(KmsSigner(client, f"alias/{store_name}-{role}") for role in ROLES))
