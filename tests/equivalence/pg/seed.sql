-- Tables and rows for both versions. Written so that leaving out one condition changes what a query returns:
-- nulls, duplicates, near misses (same name, other case), wildcards and quotes inside strings, zeros, empty strings.
create type plan as enum ('free', 'team', 'enterprise');
create type role as enum ('viewer', 'editor', 'admin');
create type post_status as enum ('draft', 'review', 'published', 'archived');
create schema audit;

create table organizations (
  id text primary key, name text not null, plan plan not null default 'free', seats integer not null default 1, address jsonb
);
create table users (
  id serial primary key, email text not null unique, name text not null, display_name text,
  role role not null default 'viewer', age integer, score integer not null default 0, balance numeric(12, 2),
  is_active boolean not null default true, verified boolean, bio text,
  org_id text references organizations (id), invited_by_id integer references users (id),
  birthday date, last_seen_at timestamp, created_at timestamp not null default now(), updated_at timestamptz
);
create table profiles (
  user_id integer primary key references users (id), headline text not null, avatar_url text, settings json
);
create table posts (
  id serial primary key, author_id integer not null references users (id), reviewer_id integer references users (id),
  org_id text not null references organizations (id), title text not null, slug varchar(80) not null, content text,
  status post_status not null default 'draft', views integer not null default 0, likes integer not null default 0,
  rating numeric(4, 2), pinned boolean not null default false, tags text[] not null default '{}', meta jsonb,
  published_at timestamp, deleted_at timestamp, created_at timestamp not null default now(), updated_at timestamptz
);
create table comments (
  id serial primary key, post_id integer not null references posts (id), author_id integer references users (id),
  parent_id integer references comments (id), body text not null, likes integer not null default 0,
  hidden boolean not null default false, created_at timestamp not null
);
create table labels (id serial primary key, name text not null, color char(7));
create table posts_to_labels (
  post_id integer not null references posts (id), label_id integer not null references labels (id),
  position integer not null default 0, primary key (post_id, label_id)
);
create table memberships (
  org_id text not null references organizations (id), user_id integer not null references users (id),
  title text, since date not null, primary key (org_id, user_id)
);
create table shifts (
  id serial primary key, org_id text not null, user_id integer not null, cover_user_id integer,
  day date not null, starts_at time not null, hours integer not null,
  foreign key (org_id, user_id) references memberships (org_id, user_id), unique (user_id, day)
);
create table account (
  id serial primary key, user_id integer not null references users (id), provider_id text not null,
  access_token text, access_token_expires_at timestamp
);
create table session (
  id text primary key, user_id integer not null references users (id), ip_address inet,
  expires_at timestamp not null, revoked boolean not null default false
);
create table audit.logs (
  id bigserial primary key, actor_id integer references users (id), action text not null, at timestamp not null
);
create table samples (
  id serial primary key, label text not null, small smallint, big_number bigint, big_exact bigint,
  "decimal" numeric(20, 4), decimal_number numeric(10, 2), single real, double double precision, flag boolean,
  key uuid, code varchar(10), ts timestamp, ts_text timestamp, tsz timestamptz, tsz_text timestamptz,
  day date, day_text date, clock time, span interval, doc jsonb, list jsonb, loose json, open jsonb,
  words text[], numbers integer[], price numeric(12, 2), parts text, handle text, raw bytea, level role
);
create table sample_parts (
  id serial primary key, sample_id integer not null references samples (id),
  at timestamp, at_text timestamp, at_zone timestamptz, at_zone_text timestamptz, day date, day_text date,
  amount numeric(20, 4), big bigint, big_number bigint, price numeric(12, 2), doc jsonb, words text[], ok boolean
);
create table metrics (
  id serial primary key, first integer not null, second integer not null,
  or_flag boolean not null default false, not_text text, "order" integer not null default 0
);

insert into organizations (id, name, plan, seats, address) values
  ('org_acme', 'Acme', 'team', 5, '{"city": "Bergen", "zip": "5003"}'),
  ('org_bolt', 'Bolt', 'free', 1, null),
  ('org_core', 'acme', 'enterprise', 50, '{"city": "Porto"}'),
  ('org_dust', 'Dust', 'free', 0, '{"city": "Bergen"}');

