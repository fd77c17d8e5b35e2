"""Who looks after a file of the curriculum, by what `people.yaml` says each owns."""

from __future__ import annotations

from coursewright.authoring.shapes.curriculum_files import PeopleFile


class Owners:
    """Looks owners up: of a file, it is whoever owns the nearest folder around it, or the file itself."""

    def __init__(self, people: PeopleFile) -> None:
        self._owns = {path.rstrip("/"): person.id for person in reversed(people.people) for path in person.owns}

    def of(self, path: str) -> str | None:
        """The person's or the team's id; None where nobody owns it. Of several who own one folder, the first listed."""
        while path:
            if path in self._owns:
                return self._owns[path]
            path = path.rpartition("/")[0]
        return None
