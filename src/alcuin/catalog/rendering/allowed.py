"""The sanitizer and its lists.

Our own lists, because nh3's defaults let remote images, `//host` links and 25 schemes through.

Left out on purpose: `style` and free classes (text could be laid over the page),
`name` (it shadows properties of the document), forms, frames, media, SVG, and MathML
of the author (ours is put in after sanitizing, see `formulas`).
"""

import nh3
from pygments.token import STANDARD_TYPES

from alcuin.catalog.rendering.addresses import SCHEMES, is_link
from alcuin.catalog.rendering.own import SRCSET

_TAGS = """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr
"""
TAGS = frozenset(_TAGS.split())

# Gone with what is in them: their text was never meant to be read.
WITH_CONTENT = frozenset({"script", "style", "noscript", "template", "title", "object", "textarea"})

ATTRIBUTES = {
    "*": {"id", "title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "srcset"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "details": {"open"},
    "th": {"scope", "colspan", "rowspan", "abbr"},
    "td": {"colspan", "rowspan"},
    "col": {"span"},
    "colgroup": {"span"},
    "span": {"data-formula"},
}

_HIGHLIGHTED = {name for name in STANDARD_TYPES.values() if name}
_ALIGNED = {"align-left", "align-center", "align-right"}
CLASSES = {
    "span": _HIGHLIGHTED,
    "pre": {"highlight"},
    "code": {"formula"},
    "div": {"formula"},
    "sup": {"footnote-ref"},
    "section": {"footnotes"},
    "a": {"footnote-backref"},
    "th": _ALIGNED,
    "td": _ALIGNED,
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The last word on addresses that nh3 takes for relative, or does not look at."""
    if (tag, name) == ("a", "href"):
        return value if is_link(value) else None
    if name == "srcset":
        return value if SRCSET.fullmatch(value) else None
    return value


SANITIZER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=WITH_CONTENT,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    allowed_classes=CLASSES,
    url_schemes=SCHEMES,
    # Roles are those of the footnotes we write, and no others.
    tag_attribute_values={
        "a": {"role": {"doc-noteref", "doc-backlink"}},
        "section": {"role": {"doc-endnotes"}},
    },
    set_tag_attribute_values={
        "img": {"loading": "lazy", "referrerpolicy": "no-referrer"},
        "pre": {"tabindex": "0"},  # a wide block scrolls, also by keyboard
    },
    # `noreferrer`: other sites need not learn which course somebody reads. `noopener`
    # goes with it. No `nofollow`: links are chosen by the course's staff, not by visitors.
    link_rel="noopener noreferrer",
)
