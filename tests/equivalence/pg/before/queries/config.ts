import { and, type AnyColumn, asc, desc, eq, gt, gte, inArray, like, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, orgs, posts, users } from '../schema.js';
import { postColumns, sorts } from './shared.js';

// --- columns ----------------------------------------------------------------------------------------------------

const safe = { id: true, name: true } as const;

/** One function for two columns of two tables. */
const behind = (column: AnyColumn, value: number) => ({ where: gt(column, value), orderBy: asc(column), limit: 3 });

function pickColumns(db: Db, withEmail: boolean) {
  return db.query.users.findMany({ columns: { id: true, email: withEmail }, where: eq(users.role, 'admin') });
}

// --- extras -----------------------------------------------------------------------------------------------------

const heatExtras = (isShown: boolean) =>
  isShown ? { heat: sql<number>`${posts.views} + ${posts.likes}`.as('heat') } : undefined;

const postExtrasSql = sql`upper(${posts.title})`;
const postExtras = { shout: sql`upper(${posts.title})`.as<string>('shout') };

const sortedBy = (db: Db, sort: string) => db.query.posts.findMany({ columns: { id: true }, orderBy: sorts[sort] });

// --- paging -----------------------------------------------------------------------------------------------------

function page(db: Db, { number, size }: { number: number; size: number }) {
  return db.query.posts.findMany({
    orderBy: [asc(posts.id)],
    limit: size,
    offset: (number - 1) * size,
    columns: { id: true },
  });
}

function optionalLimit(db: Db, limit?: number, offset?: number) {
  return db.query.posts.findMany({ where: eq(posts.status, 'published'), orderBy: desc(posts.id), limit, offset, columns: { id: true } });
}

const unlimited = -1;

function negativeLimit(db: Db, isAll: boolean, size = -1) {
  return Promise.all([
    db.query.posts.findMany({ orderBy: asc(posts.id), limit: isAll ? unlimited : 2, columns: { id: true } }),
    db.query.posts.findMany({ orderBy: asc(posts.id), limit: size, columns: { id: true } }),
    db.query.users.findFirst({ where: eq(users.id, 1), columns: { id: true }, with: { posts: { limit: -1, orderBy: asc(posts.id), columns: { id: true } } } }),
  ]);
}

// --- held and written configurations ------------------------------------------------------------------------------

const published = { where: eq(posts.status, 'published'), columns: { id: true } as const, orderBy: [desc(posts.id)] };

type PostConfig = NonNullable<Parameters<Db['query']['posts']['findMany']>[0]>;

function written(db: Db, term?: string, oldest = false) {
  const config: PostConfig = { columns: { id: true }, orderBy: desc(posts.id) };
  if (term) config.where = and(like(posts.title, `%${term}%`), eq(posts.status, 'published'));
  if (oldest) config.orderBy = [asc(posts.views), asc(posts.id)];
  config.limit = 4;
  return db.query.posts.findMany(config);
}

const merged = (db: Db, limit: number) =>
  db.query.posts.findMany(Object.assign({ limit: 1 }, published, { where: eq(posts.pinned, false), limit, offset: 1 }));

function flagged(db: Db, columns: ('id' | 'title')[], relations: ('author' | 'comments')[]) {
  const config: PostConfig = { where: eq(posts.status, 'published'), columns: {} };
  for (const column of columns) config.columns![column] = true;
  const chosen: { author?: true; comments?: true } = {};
  for (const relation of relations) chosen[relation] = true;
  config.with = chosen;
  return db.query.posts.findMany(config);
}

function paged(db: Db, page: number) {
  let config = { where: eq(posts.status, 'published'), orderBy: [desc(posts.views), desc(posts.id)], limit: 2, offset: 1 };
  if (page > 0) {
    config.limit = 3;
    config.offset = page * 3;
  }
  return db.query.posts.findMany(config);
}

// --- prepared ---------------------------------------------------------------------------------------------------

async function prepared(db: Db) {
  const statement = db.query.users
    .findMany({ where: eq(users.orgId, sql.placeholder('org')), orderBy: users.id })
    .prepare('users_of_org');
  return [await statement.execute({ org: 'org_acme' }), await statement.execute({ org: 'org_bolt' })];
}

async function preparedPaging(db: Db) {
  const statement = db.query.posts
    .findMany({
      where: and(gte(posts.views, sql.placeholder('views')), like(posts.title, sql.placeholder('title'))),
      orderBy: asc(posts.id),
      limit: sql.placeholder('limit'),
      offset: sql.placeholder('offset'),
      columns: { id: true },
    })
    .prepare('paged');
  return statement.execute({ views: 5, title: '%s%', limit: 3, offset: 1 });
}

async function preparedIn(db: Db) {
  const statement = db.query.users
    .findMany({
      where: inArray(users.id, [sql.placeholder('a'), sql.placeholder('b')]),
      orderBy: (t, { desc }) => [desc(t.id)],
      columns: { id: true },
    })
    .prepare('in_list');
  return statement.execute({ a: 7, b: 4 });
}

