import { and, asc, desc, eq, exists, gt, ilike, inArray, isNotNull, isNull, like, lt, ne, not, notExists, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, memberships, orgs, posts, postsToLabels, users } from '../schema.js';

const mail = 'ADA@ACME.TEST';

const lower = (column: typeof users.email | typeof users.name) => sql<string>`lower(${column})`;

async function hoistedSubquery(db: Db) {
  const authors = db.select({ id: posts.authorId }).from(posts).where(gt(posts.views, 90));
  return db.query.users.findMany({ where: inArray(users.id, authors) });
}

async function hoistedExists(db: Db) {
  const hasShift = exists(db.select({ one: sql`1` }).from(memberships).where(eq(memberships.userId, users.id)));
  return db.query.users.findMany({ where: and(hasShift, eq(users.role, 'editor')) });
}

async function heldSubquery(db: Db) {
  const shifts = db.select({ one: sql`1` }).from(memberships).where(eq(memberships.userId, users.id));
  return db.query.users.findMany({ where: and(exists(shifts), eq(users.role, 'editor')) });
}

async function heldSubqueryInCallback(db: Db) {
  const hidden = () => db.select().from(comments).where(and(eq(comments.postId, posts.id), eq(comments.hidden, true)));
  return db.query.posts.findMany({ where: (t, { and, exists, gt }) => and(exists(hidden()), gt(t.id, 1)) });
}

/** A list that a core query uses as well, so that it stays SQL. */
function busy(db: Db, isAdmin: boolean): SQL[] {
  const conditions: SQL[] = [
    exists(db.select({ one: sql`1` }).from(memberships).where(eq(memberships.userId, users.id))),
  ];
  if (isAdmin) conditions.push(eq(users.role, 'admin'));
  return conditions;
}

async function sharedCorrelated(db: Db, isAdmin: boolean) {
  const conditions: SQL[] = [
    exists(db.select({ one: sql`1` }).from(memberships).where(eq(memberships.userId, users.id))),
  ];
  if (isAdmin) conditions.push(eq(users.role, 'admin'));
  const rows = await db.query.users.findMany({ where: and(...conditions) });
  return [rows, await db.select({ id: users.id }).from(users).where(and(...conditions))];
}

const base = { active: eq(users.isActive, true) };

async function joinedMember(db: Db) {
  return db.query.users.findMany({
    where: (t, { sql, inArray }) => sql`(${sql.join([base.active, inArray(t.id, [1, 2, 3, 4])], sql` and `)})`,
  });
}

const columns = { email: users.email, name: users.name };

async function joinedChosen(db: Db) {
  const found = (['email', 'name'] as const).map((key) => ilike(columns[key], '%ad%'));
  return Promise.all([
    db.query.users.findMany({ where: sql`${sql.join(found, sql` and `)}` }),
    db.query.users.findMany({
      where: sql`(${sql.join([not(or(...(['email', 'name'] as const).map((key) => ilike(columns[key], '%a%')))!)], sql` and `)})`,
    }),
    db.query.users.findMany({
      where: sql`concat(${sql.join(Object.values(columns).map((column) => sql`lower(${column})`), sql`, `)}) like '%ad%'`,
    }),
  ]);
}

async function givenMember(db: Db) {
  const find = (scope: { where: SQL; least: SQL<number> }) =>
    db.query.users.findMany({ where: and(sql`(${scope.where} or ${users.id} = 1)`, gt(users.id, scope.least)) });
  return find({ where: eq(users.role, 'editor'), least: sql<number>`${users.id} - 1` });
}

async function givenText(db: Db) {
  const find = (where: SQL | undefined) => db.query.users.findMany({ where });
  return find(sql`"users"."score" > 20`);
}

async function givenExists(db: Db) {
  const find = (options: { where?: SQL }) => db.query.users.findMany({ where: options.where });
  return find({ where: exists(db.select({ one: sql`1` }).from(memberships).where(eq(memberships.userId, users.id))) });
}

async function mappedInCallback(db: Db, names: string[]) {
  return db.query.users.findMany({ where: (t, { or, sql }) => or(...names.map((name) => sql`lower(${t.name}) = ${name}`)) });
}

