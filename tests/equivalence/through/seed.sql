create table users (id integer primary key, name text not null, born date);
create table groups (id integer primary key, name text not null, fee integer, open boolean not null);
create table memberships (
  user_id integer not null references users (id), group_id integer not null references groups (id), role text not null,
  primary key (user_id, group_id)
);
create table visits (
  user_id integer not null references users (id), group_id integer not null references groups (id), visited_at timestamp not null
);
create table tips (id integer primary key, user_id integer not null references users (id), group_id integer references groups (id));
create table votes (user_id integer not null, group_id integer not null, primary key (user_id, group_id));
create table follows (
  follower_id integer not null references users (id), followed_id integer not null references users (id),
  unique (follower_id, followed_id)
);
create table rooms (house text not null, number integer not null, seats integer not null, primary key (house, number));
create table meetings (
  group_id integer not null references groups (id), house text not null, room integer not null, weekday text,
  primary key (group_id, house, room), foreign key (house, room) references rooms (house, number)
);
insert into users values (1, 'Ann', '1990-05-01'), (2, 'Bob', null), (3, 'Cid', '1985-12-31'), (4, 'Dot', null);
insert into groups values (1, 'chess', 12, true), (2, 'go', null, false), (3, 'chess', 3, true), (4, 'bridge', 7, false);
insert into memberships values (1, 3, 'admin'), (1, 1, 'member'), (2, 1, 'member'), (2, 2, 'admin'), (2, 4, 'member'), (3, 4, 'admin');
-- twice to the same group, and once more at the same time
insert into visits values
  (1, 2, '2024-01-01 10:00'), (1, 2, '2024-01-02 10:00'), (1, 1, '2024-01-03 10:00'), (3, 3, '2024-01-03 10:00'), (3, 3, '2024-01-03 10:00');
insert into tips values (1, 1, 2), (2, 1, null), (3, 2, null), (4, 3, 4);
-- group 9 does not exist
insert into votes values (1, 1), (1, 9), (2, 9), (4, 3);
insert into follows values (1, 2), (2, 1), (3, 1), (3, 2), (4, 4);
insert into rooms values ('north', 1, 10), ('north', 2, 20), ('south', 1, 30), ('south', 2, 40);
insert into meetings values (1, 'north', 1, 'mon'), (1, 'south', 1, 'tue'), (2, 'north', 2, null), (3, 'south', 1, 'fri'), (1, 'south', 2, 'sat');