async function preparedNested(db: Db) {
  const statement = db.query.users
    .findFirst({
      where: (t, { eq }) => eq(t.id, sql.placeholder('id')),
      columns: { id: true },
      with: {
        posts: {
          where: gt(posts.views, sql.placeholder('min')),
          orderBy: [desc(posts.id)],
          limit: sql.placeholder('count'),
          columns: { id: true },
        },
      },
    })
    .prepare('nested');
  return [await statement.execute({ id: 10, min: 10, count: 1 }), await statement.execute({ id: 1, min: 60, count: 5 })];
}

async function preparedDate(db: Db) {
  const statement = db.query.posts
    .findMany({ where: gte(posts.createdAt, sql.placeholder('since')), orderBy: posts.id, columns: { id: true } })
    .prepare('since');
  return statement.execute({ since: new Date('2024-02-14T00:00:00Z') });
}

async function preparedSql(db: Db) {
  const statement = db.query.users
    .findMany({ where: sql`lower(${users.email}) = ${sql.placeholder('email')}`, columns: { id: true } })
    .prepare('by_email');
  return statement.execute({ email: 'ada@other.test' });
}

export const queries = {
  'merged': (db: Db) => merged(db, 2),
  'flagged': (db: Db) => flagged(db, ['id', 'title'], ['author']),
  'flagged-other': (db: Db) => flagged(db, ['title'], ['comments', 'author']),
  'flagged-none': (db: Db) => flagged(db, ['id'], []),
  'columns-include': (db: Db) => db.query.users.findMany({ columns: { id: true, email: true } }),
  'columns-exclude': (db: Db) => db.query.users.findMany({ columns: { bio: false, createdAt: false }, where: eq(users.role, 'admin') }),
  'columns-mixed': (db: Db) => db.query.users.findMany({ columns: { id: true, bio: false } }),
  'columns-const': (db: Db) => db.query.users.findMany({ columns: safe }),
  'columns-spread': (db: Db) => db.query.posts.findMany({ columns: { ...postColumns, slug: true } }),
  'columns-empty-with': (db: Db) => db.query.posts.findMany({ columns: {}, with: { author: { columns: { name: true } } } }),
  'columns-runtime-true': (db: Db) => pickColumns(db, true),
  'columns-runtime-false': (db: Db) => pickColumns(db, false),
  'columns-renamed-key': (db: Db) => db.query.users.findMany({ columns: { 'display-name': true, orgId: true } }),
  'no-argument': (db: Db) => db.query.orgs.findMany(),
  'order-of-no-key': (db: Db) => sortedBy(db, 'nothing'),
  'empty-config': (db: Db) => db.query.orgs.findMany({}),
  'extras-value': (db: Db) =>
    db.query.users.findMany({ columns: { id: true }, extras: { lowerName: sql<string>`lower(${users.name})`.as('lower_name') } }),
  'extras-callback': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      extras: (t, { sql }) => ({ upperName: sql<string>`upper(${t.name})`.as('upper_name') }),
    }),
  'extras-callback-global-sql': (db: Db) =>
    db.query.posts.findMany({ columns: { id: true }, extras: (t) => ({ total: sql<number>`${t.views} + ${t.likes}`.as('total') }) }),
  'extras-block': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      where: eq(posts.status, 'published'),
      extras: (t, { sql: raw }) => {
        return { shout: raw<string>`upper(${t.title})`.as('shout'), twice: raw<number>`${t.views} * 2`.as('twice') };
      },
    }),
  'extras-statements': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      extras: ({ title, views }, { sql: raw }) => {
        const length = raw`length(${title})`;
        const isLong = gt(length, 10);
        const isRead = and(isLong, gt(views, 0));
        const full = raw<string>`${title} || '!'`.as('full');
        return { full, twice: raw<number>`${length} * 2`.as('twice'), isLong: raw<boolean>`${isLong}`.as('is_long'), isRead: raw<boolean>`${isRead}`.as('read') };
      },
    }),
  'extras-statements-nested': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: {
        posts: {
          columns: { id: true },
          extras: (_, { sql }) => {
            const heat = sql`${posts.views} + ${posts.likes}`;
            const doubled = sql`${postExtrasSql} || '?'`;
            return { heat: sql<number>`${heat} * 2`.as('heat'), asked: sql<string>`${doubled}`.as('asked') };
          },
        },
      },
    }),
  'extras-text-names-table': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      extras: {
        written: sql<string>`(select count(*) from "posts" where "posts"."author_id" = "users"."id")`.as('written'),
        namesakes: sql<string>`(select count(*) from users where users.name = 'Ada')`.as('namesakes'),
      },
    }),
  'extras-two': (db: Db) =>
    db.query.posts.findMany({
      columns: { title: true },
      extras: {
        length: sql<number>`length(${posts.title})`.as('length'),
        isLong: sql<boolean>`length(${posts.title}) > ${10}`.as('is_long'),
      },
    }),
  'extras-with-relation': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      with: { author: { columns: { name: true } } },
      extras: { lower: sql<string>`lower(${posts.title})`.as('lower') },
    }),
  'extras-nested': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { columns: { id: true }, extras: { heat: sql<number>`${posts.views} + ${posts.likes}`.as('heat') } } },
    }),
  'extras-nested-callback': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      where: eq(users.orgId, 'org_acme'),
      with: {
        posts: {
          columns: { id: true },
          where: eq(posts.status, 'published'),
          extras: (t, { sql }) => ({ lang: sql<string>`${t.meta} ->> 'lang'`.as('lang') }),
        },
      },
    }),
  'extras-no-columns': (db: Db) =>
    db.query.orgs.findMany({ extras: { upper: sql<string>`upper(${orgs.name})`.as('upper') } }),
  'extras-map-with': (db: Db) =>
    db.query.posts.findMany({
      where: eq(posts.slug, 'obrien'),
      columns: { id: true },
      extras: { viewsText: sql`${posts.views}::text`.mapWith(Number).as('views_text') },
    }),
  'extras-correlated': (db: Db) =>
    db.query.posts.findMany({
      where: eq(posts.slug, 'hello-again'),
      columns: { id: true },
      extras: {
        replies: sql<string>`(select count(*) from comments c where c.post_id = ${posts.id})`.as('replies'),
        longest: sql<number>`(select max(length(body)) from comments where comments.likes < ${posts.likes})`.as('longest'),
      },
    }),
  'extras-correlated-with': (db: Db) =>
    db.query.posts.findMany({
      where: eq(posts.slug, 'hello-again'),
      columns: { id: true },
      with: { author: { columns: { id: true } } },
      extras: { longest: sql<number>`(select max(length(body)) from comments where comments.likes < ${posts.likes})`.as('longest') },
    }),
  'extras-chosen': (db: Db) => db.query.posts.findMany({ columns: { id: true }, extras: heatExtras(true) }),
  'extras-not-chosen': (db: Db) => db.query.posts.findMany({ columns: { id: true }, extras: heatExtras(false) }),
  'extras-held': (db: Db) => db.query.users.findMany({ columns: { id: true }, with: { posts: { columns: { id: true }, extras: { ...postExtras } } } }),
  'extras-spread': (db: Db) =>
    db.query.posts.findMany({
      columns: { id: true },
      extras: (t, { sql }) => ({
        ...(safe.id && { twice: sql<number>`${t.views} * 2`.as('twice') }),
        ...(safe.name ? { shout: sql<string>`upper(${t.title})`.as('shout') } : {}),
      }),
    }),
  'as-any': (db: Db) =>
    db.query.posts.findMany({ where: sql`${posts.views} + 0 > 100`, extras: { heat: sql`${posts.views} + 1`.as('heat') } } as any),
  preparedSql,
};

