-- Tables of one of the two databases; the other is only there to share the functions that make them.
create table app_users (id integer primary key, name text not null, inviter_id integer);
create table app_posts (id integer primary key, author_id integer not null, title text not null, published integer not null);
create table app_votes (id integer primary key, user_id integer not null, post_id integer not null);
insert into app_users values (1, 'Ann', null), (2, 'Bea', 1), (3, 'Cy', 1), (4, 'Dee', 2);
insert into app_posts values (1, 1, 'a', 1), (2, 1, 'b', 0), (3, 2, 'c', 1), (4, 3, 'a', 1), (5, 1, 'd', 1);
insert into app_votes values (1, 2, 1), (2, 3, 1), (3, 1, 3), (4, 4, 5);