async function heldCallbacks(db: Db) {
  const active = (t: Pick<typeof users, 'isActive'>) => sql`not ${t.isActive}`;
  const aged = () => isNotNull(users.age);
  return [await db.query.users.findMany({ where: active }), await db.query.users.findMany({ where: aged })];
}

async function correlatedInOr(db: Db) {
  const rows = await db.query.users.findMany({ where: or(eq(users.role, 'viewer'), and(...busy(db, true))) });
  return [rows, busy(db, false).length];
}

async function namedInText(db: Db) {
  const condition = sql`"users"."score" > 20`;
  const rows = await db.query.users.findMany({ where: condition });
  return [rows, await db.select({ id: users.id }).from(users).where(condition)];
}

async function withHelper(db: Db) {
  return db.query.users.findMany({ where: eq(lower(users.name), 'ada') });
}

/** A condition with the number of rows of the queried table in it, in a variable that a core query has as well. */
async function countedOutside(db: Db, id: number) {
  const counted = and(gt(db.$count(users, eq(users.id, id)), 0), lt(users.id, 4));
  const rows = await db.query.users.findMany({ where: counted });
  return [rows, await db.select({ id: users.id }).from(users).where(counted)];
}

const length = 'length';

function extrasNamed(db: Db, name: string) {
  return db.query.users.findMany({
    columns: { id: true },
    extras: {
      [length]: sql<number>`length(${users.name})`.as('how_long'),
      [`${name}Name`]: sql<string>`upper(${users.name})`.as(name),
    },
  });
}

