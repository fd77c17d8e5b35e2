"""Claims as they are released: the statement, and what its author recorded of its truth. Nothing here moves with time."""

from __future__ import annotations

from typing import Any

from coursewright.authoring.shapes.curriculum_files import ClaimFile


def claim_object(claim_id: str, claim: ClaimFile) -> dict[str, Any]:
    """A claim as readers get it; `owner` stays with the authors."""
    return {
        "id": claim_id,
        "statement": claim.statement.strip(),
        "models": list(claim.models),
        "sources": [{"title": s.title, "url": s.url, "read": s.read.isoformat()} for s in claim.sources],
        "review_by": claim.review_by.isoformat(),
        "verified_at": claim.verified.on.isoformat() if claim.verified else None,
        "verified_against": list(claim.verified.against) if claim.verified else [],
    }
