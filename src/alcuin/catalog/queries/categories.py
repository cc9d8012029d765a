"""Categories as visitors see them."""

from alcuin.catalog.data.courses import CategoryInUse
from alcuin.kit.db import Conn

MOST_SHOWN = 1_000


async def list_categories(conn: Conn) -> list[CategoryInUse]:
    """Categories with listed courses, by name; those of drafts stay unknown."""
    return await conn.all(
        CategoryInUse,
        """
        select k.key, k.name, n.courses
        from listing_count n join category k on k.key = n.category
        where n.difficulty = '' and n.courses > 0
        order by lower(k.name), k.key limit $1
        """,
        MOST_SHOWN,
    )
