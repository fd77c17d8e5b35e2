"""Statuses that were written down (renewing/observing/status_documents.py), as one process knows them.

Documents never change, so one that was found is kept; that there is none yet is believed for a minute. What is lost or damaged
counts as not written. While the store does not answer, what was known before counts; who knows nothing of a course says so: that
nothing was observed would be another answer.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any

from aws_lambda_powertools import Logger

from coursewright.errors import DamagedObjectError, MissingObjectError, StoreError
from coursewright.publishing.storing.store import Store
from coursewright.renewing.observing.observed_parts import get_observed
from coursewright.renewing.observing.status_documents import StatusDocument, newest_document
from coursewright.serving.pin import Pin, PinKind

_BELIEVED = 60.0
"""Seconds: as long as an answer from an edition may be kept."""
_KEPT_DOCUMENTS, _KEPT_LEDGERS = 64, 4

logger = Logger(service="content_api")

_Asked = tuple[str, str, date | None]


class WrittenStatuses:
    """Finds documents, and the ledgers that they name, in a store."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._clock = clock
        self._found: OrderedDict[_Asked, tuple[float, StatusDocument | None]] = OrderedDict()
        self._ledgers: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def newest(self, pin: Pin, course: str, on: date | None) -> StatusDocument | None:
        """The newest document of a course: of a day or before it, or of all. A candidate has none.

        Raises:
            StoreError: the store does not answer, and nothing of the course was known before.
        """
        if pin.kind is PinKind.CANDIDATE:
            return None
        asked, now = (pin.manifest, course, on), self._clock()
        when, known = self._found.get(asked, (now - _BELIEVED, None))
        if now - when < _BELIEVED or (known and known.on == on):
            return known
        try:
            known = newest_document(self.store, pin.manifest, course, on)
        except (DamagedObjectError, MissingObjectError) as error:
            logger.warning("a written status is ignored", extra={"cause": str(error)})
            known = None
        except StoreError:
            before = self._before(pin, course)
            if not before:
                raise
            known = max(filter(None, before), key=lambda one: one.on, default=None)
        self._keep(self._found, asked, (now, known), _KEPT_DOCUMENTS)
        return known

    def ledger(self, document: StatusDocument) -> dict[str, Any] | None:
        """The ledger that a document was judged by; None where it is lost or damaged.

        Raises:
            StoreError: the store does not answer, and it was not read before.
        """
        digest = document.ledger
        if digest not in self._ledgers:
            try:
                self._keep(self._ledgers, digest, get_observed(self.store, digest), _KEPT_LEDGERS)
            except (DamagedObjectError, MissingObjectError) as error:
                logger.warning("what was observed is lost", extra={"cause": str(error)})
                return None
        return self._ledgers[digest]

    def _before(self, pin: Pin, course: str) -> list[StatusDocument | None]:
        """All that this process knows of a course, that there was nothing yet included."""
        found = ((asked[:2], document) for asked, (_, document) in self._found.items())
        return [document for asked, document in found if asked == (pin.manifest, course)]

    @staticmethod
    def _keep(kept: OrderedDict[Any, Any], name: Any, what: Any, most: int) -> None:  # noqa: ANN401 - of two caches
        kept[name] = what
        kept.move_to_end(name)
        while len(kept) > most:
            kept.popitem(last=False)
