-- Tables and rows for both versions; see the remark in the Postgres seed.
create table members (
  id integer primary key autoincrement, email text not null unique, name text not null, role text not null default 'member',
  active integer not null default 1, verified integer, manager_id integer references members (id), rate numeric,
  points integer not null default 0, prefs text, joined_at integer not null, last_seen_at integer
);
create table projects (
  id text primary key, name text not null, owner_id integer not null references members (id),
  archived integer not null default 0, budget real, settings text, starts_on integer,
  created_at text not null default current_timestamp
);
create table project_settings (project_id text primary key references projects (id), locale text not null, notify integer not null);
create table tasks (
  id integer primary key, project_id text not null, assignee_id integer, reporter_id integer not null, parent_id integer,
  title text not null, details text, done integer not null default 0, priority integer not null default 0, estimate real,
  labels text not null, due_at integer, completed_at integer
);
create table notes (
  id integer primary key, task_id integer not null, author_id integer, body text not null,
  pinned integer not null default 0, created_at integer not null
);
create table app_tag (id integer primary key, label text not null);
create table app_task_tag (task_id integer not null, tag_id integer not null, primary key (task_id, tag_id));
create table files (id integer primary key, name text not null, content blob, size blob, meta blob, plain integer);

-- 1704067200 is 2024-01-01, 1706745600 is 2024-02-01, 1709251200 is 2024-03-01
insert into members values
  (1, 'ann@x.test',  'Ann',  'owner',  1, 1,    null, 12.5, 90, '{"theme":"dark","beta":true}', 1704067200, 1709251200123),
  (2, 'ben@x.test',  'Ben',  'member', 1, 0,    1,    0,    40, '{"theme":"light"}',            1704067200, 1706745600000),
  (3, 'cat@y.test',  'Cat',  'member', 0, null, 1,    null, 0,  null,                           1706745600, null),
  (4, 'dee@y.test',  'Dee',  'guest',  1, 1,    2,    7.25, 40, '{"theme":"dark"}',             1706745600, 1709251200123),
  (5, 'eli@y.test',  'ann',  'guest',  0, 0,    2,    12.5, -3, '{"theme":"light"}',            1709251200, null),
  (6, 'fox@z.test',  'O''Fox','member', 1, 1,   4,    99,   15, null,                           1709251200, 1704067200000),
  (7, 'gil_x@z.test','Gil',  'owner',  1, null, null, 3,    70, '{"theme":"dark","beta":false}', 1672531200, 1709251200124);

insert into projects values
  ('p1', 'Apollo',  1, 0, 1000.5, '{"color":"red"}',  20240101, '2024-01-01 00:00:00'),
  ('p2', 'apollo',  7, 1, 0,      null,               20230601, '2023-06-01 12:00:00'),
  ('p3', 'Gemini',  1, 0, null,   '{"color":"blue"}', null,     '2024-02-01 00:00:00'),
  ('p4', '50% off', 4, 0, 20.25,  '{"color":"red"}',  20240229, '2024-02-29 08:30:00'),
  ('p5', 'Empty',   7, 0, 20.25,  null,               20240101, '2024-03-01 00:00:00');

insert into project_settings values ('p1', 'en', 1), ('p2', 'no', 0), ('p4', 'en', 0);

insert into tasks values
  (1,  'p1', 2,    1, null, 'Write docs',   'Long text',   0, 3, 2.5,  '["docs","urgent"]', 1706745600, null),
  (2,  'p1', 2,    1, 1,    'Outline',      null,          1, 1, 0.5,  '["docs"]',          1704067200, 1704067200500),
  (3,  'p1', null, 2, 1,    'Proofread',    '',            0, 0, null, '[]',                null,       null),
  (4,  'p1', 4,    1, null, 'Fix bug',      '100% repro',  0, 5, 8,    '["bug","urgent"]',  1709251200, null),
  (5,  'p2', 1,    7, null, 'Old thing',    'gone',        1, 2, 1,    '["old"]',           1672531200, 1672531200000),
  (6,  'p2', 7,    7, null, 'fix bug',      '100x repro',  1, 5, 8,    '["bug"]',           1706745600, 1706745600000),
  (7,  'p3', 1,    1, null, 'Launch',       null,          0, 9, 13,   '["urgent"]',        1709251200, null),
  (8,  'p3', 3,    2, 7,    'Countdown',    'ten, nine',   0, 9, 0,    '[]',                1709251200, null),
  (9,  'p3', 6,    4, 8,    'Ignition',     'eight',       1, 2, 2.5,  '["urgent","old"]',  null,       1709251200123),
  (10, 'p4', 4,    4, null, 'Pricing',      '50_50',       0, 1, 2,    '["docs"]',          1706745600, null),
  (11, 'p4', null, 2, null, 'Pricing page', '50x50',       1, 1, 2,    '["docs","web"]',    1706745600, 1709251200123),
  (12, 'p1', 1,    4, 4,    'Repro',        null,          1, 5, 1,    '["bug"]',           1704067200, 1704067200000);

insert into notes values
  (1, 1, 1,    'first',      1, 1704067200001), (2, 1, 2,    'second',    0, 1704067200002),
  (3, 1, null, 'third',      0, 1704067200003), (4, 4, 2,    'see trace', 1, 1706745600000),
  (5, 4, 4,    'cannot',     0, 1706745600001), (6, 7, 7,    'go',        1, 1709251200000),
  (7, 7, 1,    'no go',      0, 1709251200001), (8, 9, 6,    '',          0, 1709251200002),
  (9, 5, 7,    'first',      0, 1672531200000), (10, 12, 2,  'aside',     1, 1704067200004);

insert into app_tag values (1, 'blocked'), (2, 'easy'), (3, 'Easy'), (4, 'unused');
insert into app_task_tag values (1, 1), (1, 2), (2, 2), (4, 1), (7, 1), (7, 3), (9, 2), (11, 3);

insert into files values
  (1, 'a.bin', x'0001ff', cast('9007199254740993' as blob), cast('{"mime":"a/b"}' as blob), 1),
  (2, 'b.bin', x'',       cast('0' as blob),                cast('{"mime":"c/d"}' as blob), 0),
  (3, 'c.bin', null,      null,                             null,                           null),
  (4, 'd.bin', x'0001ff', cast('12' as blob),               cast('{"mime":"a/b"}' as blob), 2);