export const queries = {
  'foreign-in-template': (db: Db) => db.query.users.findMany({ where: sql`${posts.id} > ${4}` }),
  'foreign-in-subquery-text': (db: Db) =>
    db.query.users.findMany({ where: sql`exists (select 1 from ${posts} where ${posts.id} = ${2})` }),
  'foreign-on-the-right': (db: Db) => db.query.users.findMany({ where: lt(sql`${users.score} / 20`, posts.id) }),
  'extras-computed': (db: Db) => extrasNamed(db, 'shout'),
  'foreign-in-callback': (db: Db) => db.query.users.findMany({ where: (u, { sql }) => sql`${u.score} / 20 < ${posts.id}` }),
  'foreign-nested': (db: Db) =>
    db.query.orgs.findMany({ with: { users: { where: sql`exists (select 1 from ${posts} where ${posts.orgId} = ${users.orgId} and ${posts.id} > ${6})` } } }),
  'foreign-in-order': (db: Db) => db.query.users.findMany({ orderBy: sql`abs(${posts.id} - 4)`, limit: 2, columns: { id: true } }),
  'count-own': (db: Db) => db.query.users.findMany({ where: and(gt(db.$count(users, eq(users.id, 2)), 0), lt(users.id, 4)) }),
  'count-own-callback': (db: Db) => db.query.users.findMany({ where: (u, { and, gt, eq, lt }) => and(gt(db.$count(users, eq(u.id, 2)), 0), lt(u.id, 4)) }),
  'count-same-name': (db: Db) => db.query.users.findMany({ where: gt(db.$count(posts, eq(posts.id, 2)), 0) }),
  'count-own-outside': (db: Db) => countedOutside(db, 2),
  'shared-correlated': (db: Db) => sharedCorrelated(db, false),
  'shared-correlated-more': (db: Db) => sharedCorrelated(db, true),
  'correlated-in-or': correlatedInOr,
  'named-in-text': namedInText,
  'sql-whole': (db: Db) => db.query.users.findMany({ where: sql`${users.score} % 20 = 0` }),
  'sql-value': (db: Db) => db.query.users.findMany({ where: sql`lower(${users.email}) = ${mail.toLowerCase()}` }),
  'sql-in-and': (db: Db) =>
    db.query.users.findMany({ where: and(eq(users.orgId, 'org_acme'), sql`lower(${users.email}) = lower(${mail})`) }),
  'sql-in-or': (db: Db) => db.query.users.findMany({ where: or(sql`length(${users.bio}) > ${14}`, eq(users.role, 'admin')) }),
  'sql-two-in-and': (db: Db) =>
    db.query.users.findMany({ where: and(sql`${users.score} >= 10`, sql`${users.score} < ${60}`, eq(users.isActive, true)) }),
  'sql-left': (db: Db) => db.query.users.findMany({ where: eq(sql`lower(${users.name})`, 'ada') }),
  'sql-left-and': (db: Db) => db.query.users.findMany({ where: and(eq(sql`lower(${users.name})`, 'ada'), eq(users.isActive, true)) }),
  'sql-right': (db: Db) => db.query.posts.findMany({ where: gt(posts.views, sql`${posts.likes} * 9`) }),
  'sql-right-constant': (db: Db) => db.query.posts.findMany({ where: gt(posts.publishedAt, sql`timestamp '2024-02-01 12:00'`) }),
  'sql-subselect-text': (db: Db) =>
    db.query.posts.findMany({ where: eq(posts.views, sql`(select max(views) from posts)`) }),
  'sql-json-extract': (db: Db) => db.query.posts.findMany({ where: eq(sql`${posts.meta} ->> 'lang'`, 'pt') }),
  'sql-json-contains': (db: Db) =>
    db.query.posts.findMany({ where: sql`${posts.meta} @> ${JSON.stringify({ words: 120 })}::jsonb` }),
  'sql-array-any': (db: Db) => db.query.posts.findMany({ where: sql`${'talk'} = any(${posts.tags})` }),
  'sql-date-trunc': (db: Db) =>
    db.query.posts.findMany({ where: sql`date_trunc('month', ${posts.createdAt}) = ${'2024-02-01'}::timestamp` }),
  'sql-true': (db: Db) => db.query.users.findMany({ where: and(sql`true`, eq(users.role, 'editor')) }),
  'sql-unqualified': (db: Db) => db.query.users.findMany({ where: sql`score > 60` }),
  'sql-callback': (db: Db) =>
    db.query.users.findMany({ where: (t, { and, sql, eq }) => and(sql`char_length(${t.name}) > 2`, eq(t.orgId, 'org_bolt'))! }),
  'sql-callback-global-column': (db: Db) => db.query.users.findMany({ where: (t, { sql }) => sql`upper(${users.name}) = 'ADA'` }),
  'sql-nested-template': (db: Db) => {
    const part = sql`lower(${users.name})`;
    return db.query.users.findMany({ where: sql`${part} like ${'%a%'}` });
  },
  'sql-join': (db: Db) =>
    db.query.users.findMany({ where: sql`${users.id} in (${sql.join([sql`${2}`, sql`${9}`], sql`, `)})` }),
  'sql-raw': (db: Db) => db.query.users.findMany({ where: sql`${users.score} ${sql.raw('>=')} 70` }),
  'sql-is-distinct': (db: Db) => db.query.posts.findMany({ where: sql`${posts.reviewerId} is distinct from ${1}` }),
  'not-sql': (db: Db) => db.query.users.findMany({ where: not(sql`${users.score} > 20`) }),
  'not-sql-left': (db: Db) => db.query.users.findMany({ where: not(eq(sql`lower(${users.name})`, 'ada')) }),
  'ilike-expression': (db: Db) => db.query.users.findMany({ where: ilike(sql`${users.name} || ' ' || ${users.email}`, '%a ada%') }),
  'like-on-cast': (db: Db) => db.query.posts.findMany({ where: like(sql`${posts.views}::text`, '%0') }),
  'in-array-expression': (db: Db) => db.query.users.findMany({ where: inArray(sql`lower(${users.name})`, ['ada', 'eve']) }),
  'value-on-the-left': (db: Db) => db.query.users.findMany({ where: eq(sql`${'Ada'}`, users.name) }),
  'exists-held': heldSubquery,
  'exists-held-in-callback': heldSubqueryInCallback,
  'exists-named-in-text': (db: Db) =>
    db.query.users.findMany({
      where: exists(db.select().from(memberships).where(sql`${memberships.userId} = "users"."id"`)),
    }),
  'exists-table-in-text': (db: Db) =>
    db.query.users.findMany({
      where: exists(db.select().from(memberships).where(sql`${memberships.userId} = ${users}.id`)),
    }),
  'sql-raw-alone': (db: Db) => db.query.users.findMany({ where: and(sql.raw('score > 60'), gt(users.id, 1)) }),
  'sql-raw-names-table': (db: Db) => db.query.users.findMany({ where: sql.raw('users.score > 60') }),
  'identifier-names-table': (db: Db) =>
    db.query.users.findMany({ where: sql`${sql.identifier('users')}.${sql.identifier('score')} > 60` }),
  'exists-correlated-globals': (db: Db) =>
    db.query.posts.findMany({
      where: exists(
        db
          .select({ one: sql`1` })
          .from(comments)
          .where(and(eq(comments.postId, posts.id), eq(comments.hidden, true))),
      ),
    }),
  'not-exists-correlated-globals': (db: Db) =>
    db.query.posts.findMany({
      where: and(
        isNull(posts.deletedAt),
        notExists(db.select().from(postsToLabels).where(eq(postsToLabels.postId, posts.id))),
        ne(posts.status, 'draft'),
      ),
    }),
  'exists-in-or': (db: Db) =>
    db.query.users.findMany({
      where: or(
        eq(users.id, 8),
        exists(db.select().from(memberships).where(and(eq(memberships.userId, users.id), eq(memberships.title, 'Lead')))),
      ),
    }),
  'subquery-in-and': (db: Db) =>
    db.query.users.findMany({
      where: and(
        inArray(users.id, db.select({ id: memberships.userId }).from(memberships).where(eq(memberships.orgId, 'org_core'))),
        eq(users.role, 'editor'),
      ),
    }),
  'subquery-callback': (db: Db) =>
    db.query.posts.findMany({
      where: (t, { inArray, and, eq }) =>
        and(
          inArray(
            t.id,
            db.select({ id: comments.postId }).from(comments).where(eq(comments.authorId, 2)),
          ),
          eq(t.pinned, true),
        ),
    }),
  'own-table': (db: Db) =>
    db.query.users.findMany({
      where: (u, ops) => ops.inArray(u.id, db.select({ id: users.id }).from(users).where(ops.gt(users.score, 50))),
    }),
  // In v1 the table of the subquery hid that of the query, which had the same name.
  'own-table-hidden': (db: Db) =>
    db.query.users.findMany({ where: (u, { exists }) => exists(db.select().from(users).where(lt(users.score, u.score))) }),
  'own-table-by-key': (db: Db) =>
    db.query.orgs.findMany({ where: (o, { exists, lt }) => exists(db.select().from(orgs).where(lt(orgs.seats, o.seats))) }),
  'own-table-destructured': (db: Db) =>
    db.query.orgs.findMany({ where: ({ seats }, { exists }) => exists(db.select().from(orgs).where(gt(orgs.seats, seats))) }),
  'own-table-nested': (db: Db) =>
    db.query.orgs.findMany({
      with: { users: { where: (u, { exists }) => exists(db.select().from(users).where(eq(users.invitedById, u.id))) } },
    }),
  hoistedSubquery,
  hoistedExists,
  joinedMember,
  joinedChosen,
  givenText,
  givenExists,
  heldCallbacks,
  'mapped-in-callback': (db: Db) => mappedInCallback(db, ['ada', 'bob', 'grace']),
  'mapped-in-callback-none': (db: Db) => mappedInCallback(db, []),
  givenMember,
  withHelper,
  'subquery-nested': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: {
        posts: {
          where: inArray(posts.id, db.select({ id: comments.postId }).from(comments).where(gt(comments.likes, 4))),
          columns: { id: true },
        },
      },
    }),
};

export const ordered = {
  'table-name-in-a-string': (db: Db) =>
    db.query.posts.findMany({ where: sql`${posts.views} > 0 and length('posts.id') = 8`, orderBy: asc(posts.id), columns: { id: true } }),
  'with-order-and-limit': (db: Db) =>
    db.query.posts.findMany({
      where: sql`${posts.views} > 0`,
      orderBy: [sql`length(${posts.title})`, asc(posts.id)],
      limit: 5,
      columns: { id: true },
      with: { comments: { where: sql`length(${comments.body}) > 4`, orderBy: [desc(comments.id)], columns: { id: true } } },
    }),
};
