"""Letters as templates: a room's folder, and in it a folder for each language.

A language is there when its folder holds `base.jinja`. A letter is written once: it fills the
layout of text and that of HTML, and only the latter escapes.
"""

import textwrap
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

USUAL_LANGUAGE = "en"
LINE = 72
"""Characters: RFC 5322 asks for 78 at most, and an answer quotes them with marks before."""


class Templates:
    """Those of one room."""

    def __init__(self, folder: Path) -> None:
        self.languages = frozenset(path.parent.name for path in folder.glob("*/base.jinja"))
        self._plain = _environment(folder, escapes=False)
        self._markup = _environment(folder, escapes=True)

    def text(self, language: str, name: str, **values: Any) -> str:  # Any: values of templates
        """Fill a template for somebody who reads `language` (BCP 47), without markup."""
        return self._filled(self._plain, language, name, values)

    def markup(self, language: str, name: str, **values: Any) -> str:  # Any: as above
        """As `text`, in HTML."""
        return self._filled(self._markup, language, name, values)

    def _filled(
        self, environment: Environment, language: str, name: str, values: dict[str, Any]
    ) -> str:  # Any: as above
        main = language.partition("-")[0]
        spoken = main if main in self.languages else USUAL_LANGUAGE
        template = environment.get_template(f"{spoken}/{name}.jinja")
        return template.render(language=spoken, **values)


def one_line(text: str) -> str:
    """Without line ends, which would begin another header in a subject."""
    return " ".join(text.split())


def _environment(folder: Path, *, escapes: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=escapes,  # noqa: S701  off for plain text only
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["wrapped"] = _wrapped
    return environment


def _wrapped(text: str) -> str:
    """Even lines, once names are put in. A word or an address longer than a line stays whole."""
    return textwrap.fill(one_line(text), LINE, break_long_words=False, break_on_hyphens=False)
