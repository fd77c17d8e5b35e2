"""What attackers write: the published corpus of brs-kb (MIT licence), and what a second parse may turn into something else.

Of the corpus is only its texts' hostility: whether one runs is for a browser to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import product

_DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
_INNER = (
    "<img src=x onerror=alert(1)>",
    "<style><img src=x onerror=alert(1)></style>",
    '<a id="</style><img src=x onerror=alert(1)>">x</a>',
    "<!--</p><img src=x onerror=alert(1)>-->",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
)
_OUTER = (
    "<math><mtext><table><mglyph><style>{}</style></mglyph></table></mtext></math>",
    "<svg></p><style>{}</style></svg>",
    "<noscript><p title='</noscript>{}'></noscript>",
    "<form><math><mtext></form><form><mglyph><style>{}</style></mglyph></form>",
    "<svg><desc><![CDATA[{}]]></desc></svg>",
    "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<table><caption><svg><title>{}</title></svg></caption></table>",
    "<select><template>{}</template></select>",
    "<textarea><p title='</textarea>{}'></textarea>",
    "<xmp><p title='</xmp>{}'></xmp>",
    "<listing>&lt;/listing&gt;{}</listing>",
    "<iframe srcdoc='{}'></iframe>",
    "<p id='`onmouseover=alert(1) {}`'>",
    "&lt;{}&gt;&#60;img src=x onerror=alert(1)&#62;",
    "<a href='java&#x09;script:alert(1)'>{}</a>",
    "<plaintext>{}",
)
MUTATIONS: tuple[str, ...] = tuple(outer.format(inner) for outer, inner in product(_OUTER, _INNER))
"""Nestings of HTML, SVG and MathML whose meaning changes when what a browser made of them is written down and read again."""


@cache
def corpus() -> tuple[str, ...]:
    """Every text once, in an order that does not change."""
    from brs_kb import get_all_payloads  # noqa: PLC0415 - it reads 5,000 files' worth of texts

    published = {str(one["payload"]) for one in get_all_payloads().values()}
    return (*sorted(one for one in published if one.strip()), *MUTATIONS)


def sample(every: int) -> Sequence[str]:
    """Every so many of the corpus, and every so many of the mutations."""
    return corpus()[::every]


def drawings(attack: str) -> Sequence[bytes]:
    """An attack where a drawing could hold it: as an element, an attribute, an address, a style and a text."""
    quoted = escape(attack, quote=True)
    inside = (
        *(attack, f"<rect {attack}/>", f'<rect width="9" {attack}="1"/>', f"<style>{attack}</style>", f"<text>{quoted}</text>"),
        *(
            f'<a xlink:href="{quoted}"><text>x</text></a>',
            f'<image href="{quoted}"/>',
            f'<set attributeName="href" to="{quoted}"/>',
        ),
        *(f'<rect style="{quoted}"/>', f"<foreignObject>{attack}</foreignObject>", f"<desc><![CDATA[{attack}]]></desc>"),
        f"<script>{attack}</script>",
    )
    whole = (attack,) if "<svg" in attack else ()
    return [one.encode(errors="replace") for one in (*whole, *(_DRAWING.format(part) for part in inside))]
