"""Every code has a help page: a rule's is its docstring, that of a file that cannot be read stands here.

Those of `models sync` are in help_of_sync.py.
"""

from __future__ import annotations

import inspect
from functools import cache

from coursewright.authoring.findings.help_of_sync import SYNCING
from coursewright.authoring.rules import rules

_READING: dict[str, str] = {
    "acknowledgement-ended": """An acknowledged finding is lived with until a day, and that day is over.

        Mend what it is about, or set a later `until:` in the edition's file with a reason that still holds.""",
    "acknowledgement-idle": """An entry under `acknowledged:` fits no finding.

        What it was about has been mended, or its `code` or `path` is misspelt, or it names an error: errors cannot be
        acknowledged, because nothing can be compiled around them. Remove the entry.""",
    "bad-name": """A file's name gives an identifier, and this one cannot be one.

        Identifiers are lower-case ASCII words joined by hyphens (`tokens-and-context`), editions a year and a period
        (`2026-Q4`). Rename the file; learners' records and links will use the name.""",
    "block-syntax": """A `:::` block that is never closed, has no name, is misspelt, or stands where it cannot.

        Blocks are `::: models …`, `::: when …`, `::: note`, `::: warning` and `::: coach`, each closed by `:::`. A block inside a
        block needs one more colon on the outer one. Blocks do not stand inside lists or quotations.""",
    "control-character": """An invisible control character stands in a text.

        It often comes along when text is pasted, and some of them are line breaks to one program and none to the next. Delete
        it.""",
    "duplicate-key": """One key is set twice in one mapping.

        YAML readers differ in which of the two they take. Keep one.""",
    "file-too-large": """A text file is larger than is read.

        YAML files are read up to 128 kB, lessons up to 50 kB; ordinary ones have a tenth of that. Split the file.""",
    "front-matter": """A lesson begins with a line `---`, its fields, and a line `---`.

        At least `title`, `summary` and `minutes` are needed.""",
    "invalid-value": """A field holds something it cannot hold.

        The message says what is asked for. Dates are written 2026-10-23; text that looks like a number, or like true or
        false, needs quotes.""",
    "json-syntax": """A line of `ledger/facts.jsonl` is not JSON.

        Each line holds one JSON object: model, host, field, value and source.""",
    "markdown-too-large": """A text has more parts than are compiled, most of them likely in tables.

        A table's HTML can be hundreds of times as large as its Markdown. Split the text, or give the table as a linked file.""",
    "missing-field": """A field that is needed is not there.

        Add it; docs/authoring.md shows what each file holds.""",
    "missing-file": """A file that every curriculum, course or module needs is not there.

        Add it; docs/authoring.md shows what it holds.""",
    "not-a-mapping": """The file should hold fields, one on a line, and holds something else.

        Write `field: value` lines.""",
    "not-utf-8": """A text file is not UTF-8.

        Save it with the encoding UTF-8; most editors have it in the status line.""",
    "tree-too-large": """The content holds more files or bytes than a curriculum may.

        Keep videos and data sets elsewhere and link to them.""",
    "unknown-field": """A field that does not exist, or is misspelt.

        Unknown fields are refused, so that a misspelt one is not silently left out.""",
    "unknown-file": """Nothing is read from a file of this name.

        Lessons are NN-name.md, activities NN-name.quiz.yaml and so on, figures lie in `images`. A README.md may lie anywhere.""",
    "unreadable-figure": """A figure cannot be shown safely, or is not what its name says.

        Save it anew from the program that drew it. What can run or load something is removed from an SVG.""",
    "unsafe-file": """A link, a device, a file that is too large, or a name that other systems cannot hold.

        A release holds bytes, not references out of the tree. Names are ASCII letters, digits, dots, hyphens and underscores.""",
    "yaml-alias": """Anchors and aliases (`&name`, `*name`) are not read.

        They hide what a file says from who reads it, and can blow a small file up to gigabytes. Write the repeated part out.""",
    "yaml-directive": """A line such as `%YAML 1.1` is not read.

        Files are read as YAML 1.2. Remove the line.""",
    "yaml-documents": """A second document starts in the file.

        Keep one document in a file: remove the `---`.""",
    "yaml-key": """A key is a list or a mapping.

        Write `name: value`.""",
    "yaml-number": """A number with more digits than JSON can hold.

        Quote it if it is text.""",
    "yaml-syntax": """The file is not YAML.

        Most often the indentation is off, or text that holds `: ` or starts with a special character needs quotes.""",
    "yaml-tag": """Tags such as `!!python/object` are not read.

        Remove the tag; quote the value if it is text.""",
    "yaml-too-deep": """The file is nested deeper than course material needs.

        Nothing that is authored here goes deeper than a few levels; flatten it.""",
    "yaml-too-large": """The file holds more values than course material needs.

        Split it into several files, a bank of questions for instance into several quizzes.""",
}


def codes() -> list[str]:
    """Every code there is, in order."""
    return sorted({*_READING, *SYNCING, *_pages_of_rules()})


def page_of(code: str) -> str:
    """The help page of a code, as Markdown without a heading; empty where there is no such code."""
    return _pages_of_rules().get(code) or inspect.cleandoc(_READING.get(code) or SYNCING.get(code, ""))


def summary_of(code: str) -> str:
    """The first sentence of a code's help page."""
    return page_of(code).split("\n", 1)[0]


@cache
def _pages_of_rules() -> dict[str, str]:
    return {rule.__name__.replace("_", "-"): inspect.getdoc(rule) or "" for rule in rules()}
