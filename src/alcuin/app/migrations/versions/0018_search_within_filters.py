"""Search: its filters stand in its indexes, and parts of words are looked up, not compared."""

from alcuin.app.migrations.script import script

revision = "0018"
down_revision = "0017"

# An index that answers words and filters at once leads to no row that is not found. One of
# trigrams led to every row with the same groups of letters in whatever order.
UP = r"""
create function catalog_plain(words text) returns text
language sql immutable strict parallel safe as $$
  select translate(lower(public.unaccent('public.unaccent'::regdictionary, words)), '''\', '')
$$;
comment on function catalog_plain(text) is
  'words as a search compares them: small, without accents, and without what quotes a lexeme';

create function catalog_parts(title text) returns tsvector
language sql immutable strict parallel safe as $$
  select coalesce(array_to_tsvector(array_agg(distinct substr(' ' || piece, place))), '')
  from regexp_split_to_table(public.catalog_plain(title), '\s+') piece,
    generate_series(1, length(piece) + 1) place
  where piece <> ''
$$;
comment on function catalog_parts(text) is
  'what follows a blank, from there and from each of its letters on: these begin with its parts';

-- A single Latin letter is somewhere in half of all titles, so it must follow a blank.
create function catalog_asked_parts(search text) returns tsquery
language sql immutable strict parallel safe as $$
  select string_agg(case when octet_length(piece) = 1 then format(''' %s'':*', piece)
    else format('''%s'':*', piece) end, ' & ')::tsquery
  from regexp_split_to_table(public.catalog_plain(search), '\s+') piece
  where piece <> ''
$$;
comment on function catalog_asked_parts(text) is
  'a search for titles that have each of its pieces, as `catalog_parts` takes them apart';

-- A tag is the same however it is written, but with capital letters none was found.
update listing set tags = array(select lower(tag) from unnest(tags) tag)
where lower(tags::text) <> tags::text;

-- The catalog is small beside what its learners do: these are built within seconds, while it is
-- read. What they replace goes last, so that readers wait for a moment only.
-- squawk-ignore require-concurrent-index-creation
create index listing_title_words_within on listing
  using gin (title_words, (array[category]), (array[difficulty]), tags) with (fastupdate = off);
-- squawk-ignore require-concurrent-index-creation
create index listing_words_within on listing
  using gin (words, (array[category]), (array[difficulty]), tags) with (fastupdate = off);
-- squawk-ignore require-concurrent-index-creation
create index listing_title_parts_within on listing
  using gin (catalog_parts(title), (array[category]), (array[difficulty]), tags)
  with (fastupdate = off);
-- A search is not known when it is planned, so statistics of its parts would never be read.
alter index listing_title_parts_within alter column 1 set statistics 0;

-- squawk-ignore require-concurrent-index-deletion
drop index listing_title_words;
-- squawk-ignore require-concurrent-index-deletion
drop index listing_words;
-- squawk-ignore require-concurrent-index-deletion
drop index listing_title_part;
comment on index listing_title_words_within is
  'search: words of titles, which weigh more, with the category, difficulty and tags';
comment on index listing_words_within is
  'search: words of titles, descriptions and tags, with the category, difficulty and tags';
comment on index listing_title_parts_within is
  'search: parts of words of titles, where no word is found, with the same';
"""


def upgrade() -> None:
    script(UP)
