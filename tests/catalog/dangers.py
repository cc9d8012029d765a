"""What authors may try, and an oracle that sees what would come of it."""

import re
from html.parser import HTMLParser
from uuid import UUID

CHART = UUID("0198f2a0-0000-7000-8000-00000000000c")
STRANGERS = UUID("0198f2a0-0000-7000-8000-00000000000e")
"""A picture that a page may show, and one of another course."""

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt/x>alert(1)</sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img src="/api/media/1" onerror="alert(1)">',
    f'<img src="/api/media/{CHART}" onerror="alert(1)" srcset="//evil.example/x 1w">',
    f'<img srcset="//evil.example/x 1w" src="/api/media/{STRANGERS}">',
    f'<img srcset="/api/media/{STRANGERS} 1w" src="/api/media/{CHART}">',
    f'<img src="/api/media/{CHART}?x=&quot;onerror=alert(1)">',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#1; jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example/x'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/&#x09;/evil.example'>x</a>",
    "[x](javascript:alert(1))",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](<data:text/html;base64,PHNjcmlwdD4=>)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](//tracker.example/pixel.gif)",
    "<javascript:alert(1)>",
    "<form action=/api/x><input name=y><button formaction=javascript:alert(1)>z</button></form>",
    "<form id=document name=cookie><input id=attributes></form><a id=location></a>",
    "<a id=defaultView name=x></a><div id=getElementById>x</div>",
    "<style>*{display:none}</style>",
    "<div style='position:fixed;inset:0'>over the page</div>",
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=//e'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<svg></p><style><a title='</style><img src=x onerror=alert(1)>'>",
    "<title><img title='</title><script>alert(1)</script>'></title>",
    "<!--><img src=x onerror=alert(1)>-->",
    '<p title="&quot;><script>alert(1)</script>">x</p>',
    '[x](https://a.example "\\"onmouseover=alert(1) x=\\"")',
    '```"><script>alert(1)</script>\nx\n```',
    "```html\n<script>alert(1)</script>\n```",
    "$\\text{<script>alert(1)</script>}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\style{position:fixed}{x}$",
    "# <img src=x onerror=alert(1)>\n",
    "[^1]\n\n[^1]: <script>alert(1)</script>\n",
    "<span data-formula='0'></span><span data-formula=\"99\"></span>",
]


class Dangers(HTMLParser):
    """An oracle that shares nothing with the sanitizer's lists."""

    ACTIVE = """
        script style iframe frame object embed applet form input button select textarea svg
        base meta link video audio source portal template noscript
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.ACTIVE.split():
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            self._look_at(name, value or "")

    def _look_at(self, name: str, value: str) -> None:
        if name.startswith("on") or name in {"style", "srcdoc", "name", "action"}:
            self.found.append(name)
        if name == "srcset" and any(
            not address.strip().startswith(f"/api/media/{CHART}") for address in value.split(",")
        ):
            self.found.append(f"srcset={value}")
        if name == "id" and not value.startswith("s1-"):
            self.found.append(f"id={value}")
        seen = re.sub(r"[\0-\x20]", "", value).replace("\\", "/").lower()
        if name == "href" and re.match(r"//|(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", seen):
            self.found.append(f"href={value}")
        if name == "src" and not seen.startswith("/api/media/"):
            self.found.append(f"src={value}")


def dangers(html: str) -> list[str]:
    oracle = Dangers()
    oracle.feed(html)
    oracle.close()
    return oracle.found
