"""Who authors and reviews, what a release asks for before the next one goes out, and what its editors decided to live with.

Takes a curriculum; gives what its private `editors` object says. Learners need none of it, and it holds addresses of people.
"""

from __future__ import annotations

from typing import Any

from coursewright.authoring.curriculum import Curriculum


def editors(curriculum: Curriculum) -> dict[str, Any]:
    """The people as people.yaml lists them, the review policy, and by edition what it acknowledges, where it does."""
    return {
        "people": [person.model_dump(mode="json") for person in curriculum.people.people],
        "review": curriculum.settings.review.model_dump(mode="json"),
        "acknowledged": {
            name: [entry.model_dump(mode="json") for entry in file.acknowledged]
            for name, file in sorted(curriculum.editions.items())
            if file.acknowledged
        },
    }
