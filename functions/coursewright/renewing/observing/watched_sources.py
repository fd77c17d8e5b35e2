"""The sources that the observe function looks at, and where: each at the address where it is published, unless told otherwise.

Takes the environment; gives sources that are read by renewing/sources. COURSEWRIGHT_SOURCES is a JSON object of places by name
(an https address, a path), null for one that is not to be read. openai-live is read only with a key, which is in the environment
(OPENAI_API_KEY) or in the secret that COURSEWRIGHT_OPENAI_SECRET names; nothing is asked for before the first look.
Refused at once: settings that are no such object, and a source that has no reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from coursewright.errors import ConfigurationError, PublishedSourceError, UnobservedSourceError
from coursewright.publishing.storing.store_address import client_for
from coursewright.renewing.sources.obtaining import KEY
from coursewright.renewing.sources.readers import READERS
from coursewright.renewing.sources.reading import read_source
from coursewright.renewing.sources.source_data import SourceData

SOURCES, SECRET = "COURSEWRIGHT_SOURCES", "COURSEWRIGHT_OPENAI_SECRET"
LIVE = "openai-live"
PLACES: Mapping[str, str] = {
    "openai-deprecations": "https://developers.openai.com/api/docs/deprecations.md",
    "llm-sunset": "https://deprecations.info/v1/deprecations.json",
    "models-dev": "https://models.dev/api.json",
    "litellm": "https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
}
"""What has an address of its own. The other sources are packages: name a path or an address of a wheel to have them read too."""


@dataclass(frozen=True)
class WatchedSource:
    """A published source at a place. `environment` is asked for when it is read, and not before."""

    name: str
    place: str | None
    environment: Callable[[], Mapping[str, str]]

    def fetch(self, providers: frozenset[str]) -> SourceData:
        """See `Source`."""
        try:
            return read_source(self.name, self.place, providers, self.environment())
        except PublishedSourceError as error:
            raise UnobservedSourceError(str(error), error.code.removeprefix("source-")) from error


def sources_in(environment: Mapping[str, str]) -> list[WatchedSource]:
    """The sources that the settings name, in the order of their precedence.

    Raises:
        ConfigurationError: the settings cannot be understood.
    """
    return sources_from(_told(environment.get(SOURCES) or "{}"), environment)


def sources_from(told: Mapping[str, str | None], environment: Mapping[str, str], *, only: bool = False) -> list[WatchedSource]:
    """The sources at these places, and, unless they are the only ones wanted, all others where they are published.

    Raises:
        ConfigurationError: a source has no reader.
    """
    if unknown := sorted(told.keys() - READERS.keys()):
        raise ConfigurationError(f"there is no reader of {', '.join(unknown)}; there are readers of {', '.join(READERS)}")
    has_key = bool(environment.get(KEY) or environment.get(SECRET))
    others: Mapping[str, str | None] = {} if only else {**PLACES, **({LIVE: None} if has_key else {})}
    wanted = {**others, **{name: place for name, place in told.items() if place is not None}}
    left_out = {name for name, place in told.items() if place is None}
    return [
        WatchedSource(name, wanted[name], partial(_with_key, environment) if name == LIVE else partial(dict, environment))
        for name in READERS
        if name in wanted and name not in left_out
    ]


def _told(said: str) -> dict[str, str | None]:
    try:
        told = json.loads(said)
    except ValueError as error:
        raise ConfigurationError(f"{SOURCES} is no JSON: {error}") from error
    if not isinstance(told, dict) or not all(place is None or isinstance(place, str) for place in told.values()):
        raise ConfigurationError(f"{SOURCES} should be an object of places by the names of sources, with null for none")
    return told


def _with_key(environment: Mapping[str, str]) -> Mapping[str, str]:
    """With the key from the secret, if it is kept in one."""
    secret = environment.get(SECRET)
    if not secret or environment.get(KEY):
        return environment
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - a laptop needs none of it

    try:
        told = client_for("secretsmanager").get_secret_value(SecretId=secret)
    except (BotoCoreError, ClientError) as error:
        raise UnobservedSourceError(f"the key of OpenAI cannot be had: {type(error).__name__}", "no key") from error
    return {**environment, KEY: str(told["SecretString"]).strip()}
