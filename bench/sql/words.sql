-- Helpers and words. Everything here is temporary: it goes with the loading session.
-- Values come from hashed row numbers, so the same scale gives the same data on any machine.

-- A number in [0, 1) that depends on its arguments only; `salt` keeps uses apart.
create function pg_temp.share(salt int, n bigint) returns float8 language sql immutable
as $$ select (hashint8extended(n, salt) & ((1::bigint << 52) - 1))::float8 / (1::bigint << 52) $$;

-- A whole number in 1..most.
create function pg_temp.pick(most int, salt int, n bigint) returns int language sql immutable
as $$ select 1 + floor(most * pg_temp.share(salt, n))::int $$;

create function pg_temp.word(words text[], salt int, n bigint) returns text language sql immutable
as $$ select words[pg_temp.pick(cardinality(words), salt, n)] $$;

-- An id like those of uuidv7(): time first, so that indexes fill as they would in life.
create function pg_temp.id(kind text, n bigint, at timestamptz) returns uuid language sql stable
as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || left(h, 3)
  || '8' || substr(h, 4, 15))::uuid from md5(kind || n) h $$;

create temp table size as
select ceil(10000 * scale)::int as people, ceil(100 * scale)::int as instructors,
  ceil(2000 * scale)::int as courses, ceil(50000 * scale)::int as enrollments,
  ceil(300000 * scale)::int as completions, 8 as lessons, 3 as sections,
  timestamptz '2026-01-05 08:00+00' as today
from (select current_setting('bench.scale')::float8) s(scale);

create temp table topic as
select row_number() over (order by category, place)::int as n, category, name
from (values
  ('Baking', '{Sourdough,Pastry,Chocolate,Rye Bread,Viennoiserie,Cakes}'::text[]),
  ('Biology', '{Genetics,Botany,Ecology,Evolution,Microbiology,Anatomy}'),
  ('Carpentry', '{Joinery,Turning,Furniture,Roofs,Carving,Veneer}'),
  ('Computing', '{Python,Databases,Networks,Compilers,Shell,Algorithms}'),
  ('Drawing', '{Perspective,Portraits,Ink,Watercolor,Comics,Lettering}'),
  ('Economics', '{Markets,Money,Trade,Game Theory,Taxation,Growth}'),
  ('History', '{Antiquity,Renaissance,Archives,Cartography,Migration,Industry}'),
  ('Languages', '{Latin,Spanish,Japanese,Sign Language,Phonetics,Translation}'),
  ('Mathematics', '{Algebra,Calculus,Topology,Probability,Geometry,Logic}'),
  ('Music', '{Harmony,Counterpoint,Piano,Jazz,Singing,Acoustics}'),
  ('Nursing', '{First Aid,Wound Care,Pharmacology,Ethics,Nutrition,Triage}'),
  ('Physics', '{Mechanics,Optics,Relativity,Thermodynamics,Waves,Astronomy}')
) c(category, names), unnest(names) with ordinality t(name, place);

create temp table vocabulary as select
  '{Amina,Bao,Clara,Dario,Esther,Finn,Gudrun,Hamid,Ioana,Jules,Kofi,Lena,Mateo,Noor,Oskar,Priya}'::text[]
    as given,
  '{Adeyemi,Bianchi,Chen,Dahl,Eriksen,Ferrer,Gruber,Haddad,Ito,Janssen,Kaur,Lopez,Meyer,Nagy}'::text[]
    as family,
  '{A First Look at %s,%s at Work,The Craft of %s,%s by Example,Everyday %s,%s for the Curious}'::text[]
    as course_title,
  '{Winter Term,Summer Term,Evening School,Studio Edition,Second Year,Refresher,Field Notes}'::text[]
    as edition,
  '{Where to begin,Tools and materials,A worked case,What goes wrong,Doing it together,A closer look,Your own piece,Looking back}'::text[]
    as lesson_title,
  '{Read,See how,Try}'::text[] as section_title,
  '{beginner,intermediate,advanced}'::text[] as difficulty,
  '{teacher,drawing,example,answer,measure,draft,question,pattern,tool,surface,reason,habit,rule,sketch,result,mistake}'::text[]
    as noun,
  '{compare,repeat,sort,explain,sharpen,write down,check,choose,mix,draw,count,listen to}'::text[]
    as verb,
  '{plain,early,patient,rough,exact,second,quiet,useful,warm,odd,shared,finished}'::text[] as quality;

-- 300 paragraphs of about 380 characters, from which sections are put together.
create temp table paragraph as
select p as n, string_agg(
  format('Before you %s the %s %s, %s one %s and keep the %s %s beside it.',
    pg_temp.word(v.verb, 1, p * 8 + s), pg_temp.word(v.quality, 2, p * 8 + s),
    pg_temp.word(v.noun, 3, p * 8 + s), pg_temp.word(v.verb, 4, p * 8 + s),
    pg_temp.word(v.noun, 5, p * 8 + s), pg_temp.word(v.quality, 6, p * 8 + s),
    pg_temp.word(v.noun, 7, p * 8 + s)), ' ' order by s) as words
from generate_series(1, 300) p, generate_series(1, 5) s, vocabulary v group by p;
