"""When an identifier must change, and when it must not: one table, for the terminal and for docs/authoring.md."""

from __future__ import annotations

WHEN: tuple[tuple[str, str, str], ...] = (
    ("reword, correct, add an example or a figure", "stays", "nothing"),
    ("change a title", "stays", "nothing: the identifier comes from the file's name"),
    ("change the number in front of a file's name", "stays", "nothing"),
    ("move a lesson or an activity to another module of the course", "stays", "nothing"),
    ("move a question to another quiz or exam of the course", "stays", "nothing"),
    ("rename a file, and it is still the same thing", "stays, or changes", "`id: old-name`, or `formerly: [old-name]`"),
    ("rename a module's folder", "changes", "`formerly: [old-name]` in `module.yaml`, the new name in `modules:`"),
    ("rename an objective or a question", "changes", "`formerly: [old-id]` on it"),
    ("split one in two", "stays with the larger part", "nothing; the other part is new"),
    ("merge two into one", "one stays, one goes", "`formerly: [gone]` on the one that stays"),
    ("ask or teach something else", "must change", "an entry under `retired:`, with the new one as `heir`"),
    ("correct which answer is right", "stays", "nothing; answers given before keep the edition's key"),
    ("make a quiz an exam, or change the kind otherwise", "must change", "an entry under `retired:`, with the new one as `heir`"),
    ("remove something", "goes", "an entry under `retired:`, with the reason that learners are told"),
    ("copy within a course", "must change in the copy", "nothing; questions and objectives in the copy are new, too"),
    ("copy into another course", "may stay", "nothing: identifiers are unique in a course"),
    ("move to another course", "goes from the first", "an entry under `retired:` of the first course"),
    ("hide a course", "must not change", "`availability: invited`; a course's folder is never renamed or removed"),
    ("use an identifier that went", "never", "take another"),
)
"""What an author does, what becomes of the identifier, and what is written about it."""
