import { asc, desc, eq, isNull, sql, type AnyColumn, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, metrics, orgs, posts, users } from '../schema.js';
import { namedSorts, newestFirst, sorts } from './shared.js';

const byImported = (db: Db, sort: string) => db.query.posts.findMany({ orderBy: sorts[sort] });
const byImportedName = (db: Db, sort: keyof typeof namedSorts) => db.query.posts.findMany({ orderBy: namedSorts[sort] });

function byDirection(db: Db, direction: 'asc' | 'desc') {
  return db.query.posts.findMany({
    orderBy: direction === 'asc' ? asc(posts.createdAt) : desc(posts.createdAt),
    columns: { id: true },
  });
}

function byDirectionArray(db: Db, direction: 'asc' | 'desc') {
  return db.query.posts.findMany({
    orderBy: [direction === 'asc' ? asc(posts.views) : desc(posts.views), asc(posts.id)],
    columns: { id: true },
  });
}

function byFunction(db: Db, descending: boolean) {
  const dir = descending ? desc : asc;
  return db.query.posts.findMany({ orderBy: [dir(posts.likes), posts.id], columns: { id: true } });
}

const sortable = { views: posts.views, title: posts.title } satisfies Record<string, AnyColumn>;

function byColumn(db: Db, sort: keyof typeof sortable) {
  return db.query.posts.findMany({ orderBy: [desc(sortable[sort]), asc(posts.id)], columns: { id: true } });
}

function byColumnName(db: Db, sort: 'views' | 'likes', order: 'asc' | 'desc') {
  const direction = order === 'desc' ? desc : asc;
  const orderBy = [direction(posts[sort]), asc(posts.id)];
  return db.query.posts.findMany({ orderBy, columns: { id: true } });
}

function byColumnNameAlone(db: Db, sort: 'views' | 'id', order: 'asc' | 'desc') {
  const direction = order === 'desc' ? desc : asc;
  const orderBy = direction(posts[sort]);
  return db.query.posts.findMany({ orderBy, columns: { views: true } });
}

function maybeOrder(db: Db, on: boolean) {
  return db.query.orgs.findMany({ orderBy: on ? desc(orgs.id) : orgs.id });
}

function maybeUndefinedOrder(db: Db, on: boolean) {
  return db.query.orgs.findMany({ where: eq(orgs.id, 'org_acme'), orderBy: on ? desc(orgs.id) : undefined });
}

async function callbackBlock(db: Db) {
  return db.query.users.findMany({
    orderBy: (t, { desc: down }) => {
      return [down(t.score), t.id];
    },
    columns: { id: true },
  });
}

async function spreadOrder(db: Db) {
  const base = [desc(posts.pinned)];
  return db.query.posts.findMany({ orderBy: [...base, desc(posts.id)], columns: { id: true } });
}

const byViews = [desc(posts.views), asc(posts.createdAt)];
const ofNewest = desc(posts.createdAt);

function orderFrom(sort: string): SQL[] {
  const column = sort.endsWith('title') ? posts.title : posts.views;
  return [sort.startsWith('-') ? desc(column) : asc(column), asc(posts.id)];
}
const bySort = (db: Db, sort: string) => db.query.posts.findMany({ orderBy: orderFrom(sort), columns: { id: true } });
const byDefault = (db: Db, order?: SQL) =>
  db.query.posts.findMany({ orderBy: order ?? desc(posts.id), columns: { id: true } });
interface Options {
  orderBy?: SQL | SQL[];
}
const byOption = (db: Db, { orderBy }: Options) =>
  db.query.posts.findMany({ orderBy, columns: { id: true }, limit: 3 });

const outerViews = desc(posts.views);
const outerTitle = () => [desc(posts.title), posts.id];
const outerColumns = { views: posts.views, title: posts.title };

function blockOfOuter(db: Db, isViewed: boolean) {
  return db.query.posts.findMany({
    orderBy: (t, { desc }) => {
      if (isViewed) return [outerViews, t.id];
      return desc(t.id);
    },
  });
}

