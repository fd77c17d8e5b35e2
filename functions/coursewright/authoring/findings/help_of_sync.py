"""The help pages of what `coursewright models sync` can find: about the sources of the ledger, and about the ledger they make."""

SYNCING: dict[str, str] = {
    "new-model": """A source speaks of a model that the ledger had not heard of, and that no family holds.

        Most are none of a course's business. If lessons should be able to speak of it, add it to a family in
        `ledger/overlay.yaml`. Said once: after that, the ledger knows it.""",
    "shutdown-before-announcement": """A model was shut down before that was announced, if the days are right.

        Where one source says both days, neither is taken from it. Where they are of two sources, both are in the ledger. Look
        them up at the provider, and enter the true ones under `facts:` in `ledger/overlay.yaml`, with where you read them.""",
    "source-contradictory": """A source states two values where only one can be true.

        Two rows for one model with different days, for example. Nobody can tell which is meant, so all that the ledger holds of
        this source stays as it was. Tell whoever keeps the source.""",
    "source-down": """A source was asked for and is not there, or does not answer.

        All that the ledger holds of it stays as it was, and still counts. Install its package, name another place with `--from`,
        or try again later.""",
    "source-malformed": """A source is not of the form that its reader knows.

        The message says what stands where. All that the ledger holds of this source stays as it was. A source that says nothing
        at all of your providers any more, and did before, counts as malformed too.""",
    "source-stale": """A source is older than what the ledger was written from.

        The version and the day that the ledger was written from stand at the source's entry in `ledger/overlay.yaml`. Reading an
        older one would take facts back in time. Install the newer version; to go back on purpose, take `version:` and `as_of:`
        out of the entry.""",
    "unknown-replacement": """A source names as a replacement a model that no source knows.

        It may be misspelt, or not out yet. Look the name up at the provider before a lesson repeats it.""",
    "unread-row": """Some rows of a source are not about anything that the ledger can hold.

        Identifiers of models are in lower case, without spaces and slashes. The rows were left out; if one of them is a model you
        need, enter its facts in `ledger/overlay.yaml`.""",
    "unsourced-model": """A family holds a model of which no source says anything.

        Its name may be misspelt. If it is right, enter what is known under `facts:` in `ledger/overlay.yaml`, and its source.""",
    "vanished-row": """A source said something before, and says nothing of it now.

        What it said is kept: packages drop models once they are gone, and a course must still know that they were there. If the
        provider took a day back, delete the lines from `ledger/facts.jsonl`; they stay deleted. It is a hint where the model has
        been shut down anyhow.""",
}
