-- People, each signed in once. Nobody has a password; the end of a session is the one value
-- here that depends on the day, because sessions must be live when requests are sent.
insert into app_user (id, email, email_key, name, role, password_hash, time_zone,
  email_verified_at, created_at, updated_at)
select id, email, email, name, role, 'none',
  (array['Europe/Lisbon', 'Europe/Warsaw', 'America/Lima', 'Asia/Manila'])[n % 4 + 1],
  created_at, created_at, created_at
from person order by n;

insert into session (id, user_id, created_at, last_used_at, expires_at, user_agent, address)
select pg_temp.id('session', n, s.today), id, s.today, s.today, now() + interval '1 day',
  'bench', '127.0.0.1'
from person, size s order by n;
