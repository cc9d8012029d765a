"""Code blocks: classes on spans, so that no inline style is needed."""

from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

# Lexers are regular expressions by many hands. Tried with hostile text of every shape, most
# cost up to 20 microseconds a character once lines are few and short: 3,500 lines of one letter
# took C# 7 s, and C, Java, Markdown and reStructuredText 2 to 5 s. Java and C# cost the square
# of the length all the same. So a block is bounded, and the blocks of a section share a budget.
MAX_CODE = 7_000
MAX_LINES = 300
MAX_COST = 20_000
"""Characters of a section's blocks as `cost` counts them: 0.4 s at worst."""

_MAX_LINE = 300
_SQUARE = frozenset({"java", "c#", "cs", "csharp"})
_SQUARE_FROM = 700  # characters from which on those cost more than others

# Only languages whose lexers were tried so. Gherkin was worse and is left out.
_LANGUAGES = """
    awk bash bat c c# c++ clojure cmake console cpp cs csharp css dart diff django docker
    dockerfile elixir erlang fortran fsharp go golang graphql haskell hcl html http ini java
    javascript jinja js json json5 jsx julia kotlin latex lisp lua make makefile markdown matlab
    md mysql nginx nix objective-c ocaml octave pascal perl php postgresql powershell prolog
    properties protobuf ps1 py pycon python python3 pytb r racket rb rest rs rst ruby rust scala
    scheme scss sh shell shell-session sql sqlite3 swift tcl terraform tex toml ts tsx typescript
    verilog vhdl vim vue wat xml xslt yaml yml zig zsh
"""
LANGUAGES = frozenset(_LANGUAGES.split())

_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def is_language(name: str) -> bool:
    """Whether code in this language is highlighted."""
    return name.lower() in LANGUAGES


def is_tame(code: str) -> bool:
    """Whether the code is short enough for any lexer, in all and line by line."""
    lines = code.split("\n")
    return (
        len(code) <= MAX_CODE
        and len(lines) <= MAX_LINES
        and all(len(line) <= _MAX_LINE for line in lines)
    )


def cost(code: str, language: str) -> int:
    """What of a section's budget it takes to highlight this."""
    if language.lower() in _SQUARE:
        return max(len(code), len(code) ** 2 // _SQUARE_FROM)
    return len(code)


def highlighted(code: str, language: str) -> str:
    """A block with its parts in spans. The code is tame and the language known."""
    lexer: Lexer = get_lexer_by_name(language.lower(), stripnl=False)
    return _block(highlight(code, lexer, _FORMATTER))


def plain(code: str) -> str:
    """A block as it is."""
    return _block(escape(code))


def stylesheet(style: str = "default", scope: str = ".highlight") -> str:
    """The CSS that gives the classes their colours. `style` is a name Pygments knows."""
    css: str = HtmlFormatter(style=style).get_style_defs(scope)
    return css


def _block(inner: str) -> str:
    return f'<pre class="highlight"><code>{inner}</code></pre>\n'
