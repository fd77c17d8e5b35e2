"""What verifiers read, byte for byte as it is stored, and refusals."""

from __future__ import annotations

from coursewright.publishing.keys.envelope import HEAD, RECORD, STATEMENT
from coursewright.serving.http.problems import PROBLEMS
from coursewright.serving.openapi.terms import Schema, answer, closed, digest, fixed, keyed, listed, number, ref, slug, text

_BASE64 = "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def _envelope(description: str, payload_type: str, payload: str) -> Schema:
    return closed(
        description,
        {
            "payload": text(payload, contentEncoding="base64", contentMediaType="application/json", pattern=_BASE64),
            "payloadType": fixed(payload_type),
            "signatures": listed("Who signed it.", ref("Signature"), minItems=1),
        },
    )


SCHEMAS: dict[str, Schema] = {
    "Manifest": closed(
        "A release's manifest, byte for byte as stored: SHA-256 of these bytes is `manifest` of the release. "
        "Every other digest in it names an object of the release in the same way.",
        {
            "kind": fixed("manifest"),
            "format": number("The compiler format.", 1),
            "tree": digest("Names the sources."),
            "title": text("The curriculum's name."),
            "publisher": text("Who publishes it."),
            "courses": keyed("Each course's index, by its id.", digest("SHA-256 of the index."), slug("A course's id.")),
            "catalogue": digest("The catalogue."),
            "programs": digest("Programs and credentials."),
            "claims": digest("The list of claims."),
            "models": digest("The ledger of models."),
            "editions": digest("What the editions say of themselves."),
            "private": digest(
                "The blinded root over answer keys, notes for the tutor and who edits; what it names is not served here."
            ),
        },
    ),
    "AttestationAnswer": answer(
        "Who says where a release came from.",
        {"attestations": listed("Signed statements. More may be added.", ref("Attestation"), minItems=1)},
    ),
    "Attestation": _envelope(
        "A signed statement (DSSE).",
        STATEMENT,
        "An in-toto statement with SLSA provenance, in base64: manifest digest, content tree, commit, and who deposited it.",
    ),
    "SignedRecord": _envelope(
        "A record of a log, byte for byte as stored, in a signed envelope (DSSE).",
        RECORD,
        "The record, in base64: `log`, `number`, `act`, `from`, `to`, `release`, `manifest`, who, when, why, and `previous`, "
        "the SHA-256 of the record before as stored; of a promotion also `review`, what its gates said, where any were asked.",
    ),
    "SignedHead": _envelope(
        "A signed statement of where a log stands (DSSE).",
        HEAD,
        "The head, in base64: `of` names the log, `record` and `digest` its newest record, `expires` until when to believe it.",
    ),
    "Signature": closed(
        "A signature over payload type and payload (DSSE's pre-authentication encoding).",
        {
            "keyid": digest("SHA-256 of the public key, as SubjectPublicKeyInfo in DER."),
            "sig": text("The signature, in base64.", contentEncoding="base64", pattern=_BASE64),
        },
    ),
    "Problem": closed(
        "A refusal (RFC 9457). Programs branch on `type`.",
        {
            "type": {
                "type": "string",
                "description": "What kind of refusal it is; stable.",
                "enum": [row.type for row in PROBLEMS],
            },
            "title": text("The kind in a few words."),
            "status": {
                "type": "integer",
                "description": "The HTTP status.",
                "enum": sorted({int(row.status) for row in PROBLEMS}),
            },
            "detail": text("What was wrong this time, and what to do, for people."),
            "instance": text("The path that was asked for."),
            "errors": listed(
                "Only with `bad-parameter`: what is wrong with which parameter.",
                closed("A parameter.", {"parameter": text("Its name."), "detail": text("What it takes.")}),
            ),
            "reason": text("Only with `gone` and `expunged`: why it went, for learners."),
            "at": text("Only with `expunged`: when it was taken down."),
            "heir": {"type": ["string", "null"], "description": "Only with `gone`: the address of what took its place, or null."},
        },
        ("errors", "reason", "at", "heir"),
    ),
}
