"""litellm's price list, `model_prices_and_context_window_backup.json`: what models can do, where, and until when.

Its days are the least trusted: it drops models once they are gone, and some of its days contradict the provider's
(https://github.com/BerriAI/litellm). `deprecation_date` is the day of the shutdown, whatever it is called.
"""

from __future__ import annotations

from coursewright.renewing.sources.naming import host_named
from coursewright.renewing.sources.rows import Row, json_row
from coursewright.renewing.sources.source_data import SourceData
from coursewright.renewing.sources.statements import Statements

NAME = "litellm"
_SAMPLE = "sample_spec"
_PROVIDER = "litellm_provider"
_NO_MODELS = frozenset({"container"})  # where code runs, with a price of its own
_HOSTS = {
    "gemini": "google",
    "vertex-ai-language-models": "google-vertex",
    "vertex-ai": "google-vertex",
    "bedrock": "amazon-bedrock",
    "bedrock-converse": "amazon-bedrock",
    "cohere-chat": "cohere",
}
_CAPABILITIES = {
    "supports_function_calling": "tools",
    "supports_reasoning": "reasoning",
    "supports_response_schema": "structured_output",
    "supports_vision": "vision",
}


def read(data: bytes, providers: frozenset[str]) -> SourceData:
    """What the list says. It has no day of its own.

    Raises:
        PublishedSourceError: it cannot be used.
    """
    said = Statements(NAME, providers)
    rows = {name: row for name, row in json_row(data).items() if name != _SAMPLE}
    by_provider = {name: row.maybe(_PROVIDER).text() for name, row in rows.items()}  # settings of litellm's own have none
    for name, provider in by_provider.items():
        host = host_named(provider or "", _HOSTS)
        if provider and host in providers and (model := _model(name, provider, rows)):
            _say(model, host, rows[name], said)
    return said.data(None)


def _model(name: str, provider: str, rows: dict[str, Row]) -> str | None:
    """The model of a row. Prices of an image's sizes and of fine-tuned models have rows too, and a model may have two."""
    bare = name.removeprefix(f"{provider}/")
    is_second = bare != name and bare in rows
    return None if "/" in bare or bare.startswith("ft:") or bare in _NO_MODELS or is_second else bare


def _say(model: str, host: str, row: Row, said: Statements) -> None:
    said.model(
        model,
        host,
        row.where,
        shutdown=row.maybe("deprecation_date").day(),
        max_output=row.maybe("max_output_tokens").count(),
        endpoint=row.maybe("supported_endpoints").texts(),
        capability=tuple(ours for theirs, ours in _CAPABILITIES.items() if row.maybe(theirs).flag()),
    )