insert into users (id, email, name, display_name, role, age, score, balance, is_active, verified, bio, org_id,
                   invited_by_id, birthday, last_seen_at, created_at, updated_at) values
  (1,  'ada@acme.test',     'Ada',     'Ada L.',   'admin',  36,   95,  12.50,  true,  true,  'Likes engines',   'org_acme', null, '1988-12-10', '2024-03-01 10:00:00', '2023-01-01 09:00:00', '2024-03-01 10:00:00+00'),
  (2,  'bob@acme.test',     'Bob',     null,       'editor', 25,   40,  0.00,   true,  false, null,              'org_acme', 1,    '1999-05-05', '2024-02-20 08:30:00', '2023-02-01 09:00:00', null),
  (3,  'cy@acme.test',      'Cy',      '',         'viewer', 25,   0,   null,   false, null,  '',                'org_acme', 1,    null,         null,                  '2023-02-01 09:00:00', '2023-06-01 00:00:00+02'),
  (4,  'dan@bolt.test',     'Dan',     'dan',      'viewer', null, 40,  7.25,   true,  true,  '100% remote',     'org_bolt', 2,    '2000-02-29', '2024-03-01 10:00:00', '2023-03-15 12:34:56.789', '2023-03-15 12:34:56.789+00'),
  (5,  'eve@bolt.test',     'Eve',     'O''Brien', 'editor', 41,   -5,  99.99,  false, false, 'Likes 100 things','org_bolt', 2,    '1983-07-01', null,                  '2023-04-01 00:00:00', null),
  (6,  'fay@core.test',     'Fay',     'fay_x',    'viewer', 18,   10,  1.00,   true,  null,  null,              'org_core', 4,    '2006-01-01', '2023-12-31 23:59:59', '2023-05-01 00:00:00', '2023-12-31 23:59:59+00'),
  (7,  'gus@core.test',     'Gus',     'fayax',    'admin',  60,   90,  250.00, true,  true,  'likes tea',       'org_core', null, '1964-04-04', '2024-01-15 00:00:00', '2023-06-01 00:00:00', null),
  (8,  'hal@nowhere.example',  'Hal',     null,       'viewer', 33,   15,  null,   true,  false, null,              null,       1,    '1991-11-30', '2022-06-06 06:06:06', '2022-12-31 23:59:59', null),
  (9,  'ADA@other.test',    'ada',     'Ada L.',   'viewer', 36,   20,   12.50,  false, true,  'Likes Engines',   null,       null, null,         null,                  '2024-01-01 00:00:00', '2024-01-02 00:00:00+00'),
  (10, 'zoë@acme.test',     'Zoë',     'Zoë 🌊',   'editor', 29,   70,  33.30,  true,  true,  'uses \ and "',    'org_acme', 7,    '1995-09-09', '2024-02-29 12:00:00', '2024-02-01 00:00:00', '2024-02-29 12:00:00+00'),
  (11, 'ada.two@bolt.test', 'Ada',    null,       'editor', null, 0,    5.00,  true,  false, 'Second Ada',      'org_bolt', 5,    '2001-01-01', '2023-10-10 10:10:10', '2023-10-01 00:00:00', null),
  (12, 'ivy@core.test',     'Ivy',     'ivy',      'viewer', 52,   80,   3.00,  false, true,  '100% on site',    'org_core', 7,    null,         null,                  '2023-07-07 07:07:07', '2023-08-08 00:00:00+00');

insert into profiles (user_id, headline, avatar_url, settings) values
  (1, 'Founder', 'https://img.test/1.png', '{"theme": "dark", "beta": true}'),
  (2, 'Writer', null, '{"theme": "light"}'),
  (4, 'Remote', '', null),
  (7, 'Founder', 'https://img.test/7.png', '{"theme": "dark", "beta": false}'),
  (9, 'Other', null, null);

