"""Pages: for now what runs here, the documentation, and what links of letters open. Owns no table.

HTML first, our own small CSS, a script only where something is sent, and nothing from elsewhere,
so that a page works on a laptop without a network and within the strictest policy.
"""

from alcuin.web.routes import mark, refusal_page, routes, stylesheets

__all__ = ["mark", "refusal_page", "routes", "stylesheets"]
