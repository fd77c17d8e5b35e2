"""Templates → pages. Every text is escaped; what is not known to a template is an error, not nothing.

The only markup that goes through as it is, is what was sanitised when it was compiled, or made by serving/items/note_html.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from coursewright.serving.review_desk import addresses


@cache
def environment() -> Environment:
    """The templates of the desk."""
    made = Environment(
        loader=PackageLoader("coursewright.serving.review_desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["to"] = addresses
    made.filters.update({"day": day, "moment": moment, "counted": counted, "thousands": thousands, "web": web})
    return made


def rendered(template: str, context: Mapping[str, Any]) -> str:
    """A page's text."""
    return environment().get_template(template).render(context)


def day(text: str) -> str:
    """`2026-10-05T09:12:44+00:00` as 5 Oct 2026."""
    at = datetime.fromisoformat(text)
    return f"{at.day} {at:%b %Y}"


def moment(text: str) -> str:
    """The same with the hour, in UTC."""
    return f"{day(text)}, {datetime.fromisoformat(text):%H:%M} UTC"


def counted(number: int, plural: str) -> str:
    """A number of things, by their name in the plural, which ends in s."""
    return f"{thousands(number)} {plural.removesuffix('s') if number == 1 else plural}"


def thousands(number: int) -> str:
    """1234567 as 1,234,567."""
    return f"{number:,}"


def web(address: str) -> str:
    """An address of the web; nothing in the place of one that could be something else, like a script."""
    return address if address.startswith(("https://", "http://")) else ""