insert into posts (id, author_id, reviewer_id, org_id, title, slug, content, status, views, likes, rating, pinned, tags,
                   meta, published_at, deleted_at, created_at, updated_at) values
  (1,  1, 2,    'org_acme', 'Hello world',      'hello',        'First!',         'published', 100, 10, 4.50, true,  '{intro,news}',       '{"lang": "en", "words": 120}', '2024-01-01 00:00:00', null,                  '2023-12-30 00:00:00', null),
  (2,  1, null, 'org_acme', 'Second hello',     'second',       null,             'draft',     0,   0,  null, true,  '{}',                 null,                           null,                  null,                  '2024-01-02 00:00:00', null),
  (3,  1, 7,    'org_acme', 'Hello again',      'hello-again',  'More',           'published', 55,  10, 3.00, false, '{news}',             '{"lang": "en"}',               '2024-01-10 08:00:00', null,                  '2024-01-09 00:00:00', '2024-01-11 00:00:00+00'),
  (4,  2, 1,    'org_acme', 'Bob speaks',       'bob-speaks',   'Text',           'review',    55,  3,  null, false, '{talk}',             '{"lang": "no", "words": 40}',  null,                  null,                  '2024-01-15 00:00:00', null),
  (5,  2, 1,    'org_acme', 'Removed',          'removed',      'Gone',           'published', 7,   0,  1.00, true,  '{news,old}',         null,                           '2023-06-01 00:00:00', '2023-07-01 00:00:00', '2023-05-30 00:00:00', null),
  (6,  4, null, 'org_bolt', '100% sure',        'sure',         '50% off_today',  'published', 12,  4,  4.50, true,  '{sale}',             '{"lang": "en", "words": 9}',   '2024-02-01 00:00:00', null,                  '2024-02-01 00:00:00', '2024-02-02 00:00:00+00'),
  (7,  4, 5,    'org_bolt', '100x sure',        'sure-2',       '50x offxtoday',  'archived',  0,   1,  2.25, false, '{sale,old}',         null,                           '2023-02-01 00:00:00', null,                  '2023-01-20 00:00:00', null),
  (8,  5, 4,    'org_bolt', 'O''Brien''s day',  'obrien',       '',               'published', 300, 25, 4.00, false, '{news,talk,intro}',  '{"lang": "ga", "words": 0}',   '2024-02-14 14:00:00', null,                  '2024-02-14 13:00:00', null),
  (9,  6, null, 'org_core', 'Core notes',       'core-notes',   'internal',       'draft',     3,   0,  null, false, '{internal}',         '{"lang": "pt"}',               null,                  null,                  '2024-02-20 00:00:00', null),
  (10, 7, 6,    'org_core', 'hello world',      'hello',        'lower case',     'published', 100, 2,  5.00, false, '{intro}',            '{"lang": "pt", "words": 120}', '2024-03-01 00:00:00', null,                  '2024-02-28 00:00:00', null),
  (11, 7, null, 'org_core', 'Trash',            'trash',        null,             'archived',  1,   0,  0.00, false, '{}',                 null,                           null,                  '2024-01-05 00:00:00', '2022-01-01 00:00:00', null),
  (12, 10, 1,   'org_acme', 'Waves',            'waves',        'sea & sun',      'published', 80,  8,  3.75, true,  '{sea,news}',         '{"lang": "en", "words": 300}', '2024-02-29 00:00:00', null,                  '2024-02-28 12:00:00', '2024-02-29 01:00:00+00'),
  (13, 10, 10,  'org_core', 'Guest waves',      'waves',        'sea',            'review',    130,  9,  3.75, false, '{sea}',              '{"lang": "en", "words": 301}', null,                  null,                  '2024-03-02 00:00:00', null),
  (14, 1, 2,    'org_core', 'Hello elsewhere',  'elsewhere',    'guest',          'published', 95,   5,  null, false, '{news,sea}',         '{"lang": "en", "words": 77}',  '2023-03-01 00:00:00', '2024-02-02 00:00:00', '2023-02-28 00:00:00', null);

insert into comments (id, post_id, author_id, parent_id, body, likes, hidden, created_at) values
  (1,  1, 2,    null, 'Nice',            3, false, '2024-01-01 01:00:00'),
  (2,  1, 1,    1,    'Thanks',          0, false, '2024-01-01 02:00:00'),
  (3,  1, null, null, 'spam spam',       0, true,  '2024-01-01 03:00:00'),
  (4,  1, 4,    1,    'Agreed',          7, false, '2024-01-02 00:00:00'),
  (5,  3, 2,    null, 'Again?',          1, true,  '2024-01-10 09:00:00'),
  (6,  3, 3,    5,    'Yes',             6, true,   '2024-01-10 10:00:00'),
  (7,  4, 1,    null, 'Please rework',   2, false, '2024-01-16 00:00:00'),
  (8,  6, 5,    null, '100%',            9, false, '2024-02-01 05:00:00'),
  (9,  6, 4,    8,    '100',             0, false, '2024-02-01 06:00:00'),
  (10, 8, 7,    null, 'Sláinte',         4, false, '2024-02-14 15:00:00'),
  (11, 8, null, 10,   'deleted account', 0, false, '2024-02-14 16:00:00'),
  (12, 10, 6,   null, 'Nice',            2, false, '2024-03-01 01:00:00'),
  (13, 10, 7,   12,   '',                0, true,  '2024-03-01 02:00:00'),
  (14, 12, 1,   null, 'Lovely',          5, false, '2024-03-01 03:00:00'),
  (15, 12, 7,   14,   'Lovely indeed',   3, false, '2024-03-01 04:00:00'),
  (16, 12, 2,   15,   'deep',            1, false, '2024-03-01 05:00:00'),
  (17, 14, 10,  null, 'old',             0, false, '2023-03-02 00:00:00');

