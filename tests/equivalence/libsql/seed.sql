create table reader (id integer primary key, email text not null, joined_at integer not null, premium integer not null default 0, favourite text);
create table book (isbn text primary key, title text not null, price real not null, donor_id integer references reader (id));
create table loan (
  id integer primary key, reader_id integer not null references reader (id), isbn text not null references book (isbn),
  due_at integer, returned integer not null
);
-- 1704067200 is 2024-01-01, 1706745600000 is 2024-02-01, 1711929600000 is 2024-04-01
insert into reader values
  (1, 'a@l.test', 1704067200, 1, '{"genre":"crime"}'), (2, 'b@l.test', 1704067200, 0, null), (3, 'c@l.test', 1672531200, 0, '{"genre":"crime"}');
insert into book values
  ('b1', 'Dune', 9.5, 1), ('b2', 'The Trial', 25, 2), ('b3', 'The Castle', 8, null), ('b4', 'The Fall', 12, 1), ('b5', 'Dubliners', 30, null);
insert into loan values
  (1, 1, 'b2', 1706745600000, 0), (2, 1, 'b3', 1706745600000, 1), (3, 2, 'b2', 1706745600000, 0), (4, 2, 'b5', 1711929600000, 0),
  (5, 3, 'b1', null, 0), (6, 2, 'b1', 1706745600000, 1);
