"""The catalog: working copies of courses, their staff, and the releases that learners read."""

from alcuin.app.migrations.script import script

revision = "0004"
down_revision = "0003"

UP = """
create table category (
  key text primary key check (length(key) between 1 and 100),
  name text not null check (length(name) between 1 and 100)
);
comment on table category is 'catalog: subjects that courses are sorted by';

create table course (
  id uuid primary key default uuidv7(),
  slug text not null constraint course_slug_taken unique
    check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) <= 20000),
  difficulty text not null default 'INTERMEDIATE'
    check (difficulty in ('BEGINNER', 'INTERMEDIATE', 'ADVANCED')),
  category text not null references category,
  tags text[] not null default '{}',
  thumbnail text,
  estimated_minutes int not null default 0 check (estimated_minutes between 0 and 600000),
  language text not null default 'en',
  generated_by text,
  generation_prompt text,
  ai_metadata jsonb,
  status text not null default 'DRAFT'
    check (status in ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED')),
  release int not null default 0 check (release >= 0),
  open boolean not null default false check (not open or release > 0),
  published_at timestamptz,
  content_revision bigint not null default 1,
  revision int not null default 1,
  created_by uuid not null references app_user,
  created_at timestamptz not null default kit_now(),
  updated_at timestamptz not null default kit_now(),
  trashed_at timestamptz,
  metadata jsonb not null default '{}',
  source_key text,
  check (status not in ('PUBLISHED', 'ARCHIVED') or release > 0)
);
create index course_created_by on course (created_by);
create index course_category on course (category);
create index course_trashed on course (trashed_at) where trashed_at is not null;
comment on table course is
  'catalog: the working copy of a course, its state and its newest release';
comment on column course.release is
  'number of the newest release; rises, never falls; 0 before the first';
comment on column course.open is 'learners may go on: published or archived';
comment on column course.content_revision is
  'moves with every edit of the course, a lesson or a section; a release remembers its own';

create table course_staff (
  course_id uuid not null references course on delete cascade,
  user_id uuid not null references app_user,
  role text not null check (role in ('OWNER', 'INSTRUCTOR', 'ASSISTANT')),
  added_at timestamptz not null default kit_now(),
  primary key (course_id, user_id)
);
create index course_staff_user on course_staff (user_id, course_id);
create unique index course_source_key on course (created_by, source_key)
  where source_key is not null;
comment on table course_staff is 'catalog: who teaches a course, and with which rights';

create table lesson (
  id uuid primary key default uuidv7(),
  course_id uuid not null references course on delete cascade,
  position int not null check (position >= 1),
  title text not null check (length(title) between 1 and 200),
  description text not null default '' check (length(description) <= 20000),
  estimated_minutes int not null default 0 check (estimated_minutes between 0 and 600000),
  content_type text not null default 'MIXED'
    check (content_type in ('TEXT', 'VIDEO', 'INTERACTIVE', 'MIXED')),
  learning_objectives text[] not null default '{}',
  prerequisites text[] not null default '{}',
  revision int not null default 1,
  created_at timestamptz not null default kit_now(),
  updated_at timestamptz not null default kit_now(),
  metadata jsonb not null default '{}',
  source_key text,
  constraint lesson_position unique (course_id, position) deferrable initially deferred,
  constraint lesson_of_course unique (id, course_id)
);
create unique index lesson_source_key on lesson (course_id, source_key)
  where source_key is not null;
comment on table lesson is 'catalog: lessons of the working copy; positions are 1 to n';

create table lesson_requirement (
  lesson_id uuid not null,
  requires_id uuid not null,
  course_id uuid not null,
  primary key (lesson_id, requires_id),
  foreign key (lesson_id, course_id) references lesson (id, course_id) on delete cascade,
  foreign key (requires_id, course_id) references lesson (id, course_id) on delete cascade,
  constraint lesson_requires_itself check (lesson_id <> requires_id)
);
create index lesson_requirement_requires on lesson_requirement (requires_id);
comment on table lesson_requirement is
  'catalog: lessons that must be completed before another of the same course';

create table section (
  id uuid primary key default uuidv7(),
  lesson_id uuid not null,
  course_id uuid not null,
  position int not null check (position >= 1),
  title text not null check (length(title) between 1 and 200),
  content text not null default '' check (length(content) <= 200000),
  type text not null default 'TEXT'
    check (type in ('TEXT', 'VIDEO', 'QUIZ', 'CODE', 'IMAGE', 'INTERACTIVE')),
  video_url text,
  image_url text,
  code_snippet text,
  quiz jsonb,
  preview boolean not null default false,
  revision int not null default 1,
  created_at timestamptz not null default kit_now(),
  updated_at timestamptz not null default kit_now(),
  metadata jsonb not null default '{}',
  source_key text,
  foreign key (lesson_id, course_id) references lesson (id, course_id) on delete cascade,
  constraint section_position unique (lesson_id, position) deferrable initially deferred
);
create index section_course on section (course_id);
create unique index section_source_key on section (course_id, source_key)
  where source_key is not null;
comment on table section is
  'catalog: sections of the working copy; positions are 1 to n in a lesson';

create table release (
  course_id uuid not null references course on delete cascade,
  number int not null check (number >= 1),
  published_at timestamptz not null default kit_now(),
  published_by uuid not null references app_user,
  note text not null default '' check (length(note) <= 2000),
  lessons int not null,
  sections int not null,
  units int not null,
  content_revision bigint not null,
  withdrawn_at timestamptz,
  primary key (course_id, number)
);
comment on table release is 'catalog: each publication of a course; never changed, save withdrawal';

create table release_body (
  course_id uuid not null,
  number int not null,
  audience text not null check (audience in ('PUBLIC', 'LEARNER', 'STAFF')),
  hash text not null,
  body bytea not null,
  primary key (course_id, number, audience),
  foreign key (course_id, number) references release on delete cascade
);
comment on table release_body is
  'catalog: what a release says to the public, to learners and to staff, as JSON bytes';

create table release_lesson (
  lesson_id uuid not null,
  release int not null,
  course_id uuid not null,
  position int not null,
  sections int not null,
  requires uuid[] not null default '{}',
  primary key (lesson_id, release),
  foreign key (course_id, release) references release on delete cascade
);
create index release_lesson_course on release_lesson (course_id, release);
comment on table release_lesson is 'catalog: lessons of a release, for counting';

create table release_section (
  section_id uuid not null,
  release int not null,
  lesson_id uuid not null,
  course_id uuid not null,
  position int not null,
  by_quiz boolean not null default false,
  primary key (section_id, release),
  foreign key (course_id, release) references release on delete cascade
);
create index release_section_course on release_section (course_id, release);
create index release_section_lesson on release_section (lesson_id, release);
comment on table release_section is 'catalog: sections of a release, for counting';

create table listing (
  course_id uuid primary key references course on delete cascade,
  published_at timestamptz not null,
  title text not null,
  category text not null references category,
  difficulty text not null,
  tags text[] not null,
  estimated_minutes int not null,
  title_words tsvector not null,
  words tsvector not null,
  card text not null
);
create index listing_newest on listing (published_at desc, course_id desc);
create index listing_category on listing (category, published_at desc, course_id desc);
create index listing_difficulty on listing (difficulty, published_at desc, course_id desc);
create index listing_both on listing (category, difficulty, published_at desc, course_id desc);
create index listing_by_title on listing (title, course_id);
create index listing_category_by_title on listing (category, title, course_id);
create index listing_difficulty_by_title on listing (difficulty, title, course_id);
create index listing_both_by_title on listing (category, difficulty, title, course_id);
create index listing_tags on listing using gin (tags);
create index listing_title_words on listing using gin (title_words) with (fastupdate = off);
create index listing_words on listing using gin (words) with (fastupdate = off);
create index listing_title_part on listing using gin (title gin_trgm_ops)
  with (fastupdate = off);
comment on table listing is
  'catalog: one row a published course, as the public list and search show it';

create table listing_count (
  category text not null,
  difficulty text not null,
  courses int not null check (courses >= 0),
  primary key (category, difficulty)
);
comment on table listing_count is
  'catalog: how many courses are listed; an empty category or difficulty stands for all';

create function catalog_words(language text, words text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('simple', lower(public.unaccent('public.unaccent'::regdictionary, words))) ||
    to_tsvector(case left(language, 2)
      when 'de' then 'german' when 'en' then 'english' when 'es' then 'spanish'
      when 'fr' then 'french' when 'it' then 'italian' when 'nl' then 'dutch'
      when 'pt' then 'portuguese' when 'ru' then 'russian' when 'sv' then 'swedish'
      when 'da' then 'danish' when 'fi' then 'finnish' when 'no' then 'norwegian'
      when 'hu' then 'hungarian' when 'ro' then 'romanian' when 'tr' then 'turkish'
      when 'ar' then 'arabic' when 'el' then 'greek' else 'simple' end::regconfig, words)
$$;
comment on function catalog_words(text, text) is
  'words as they stand without accents, and their stems in the language of the course';
"""


def upgrade() -> None:
    script(UP)