insert into labels (id, name, color) values
  (1, 'feature', '#00ff00'), (2, 'bug', '#ff0000'), (3, 'Bug', null), (4, 'unused', '#cccccc');
insert into posts_to_labels (post_id, label_id, position) values
  (1, 1, 0), (1, 2, 1), (3, 2, 0), (4, 3, 0), (6, 1, 2), (6, 3, 1), (8, 1, 0), (10, 2, 0), (12, 1, 1), (12, 2, 0), (13, 2, 5);

insert into memberships (org_id, user_id, title, since) values
  ('org_acme', 1, 'Lead',   '2023-01-01'),
  ('org_acme', 2, null,     '2023-02-01'),
  ('org_acme', 10, 'Writer', '2024-02-01'),
  ('org_bolt', 4, 'Lead',   '2023-03-15'),
  ('org_bolt', 1, 'Advisor', '2023-09-01'),
  ('org_core', 7, 'Lead',   '2023-06-01'),
  ('org_core', 10, null,    '2024-03-01');
insert into shifts (id, org_id, user_id, cover_user_id, day, starts_at, hours) values
  (1, 'org_acme', 1, 2,    '2024-03-01', '08:00', 8),
  (2, 'org_acme', 2, null, '2024-03-01', '12:00', 4),
  (3, 'org_acme', 1, 10,   '2024-03-02', '08:00', 6),
  (4, 'org_bolt', 4, 1,    '2024-03-02', '22:00', 8),
  (5, 'org_core', 7, 10,   '2024-03-03', '08:30', 8),
  (6, 'org_core', 10, 4,   '2024-03-04', '08:30', 2);

insert into account (id, user_id, provider_id, access_token, access_token_expires_at) values
  (1, 1, 'github', 'gh_1', '2024-06-01 00:00:00'),
  (2, 1, 'google', null,   null),
  (3, 2, 'github', 'gh_2', '2024-01-01 00:00:00'),
  (4, 4, 'credential', '', null),
  (5, 7, 'google', 'go_7', '2024-06-01 00:00:00'),
  (6, 10, 'github', 'gh_10', '2025-01-01 00:00:00'),
  (7, 7, 'github', null, null);

insert into session (id, user_id, ip_address, expires_at, revoked) values
  ('s1', 1, '10.0.0.1', '2024-03-10 00:00:00', false),
  ('s2', 1, '10.0.0.2', '2024-01-10 00:00:00', true),
  ('s3', 2, null,       '2024-03-10 00:00:00', false),
  ('s4', 4, '10.0.0.1', '2024-03-10 00:00:00', true),
  ('s5', 7, '::1',      '2024-05-01 00:00:00', false),
  ('s6', 9, null,       '2023-05-01 00:00:00', false);

insert into audit.logs (id, actor_id, action, at) values
  (1, 1, 'login', '2024-03-01 10:00:00'), (2, 1, 'post.create', '2024-03-01 10:05:00'), (3, 2, 'login', '2024-02-20 08:30:00'),
  (4, null, 'cron', '2024-03-01 00:00:00'), (5, 4, 'login', '2024-03-01 10:00:00'), (6, 4, 'post.delete', '2024-02-02 00:00:00'),
  (7, 7, 'org.update', '2024-01-15 00:00:00');

