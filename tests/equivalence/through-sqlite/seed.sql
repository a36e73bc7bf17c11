create table recipes (id integer primary key, title text not null, added integer not null);
create table labels (id integer primary key, name text not null, hot integer not null, icon text);
create table recipe_labels (
  recipe_id integer not null references recipes (id), label_id integer not null references labels (id),
  primary key (recipe_id, label_id)
);
create table pairings (
  id integer primary key, recipe_id integer not null references recipes (id), side_id integer not null references recipes (id)
);
insert into recipes values (1, 'soup', 1704067200), (2, 'bread', 1704153600), (3, 'curry', 1706745600);
insert into labels values (1, 'vegan', 0, '{"shape":"leaf"}'), (2, 'spicy', 1, null), (3, 'baked', 1, '{"shape":"oven"}');
insert into recipe_labels values (1, 2), (1, 1), (2, 3), (3, 1), (3, 2);
insert into pairings values (1, 1, 2), (2, 3, 2), (3, 3, 1), (4, 3, 2);