const byOuterColumn = (db: Db, name: keyof typeof outerColumns) =>
  db.query.posts.findMany({ orderBy: [sql`${outerColumns[name]} desc`, outerColumns[name], desc(posts.id)] });

const byOuterColumnInCallback = (db: Db, name: keyof typeof outerColumns) =>
  db.query.posts.findMany({ orderBy: (t, { asc }) => [outerColumns[name], desc(outerColumns[name]), asc(t.id)] });

function byChosenLists(db: Db, key: 'title' | 'views', dir?: 'asc' | 'desc') {
  const column = key === 'title' ? posts.title : posts.views;
  return db.query.posts.findMany({
    orderBy: !dir ? undefined : dir === 'asc' ? [asc(column), asc(posts.id)] : [desc(column), desc(posts.id)],
    columns: { id: true },
  });
}

const collectedOrder = (db: Db, keys: (keyof typeof outerColumns)[], isNewest: boolean) =>
  db.query.posts.findMany({
    columns: { id: true },
    orderBy: (t) => {
      if (keys.length === 1) return [outerColumns[keys[0]!], desc(t.id)];
      const orders = keys.map((key) => desc(outerColumns[key]));
      if (isNewest) orders.push(ofNewest);
      orders.push(asc(posts.id));
      return orders;
    },
  });

const mappedOrder = (db: Db, sorts: { key: 'title' | 'views'; isDown: boolean }[]) =>
  db.query.posts.findMany({
    columns: { id: true },
    orderBy: (t, { asc, desc }) => {
      if (sorts.length === 0) return desc(t.id);
      const direction = sorts.length > 1 ? asc : desc;
      return [...sorts.map(({ key, isDown }) => (isDown ? desc(t[key]) : asc(t[key]))), direction(t.id)];
    },
  });