insert into samples (id, label, small, big_number, big_exact, "decimal", decimal_number, single, double, flag, key, code, ts, ts_text,
                     tsz, tsz_text, day, day_text, clock, span, doc, list, loose, words, numbers, price, parts, handle, raw, level) values
  (1, 'full', 7, 9007199254740991, 9223372036854775807, 12345678901234.5600, 19.90, 1.5, 2.25, true,
   '11111111-1111-4111-8111-111111111111', 'abc', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678',
   '2024-01-02 03:04:05.678+00', '2024-01-02 03:04:05.678+00', '2024-01-02', '2024-01-02', '13:45:00', '1 day 02:00:00',
   '{"eq": 1, "nested": {"a": [1, 2]}}', '[1, 2, 3]', '{"any": "thing"}', '{a,b}', '{1,2,3}', 10.50, 'x,y', 'ada', '\x0001ff', 'admin'),
  (2, 'zero', 0, 0, 0, 0, 0, 0, 0, false,
   '22222222-2222-4222-8222-222222222222', '', '1970-01-01 00:00:00', '1970-01-01 00:00:00',
   '1970-01-01 00:00:00+00', '1970-01-01 00:00:00+00', '1970-01-01', '1970-01-01', '00:00:00', '00:00:00',
   '{}', '[]', '[]', '{}', '{}', 0, '', '', '\x', 'viewer'),
  (3, 'none', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
   null, null, null, null, null, null, null, null, null, null),
  (4, 'late', -3, 42, 9007199254740993, 1.1000, 19.90, 1.5, -2.25, true,
   '44444444-4444-4444-8444-444444444444', 'ABC', '2024-06-30 23:59:59', '2024-06-30 23:59:59',
   '2024-06-30 23:59:59+00', '2024-06-30 23:59:59+00', '2024-06-30', '2024-06-30', '23:59:59', '3 days',
   '{"eq": 2}', '[3]', '"text"', '{b,c}', '{3,4}', 0.99, 'y', 'cy', '\xdeadbeef', 'editor'),
  (5, 'twin', 7, 9007199254740991, 9223372036854775807, 1.1000, 5.00, 9.5, 2.25, false,
   '55555555-5555-4555-8555-555555555555', 'abc', '2024-01-02 03:04:05.678', '2024-06-30 23:59:59',
   '2024-01-02 03:04:05.678+00', '2024-06-30 23:59:59+00', '2024-01-02', '2024-06-30', '13:45:00', '3 days',
   '{"eq": 1, "nested": {"a": [1, 2]}}', '[1, 2, 3]', 'null', '{c}', '{1,2,3}', 10.50, 'x,y', 'eve', '\x0001ff', 'admin'),
  (6, 'half', null, null, null, null, null, null, null, null, null, null, '2024-01-02 03:04:05.678', null, null, null, null, null, null, null,
   null, null, null, '{z}', null, null, null, null, null, null),
  (7, 'other half', null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
   '{"eq": 2}', null, null, null, null, null, null, null, '\xff', null);

insert into sample_parts (id, sample_id, at, at_text, at_zone, at_zone_text, day, day_text, amount, big, big_number, price, doc, words, ok) values
  (1, 1, '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678+00', '2024-01-02 03:04:05.678+00',
   '2024-01-02', '2024-01-02', 1.1000, 9223372036854775807, 9007199254740991, 10.50, '{"k": 1}', '{a,b}', true),
  (2, 1, null, null, null, null, null, null, null, null, null, null, null, null, null),
  (3, 2, '2024-06-30 00:00:00', '2024-06-30 00:00:00', '2024-06-30 00:00:00+00', '2024-06-30 00:00:00+00',
   '2024-06-30', '2024-06-30', 2.5000, 5, 5, 0, '{"k": 0}', '{}', false),
  (4, 4, '2024-06-30 00:00:00', '2023-01-01 00:00:00', '2024-01-02 03:04:05.678+00', '2023-01-01 00:00:00+00',
   '2024-01-02', '2023-01-01', 1.1000, 9007199254740993, 1, 0.99, '{"k": 1}', '{b}', true),
  (5, 4, '2024-06-30 00:00:00', null, null, null, null, null, null, null, null, 0.99, '{"k": 1}', null, false),
  (6, 4, '2024-06-30 00:00:00', null, null, null, null, null, null, null, null, 0.99, '{"k": 2}', null, true),
  (7, 4, '2024-06-30 00:00:00', null, null, null, null, null, null, null, null, 1.99, '{"k": 1}', null, true),
  (8, 4, '2024-06-29 00:00:00', null, null, null, null, null, null, null, null, 0.99, '{"k": 1}', null, true);

insert into metrics (id, first, second, or_flag, not_text, "order") values
  (1, 1, 3, true, 'a', 5), (2, 2, 1, false, 'b', 4), (3, 1, 1, true, null, 3), (4, 2, 3, false, 'a', 2), (5, 1, 2, false, 'b', 1),
  (6, 1, 3, false, null, 9), (7, 1, 2, true, null, 8), (8, 2, 3, true, 'c', 7);

-- Rewritten rows go to the end of the table, so that a lost order shows.
update organizations set seats = seats where id = 'org_acme';
update users set score = score where id in (1, 4, 8);
update posts set views = views where id in (1, 2, 6, 9);
update comments set likes = likes where id in (1, 5, 8);
update metrics set first = first where id in (1, 3);
update memberships set title = title where user_id = 1;
