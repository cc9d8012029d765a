"""Each index says what it serves, to whoever wonders whether it may go.

PgQueuer's own are left to it. Keys and unique constraints speak for themselves.
"""

from alcuin.app.migrations.script import script

revision = "0011"
down_revision = "0010"

UP = """
comment on index app_user_active_admin is 'that an administrator is always left';
comment on index app_user_search is
  'people found by a part of their name or address, for administrators';
comment on index attempt_counter_window is 'pruning of windows that are over';
comment on index audit_actor is 'what somebody has done, in order';
comment on index audit_subject is 'what was done to somebody or something, in order';
comment on index event_tx is 'readers of the log: what became visible since their snapshot';
comment on index idempotency_created is 'pruning of first answers after 24 hours';
comment on index reader_current is 'one generation of a reader is the current one';

comment on index one_time_token_user is
  'a used link spends the others of its kind; its foreign key';
comment on index refresh_token_expires is 'pruning of tokens that are over';
comment on index refresh_token_session is 'tokens of a session; its foreign key';
comment on index session_end is 'pruning of sessions, whichever way they ended';
comment on index session_of_user is 'the list of devices; ending all sessions of a person';

comment on index avatar_media is 'whose avatar a file is, when it is read or deleted';
comment on index media_course is 'files of a course, newest first';
comment on index media_personal is 'own files of a person, newest first';
comment on index media_removal_due is 'removal of stored bytes, by the job that does it';

comment on index course_category is 'courses of a category; its foreign key';
comment on index course_created_by is 'unpublished courses of a person, counted; its foreign key';
comment on index course_source_key is 'a second import knows the course that the first one made';
comment on index course_staff_user is 'courses that somebody teaches';
comment on index course_trashed is 'purge of the trash after 30 days';
comment on index imported_file_media is 'its foreign key, when a file is deleted';
comment on index lesson_requirement_requires is 'which lessons ask for this one; its foreign key';
comment on index lesson_source_key is 'a second import knows the lessons of the first';
comment on index listing_both is 'catalog of a category and difficulty, newest first';
comment on index listing_both_by_title is 'catalog of a category and difficulty, by title';
comment on index listing_by_title is 'catalog by title';
comment on index listing_category is 'catalog of a category, newest first';
comment on index listing_category_by_title is 'catalog of a category, by title';
comment on index listing_difficulty is 'catalog of a difficulty, newest first';
comment on index listing_difficulty_by_title is 'catalog of a difficulty, by title';
comment on index listing_newest is 'catalog, newest first';
comment on index listing_tags is 'catalog by tag';
comment on index listing_title_part is 'search: parts of titles, where no word is found';
comment on index listing_title_words is 'search: words of titles, which weigh more';
comment on index listing_words is 'search: words of titles, descriptions and tags';
comment on index release_lesson_course is 'lessons of a release, to count against';
comment on index release_media_file is 'whether a release shows a file, and to whom';
comment on index release_section_course is 'sections of a release, to count against';
comment on index release_section_lesson is 'sections of a lesson in a release';
comment on index section_course is 'sections of a whole course; its foreign key';
comment on index section_source_key is 'a second import knows the sections of the first';

comment on index enrollment_active is 'students enrolled now, by when they came';
comment on index enrollment_course is 'everybody who ever enrolled in a course; its foreign key';
comment on index enrollment_user is 'courses of a learner, newest first';
comment on index enrollment_withdrawn is 'students who withdrew, by when they did';

comment on index course_progress_completed is 'students who completed, by when they did';
comment on index course_progress_release is
  'batches of learners who stand on an older release, to be counted anew';
"""


def upgrade() -> None:
    script(UP)