export const ordered = {
  'collected-one': (db: Db) => collectedOrder(db, ['views'], false),
  'collected-all': (db: Db) => collectedOrder(db, ['views', 'title'], false),
  'collected-newest': (db: Db) => collectedOrder(db, [], true),
  'mapped-none': (db: Db) => mappedOrder(db, []),
  'mapped-one': (db: Db) => mappedOrder(db, [{ key: 'views', isDown: true }]),
  'mapped-two': (db: Db) =>
    mappedOrder(db, [
      { key: 'views', isDown: false },
      { key: 'title', isDown: true },
    ]),
  'empty-list': (db: Db) => db.query.posts.findMany({ where: eq(posts.id, 1), orderBy: [], columns: { id: true } }),
  'hoisted-list': (db: Db) => db.query.posts.findMany({ orderBy: byViews, columns: { id: true } }),
  'hoisted-list-again': (db: Db) => db.query.posts.findMany({ where: isNull(posts.deletedAt), orderBy: byViews }),
  'hoisted-item': (db: Db) => db.query.posts.findMany({ orderBy: ofNewest, limit: 3 }),
  'desc': (db: Db) => db.query.posts.findMany({ orderBy: desc(posts.id) }),
  'extra-by-name': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      extras: { length: sql<number>`length(${posts.title})`.as('title_length') },
      orderBy: [sql`title_length desc`, desc(posts.id)],
    }),
  'extra-by-name-beside-a-relation': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      extras: (post, { sql }) => ({ total: sql<number>`${post.views} + ${post.likes}`.as('total') }),
      orderBy: ({ id }, { desc }) => [desc(sql`total`), id],
      with: { author: { columns: { name: true } } },
      limit: 4,
    }),
  'asc': (db: Db) => db.query.posts.findMany({ orderBy: asc(posts.createdAt), columns: { id: true } }),
  'array-one': (db: Db) => db.query.posts.findMany({ orderBy: [desc(posts.createdAt)], columns: { id: true } }),
  'array-two': (db: Db) => db.query.posts.findMany({ orderBy: [desc(posts.views), asc(posts.createdAt)], columns: { id: true } }),
  'array-three': (db: Db) =>
    db.query.posts.findMany({ orderBy: [asc(posts.status), desc(posts.likes), asc(posts.id)], columns: { id: true } }),
  'bare-column': (db: Db) => db.query.orgs.findMany({ orderBy: orgs.id }),
  'bare-columns': (db: Db) => db.query.posts.findMany({ orderBy: [posts.title, posts.id], columns: { id: true } }),
  'mixed-bare': (db: Db) => db.query.posts.findMany({ orderBy: [desc(posts.authorId), posts.id], columns: { id: true } }),
  'callback': (db: Db) => db.query.posts.findMany({ orderBy: (posts, { desc }) => desc(posts.id), columns: { id: true } }),
  'callback-array': (db: Db) => db.query.posts.findMany({ orderBy: (t, { desc }) => [desc(t.createdAt)], columns: { id: true } }),
  'callback-two': (db: Db) =>
    db.query.posts.findMany({ orderBy: (t, { asc, desc }) => [asc(t.orgId), desc(t.id)], columns: { id: true } }),
  'callback-bare': (db: Db) => db.query.orgs.findMany({ orderBy: (t) => t.id }),
  'callback-operators-object': (db: Db) => db.query.orgs.findMany({ orderBy: (t, ops) => ops.desc(t.id) }),
  'callback-global-operator': (db: Db) => db.query.orgs.findMany({ orderBy: (t) => [desc(t.id)] }),
  'callback-global-column': (db: Db) => db.query.orgs.findMany({ orderBy: () => [desc(orgs.id)] }),
  'callback-destructured': (db: Db) => db.query.orgs.findMany({ orderBy: ({ id }, { desc }) => [desc(id)] }),
  'renamed-column': (db: Db) => db.query.metrics.findMany({ orderBy: [desc(metrics.order)] }),
  'integer-like-keys': (db: Db) => db.query.metrics.findMany({ orderBy: [desc(metrics['2']), asc(metrics['1'])], columns: { 1: true, 2: true } }),
  'integer-like-then-id': (db: Db) => db.query.metrics.findMany({ orderBy: [asc(metrics[2]), desc(metrics[1]), asc(metrics.id)] }),
  'name-then-integer-like': (db: Db) => db.query.metrics.findMany({ orderBy: [desc(metrics.OR), asc(metrics['1']), asc(metrics.id)] }),
  'same-column-twice': (db: Db) => db.query.posts.findMany({ orderBy: [desc(posts.id), asc(posts.id)], columns: { id: true } }),
  'nulls-last-sql': (db: Db) =>
    db.query.users.findMany({ orderBy: [sql`${users.age} desc nulls last`, asc(users.id)], columns: { id: true, age: true } }),
  'nulls-first-callback': (db: Db) =>
    db.query.users.findMany({ orderBy: (t, { sql }) => [sql`${t.lastSeenAt} asc nulls first`, t.id], columns: { id: true } }),
  'sql-expression': (db: Db) =>
    db.query.posts.findMany({ orderBy: [desc(sql`${posts.views} + ${posts.likes} * 10`), asc(posts.id)], columns: { id: true } }),
  'sql-case': (db: Db) =>
    db.query.posts.findMany({
      orderBy: [sql`case when ${posts.status} = 'draft' then 0 else 1 end`, desc(posts.id)],
      columns: { id: true, status: true },
    }),
  'sql-single': (db: Db) => db.query.posts.findMany({ orderBy: sql`lower(${posts.title}), ${posts.id}`, columns: { id: true } }),
  'sql-unqualified': (db: Db) => db.query.posts.findMany({ orderBy: sql`likes desc, id`, columns: { id: true } }),
  'quoted-key': (db: Db) =>
    db.query.users.findMany({ orderBy: [asc(users['display-name']), asc(users.id)], columns: { id: true } }),
  'direction-asc': (db: Db) => byDirection(db, 'asc'),
  'direction-desc': (db: Db) => byDirection(db, 'desc'),
  'direction-array-asc': (db: Db) => byDirectionArray(db, 'asc'),
  'direction-array-desc': (db: Db) => byDirectionArray(db, 'desc'),
  'direction-function': (db: Db) => byFunction(db, true),
  'direction-function-asc': (db: Db) => byFunction(db, false),
  'column-lookup': (db: Db) => byColumn(db, 'title'),
  'column-name': (db: Db) => byColumnName(db, 'likes', 'desc'),
  'column-name-asc': (db: Db) => byColumnName(db, 'views', 'asc'),
  'column-name-alone': (db: Db) => byColumnNameAlone(db, 'views', 'desc'),
  'column-name-alone-asc': (db: Db) => byColumnNameAlone(db, 'id', 'asc'),
  'imported-order': (db: Db) => db.query.posts.findMany({ orderBy: newestFirst, columns: { id: true } }),
  'imported-order-array': (db: Db) => db.query.posts.findMany({ orderBy: [newestFirst, posts.id], columns: { id: true } }),
  'maybe-off': (db: Db) => maybeOrder(db, false),
  'maybe-on': (db: Db) => maybeOrder(db, true),
  'maybe-undefined-off': (db: Db) => maybeUndefinedOrder(db, false),
  'maybe-undefined-on': (db: Db) => maybeUndefinedOrder(db, true),
  'find-first': (db: Db) => db.query.posts.findFirst({ orderBy: desc(posts.views) , columns: { id: true, views: true } }),
  'nested-order': (db: Db) =>
    db.query.posts.findMany({
      where: isNull(posts.deletedAt),
      orderBy: [desc(posts.id)],
      columns: { id: true },
      with: { comments: { orderBy: [desc(comments.likes), asc(comments.id)], columns: { id: true } } },
    }),
  'nested-order-callback': (db: Db) =>
    db.query.posts.findMany({
      orderBy: (t, { asc }) => asc(t.id),
      columns: { id: true },
      with: { comments: { orderBy: (t, { desc }) => [desc(t.createdAt)], columns: { id: true } } },
    }),
  'nested-order-single': (db: Db) =>
    db.query.users.findMany({
      orderBy: users.id,
      columns: { id: true },
      with: { posts: { orderBy: desc(posts.createdAt), columns: { id: true } } },
    }),
  'nested-order-sql': (db: Db) =>
    db.query.users.findMany({
      orderBy: asc(users.id),
      columns: { id: true },
      with: { posts: { orderBy: [sql`${posts.publishedAt} desc nulls last`, desc(posts.id)], columns: { id: true } } },
    }),
  callbackBlock,
  spreadOrder,
  'returned-list': (db: Db) => bySort(db, '-views'),
  'returned-list-asc': (db: Db) => bySort(db, 'title'),
  'with-default': (db: Db) => byDefault(db, asc(posts.views)),
  'with-default-off': (db: Db) => byDefault(db),
  'option-list': (db: Db) => byOption(db, { orderBy: [desc(posts.title), asc(posts.id)] }),
  'option-single': (db: Db) => byOption(db, { orderBy: desc(posts.views) }),
  'chosen-lists': (db: Db) => byChosenLists(db, 'title', 'desc'),
  'chosen-lists-asc': (db: Db) => byChosenLists(db, 'views', 'asc'),
  'chosen-lists-off': (db: Db) => byChosenLists(db, 'views'),
  'callback-outer': (db: Db) => db.query.posts.findMany({ orderBy: (t, { asc }) => [outerViews, asc(t.id)] }),
  'callback-outer-whole': (db: Db) => db.query.posts.findMany({ orderBy: () => outerViews }),
  'callback-outer-helper': (db: Db) => db.query.posts.findMany({ orderBy: () => outerTitle() }),
  'callback-outer-block': (db: Db) => blockOfOuter(db, true),
  'callback-outer-block-off': (db: Db) => blockOfOuter(db, false),
  'column-map': (db: Db) => byOuterColumn(db, 'views'),
  'column-map-title': (db: Db) => byOuterColumn(db, 'title'),
  'column-map-callback': (db: Db) => byOuterColumnInCallback(db, 'views'),
  'column-map-callback-title': (db: Db) => byOuterColumnInCallback(db, 'title'),
  'imported-map': (db: Db) => byImported(db, 'views'),
  'imported-map-named': (db: Db) => byImportedName(db, 'title'),
};
