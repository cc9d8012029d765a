"""Search: one statement for each set of filters, which reads no row that it does not find.

What it finds is put in order here; which words are looked for is said in `rules.searching`.
"""

from itertools import combinations

import msgspec

from alcuin.catalog.data.listing import Terms
from alcuin.catalog.queries.listing import BOUND, NAMES, Filters
from alcuin.kit.db import Conn


class Found(msgspec.Struct, frozen=True):
    """A page of search results as JSON texts joined by commas."""

    cards: str
    total: int


_WITHIN = {
    "category": "array[category] @> array[{}]",
    "difficulty": "array[difficulty] @> array[{}]",
    "tag": "tags @> array[lower({})]",
}
"""The filters of the list as the indexes `listing_..._within` hold them beside the words."""

_LEXEMES = r"translate(lower(public.unaccent($1)), E'\x01''\\', ''' ')"
"""Freed of accents, then quoted: what a half or an okina leaves holds blanks and apostrophes.

`to_tsquery` would fail on those, and ask for words in a row for some, which no index tells apart.
"""


def _search_statement(named: tuple[str, ...]) -> str:
    """Every condition on a row stands in the index that finds it: none is read in vain."""
    within = "".join(
        f" and {_WITHIN[name].format(f'${place}::text')}" for place, name in enumerate(named, 6)
    )
    return f"""
        with q as materialized (
          select {_LEXEMES}::tsquery || plainto_tsquery('english', $2) as q),
        titled as materialized (
          select course_id, ts_rank(title_words, q.q) + 1 as weight, published_at
          from q, listing where title_words @@ q.q{within}
          limit {BOUND + 1}),
        worded as materialized (
          select course_id, ts_rank(words, q.q) as weight, published_at
          from q, listing where (select count(*) from titled) <= {BOUND}
            and words @@ q.q{within}
          limit {BOUND + 1}),
        parted as materialized (
          select course_id, (strpos(lower(title), lower($3)) > 0)::int as weight, published_at
          from listing where not exists (select from titled) and not exists (select from worded)
            and catalog_parts(title) @@ catalog_asked_parts($3){within}
          limit {BOUND + 1}),
        found as materialized (
          select * from titled
          union all
          select * from worded w where not exists (
            select from titled t where t.course_id = w.course_id)
          union all select * from parted),
        page as (
          select * from found order by weight desc, published_at desc, course_id
          limit $4 offset $5)
        select (select count(*) from found)::int as total,
          coalesce(string_agg(l.card, ',' order by page.weight desc, page.published_at desc,
            page.course_id), '') as cards
        from page join listing l on l.course_id = page.course_id
        """  # noqa: S608  constants only


SEARCHES = {
    named: _search_statement(named)
    for size in range(len(NAMES) + 1)
    for named in combinations(NAMES, size)
}


async def search_cards(
    conn: Conn, terms: Terms, filters: Filters, *, limit: int, offset: int
) -> Found:
    """Courses that hold the words: those with the words in their title first, then by weight.

    No more titles and other texts are weighed than are shown, and the texts not at all where
    titles are enough: a word that every course has costs as much as a rare one. Where no word
    is found, parts of words in titles are, those first that stand there as they were typed.
    """
    named = tuple(name for name in NAMES if getattr(filters, name) is not None)
    return await conn.one(
        Found,
        SEARCHES[named],
        terms.prefixes,
        terms.words,
        terms.parts,
        limit,
        offset,
        *(getattr(filters, name) for name in named),
    )