export const ordered = {
  'limit': (db: Db) => db.query.posts.findMany({ orderBy: posts.id, limit: 3 }),
  'limit-offset': (db: Db) => db.query.posts.findMany({ orderBy: posts.id, limit: 3, offset: 2, columns: { id: true } }),
  'limit-zero': (db: Db) => db.query.posts.findMany({ orderBy: posts.id, limit: 0 }),
  'offset-only': (db: Db) => db.query.posts.findMany({ orderBy: posts.id, offset: 11, columns: { id: true } }),
  'page-2': (db: Db) => page(db, { number: 2, size: 5 }),
  'optional-limit-none': (db: Db) => optionalLimit(db),
  'optional-limit': (db: Db) => optionalLimit(db, 2, 1),
  'find-first-offset': (db: Db) => db.query.posts.findFirst({ orderBy: posts.id, offset: 4, columns: { id: true } }),
  'nested-limit': (db: Db) =>
    db.query.users.findMany({
      orderBy: users.id,
      columns: { id: true },
      with: { comments: { orderBy: desc(comments.id), limit: 2, columns: { id: true } } },
    }),
  'execute': (db: Db) => db.query.users.findMany({ where: eq(users.role, 'viewer'), orderBy: users.id }).execute(),
  'prepare-without-parameters': (db: Db) =>
    db.query.users.findMany({ where: eq(users.role, 'viewer'), orderBy: users.id }).prepare('plain').execute(),
  'held-where': (db: Db) =>
    db.query.posts.findMany({ ...published, where: and(published.where, gt(posts.views, 10)) }),
  'held-config': (db: Db) => db.query.posts.findMany(published),
  'page-behind-views': (db: Db) => db.query.posts.findMany(behind(posts.views, 10)),
  'page-behind-id': (db: Db) => db.query.users.findMany({ ...behind(users.id, 1), columns: { id: true } }),
  'written-config': (db: Db) => written(db, 'e'),
  'written-config-without-where': (db: Db) => written(db, undefined, true),
  'paged-first': (db: Db) => paged(db, 0),
  'paged-second': (db: Db) => paged(db, 1),
  prepared,
  preparedPaging,
  preparedIn,
  preparedNested,
  negativeLimit: (db: Db) => negativeLimit(db, true),
  positiveLimit: (db: Db) => negativeLimit(db, false, 3),
  preparedDate,
};
