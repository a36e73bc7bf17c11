import { type AnyColumn, and, between, eq, gt, gte, ilike, inArray, isNull, ne, not, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { comments, posts, users } from '../schema.js';
import { byScore, inAnyOrg, liked as popular, spoken } from './user-filters.js';
import * as filters from './user-filters.js';

// Functions that return the condition of one table, and are called for relational queries only.

const active = () => eq(users.isActive, true);
const comparedBy = (by: typeof gte, score: number) => by(users.score, score);
const all = (...conditions: (SQL | undefined)[]) => and(...conditions);
const namedByText = (score: number) => [sql`"users"."score" >= ${score}`, eq(users.isActive, true)];
const editors = () => and(eq(users.role, 'editor'), active());
const sameName = (name: string) => sql`lower(${users.name}) = ${name.toLowerCase()}`;
const oneOf = (first: number, second: number) => or(eq(users.id, first), eq(users.id, second));

function visibleTo(viewer: { id: number; isAdmin: boolean }): SQL | undefined {
  if (viewer.isAdmin) return;
  return eq(posts.authorId, viewer.id);
}

function ofStatus(status: 'draft' | 'published' | undefined) {
  if (status === 'draft') {
    return and(eq(posts.status, 'draft'), eq(posts.views, 0));
  }
  if (status) return eq(posts.status, status);
}

interface OfOrg {
  orgId: AnyColumn;
}

const within = (table: OfOrg, org: string, ...conditions: (SQL | undefined)[]): SQL | undefined =>
  and(eq(table.orgId, org), ...conditions);

interface Wanted {
  q?: string;
  minimum?: number;
  ids?: number[];
}

function search({ q, minimum, ids }: Wanted): SQL | undefined {
  const conditions: SQL[] = [];
  if (q) conditions.push(or(ilike(users.name, `%${q}%`), ilike(users.email, `%${q}%`))!);
  if (minimum !== undefined) conditions.push(gte(users.score, minimum));
  if (ids) {
    const wanted = inArray(users.id, ids);
    conditions.push(wanted);
  }
  if (conditions.length === 0) return undefined;
  return and(...conditions);
}

const maybe = (q: string | undefined, minimum: number | undefined) =>
  and(q ? search({ q }) : undefined, minimum === undefined ? undefined : byScore(minimum));

function chain(ids: number[]): SQL | undefined {
  const [first, ...rest] = ids;
  return first === undefined ? undefined : or(eq(users.id, first), chain(rest));
}

function dated(range: [Date, Date] | undefined): SQL | undefined {
  switch (range) {
    case undefined:
      return undefined;
    default:
      return between(posts.createdAt, range[0], range[1]);
  }
}

class Posts {
  constructor(private readonly db: Db) {}

  list(wanted: { org?: string; views?: number }) {
    return this.db.query.posts.findMany({ where: this.buildWhere(wanted) });
  }

  published(wanted: { org?: string; views?: number }) {
    const where = and(this.buildWhere(wanted), this.#withStatus('published'));
    return this.db.query.posts.findMany({ where });
  }

  inTemplate() {
    return this.db.query.posts.findMany({ where: sql`(${this.#withStatus('draft')} or ${posts.views} > ${90})` });
  }

  inTemplateNegated() {
    return this.db.query.posts.findMany({
      where: (t) => sql`${sql.join([not(this.#withStatus('published')), gt(t.views, 90)], sql` or `)}`,
    });
  }

  private buildWhere({ org, views }: { org?: string; views?: number }): SQL | undefined {
    const conditions = [this.present()];
    if (org) conditions.push(eq(posts.orgId, org));
    if (views !== undefined) conditions.push(gt(posts.views, views));
    return and(...conditions);
  }

  private present = (): SQL => isNull(posts.deletedAt);

  #withStatus(status: 'draft' | 'published') {
    return eq(posts.status, status);
  }
}

// Conditions and functions that return them in classes, some of which extend others.

class Repository {
  constructor(protected readonly db: Db) {}

  protected readonly onlyActive = eq(users.isActive, true);
  protected readonly highScored: SQL | undefined = [0].length > 1 ? gt(users.score, 1000) : undefined;

  protected namedLike(name: string) {
    return ilike(users.name, name);
  }

  protected visible(): SQL {
    return gte(users.score, 40);
  }

  list() {
    return this.db.query.users.findMany({ where: and(this.onlyActive, this.visible()) });
  }
}

class Editors extends Repository {
  static readonly ofEditors = eq(users.role, 'editor');
  minimum = 0;
  readonly #either = or(this.highScored, Editors.ofEditors, eq(users.id, 1));
  private readonly above = sql`${users.score} >= ${this.minimum}`;
  private readonly shared = eq(users.orgId, 'org_acme');

  ofRole(role: 'admin' | 'editor') {
    return eq(users.role, role);
  }

  protected override visible(): SQL {
    return gte(users.score, 60);
  }

  either() {
    return this.db.query.users.findMany({ where: this.#either });
  }

  byRole(role: 'admin' | 'editor') {
    return this.db.query.users.findMany({ where: and(this.ofRole(role), this.onlyActive, this.highScored) });
  }

  byName(name: string) {
    return this.db.query.users.findMany({ where: or(this.highScored, and(this.namedLike(name), this.onlyActive)) });
  }

  fromAbove() {
    this.minimum = 1000;
    return this.db.query.users.findMany({ where: and(this.above, eq(users.isActive, true)) });
  }

  async bothWays() {
    const rows = await this.db.select({ id: users.id }).from(users).where(this.shared);
    return [rows, await this.db.query.users.findMany({ where: this.shared })];
  }
}

const inObject = {
  published: eq(posts.status, 'published'),
  recent: gt(posts.views, 60),
  none: [0].length > 1 ? eq(posts.id, 0) : undefined,
};

function collected(db: Db, names: string[]) {
  const conditions = [active()];
  if (names.length > 0) conditions.push(or(...names.map((name) => sameName(name)))!);
  return db.query.users.findMany({ where: and(...conditions) });
}

function byEither(db: Db, names: string[], isStrict: boolean, isForced: boolean) {
  const where = isForced || (isStrict && names.length > 0 && !isForced) ? or(...names.map((name) => eq(users.name, name))) : undefined;
  return db.query.users.findMany({ where });
}

function inVariable(db: Db, ids: number[], q: string | undefined) {
  const where = and(active(), ids.length > 0 ? chain(ids) : undefined);
  return db.query.users.findMany({ where: q ? and(where, search({ q })) : where });
}

function assigned(db: Db, minimum: number | undefined) {
  let where = active();
  if (minimum !== undefined) where = and(where, byScore(minimum))!;
  return db.query.users.findMany({ where });
}

export const queries = {
  'member-either': (db: Db) => new Editors(db).either(),
  'member-with-method': (db: Db) => new Editors(db).byRole('editor'),
  'member-inherited-method': (db: Db) => new Editors(db).byName('ada'),
  'member-changed-later': (db: Db) => new Editors(db).fromAbove(),
  'member-shared': (db: Db) => new Editors(db).bothWays(),
  'method-overridden': (db: Db) => new Editors(db).list(),
  'method-base': (db: Db) => new Repository(db).list(),
  'object-member': (db: Db) => db.query.posts.findMany({ where: inObject.published }),
  'object-members': (db: Db) => db.query.posts.findMany({ where: and(inObject.published, inObject.none, inObject.recent) }),
  'object-members-or': (db: Db) => db.query.posts.findMany({ where: or(inObject.none, inObject.recent) }),
  'method-in-template': (db: Db) => new Posts(db).inTemplate(),
  'method-in-template-negated': (db: Db) => new Posts(db).inTemplateNegated(),
  whole: (db: Db) => db.query.users.findMany({ where: editors() }),
  member: (db: Db) => db.query.users.findMany({ where: and(editors(), eq(users.orgId, 'org_acme')) }),
  'same-column': (db: Db) => db.query.users.findMany({ where: and(byScore(10), ne(users.score, 40)) }),
  'in-not': (db: Db) => db.query.users.findMany({ where: not(editors()!) }),
  'in-or': (db: Db) => db.query.users.findMany({ where: or(editors(), eq(users.id, 1)) }),
  'with-sql': (db: Db) => db.query.users.findMany({ where: and(sameName('ADA'), oneOf(1, 9)) }),
  'or-inside': (db: Db) => db.query.users.findMany({ where: and(oneOf(1, 4), eq(users.orgId, 'org_bolt')) }),
  'nothing-returned': (db: Db) => db.query.posts.findMany({ where: visibleTo({ id: 1, isAdmin: true }) }),
  returned: (db: Db) => db.query.posts.findMany({ where: visibleTo({ id: 1, isAdmin: false }) }),
  'nothing-in-and': (db: Db) =>
    db.query.posts.findMany({ where: and(visibleTo({ id: 1, isAdmin: true }), ofStatus('published')) }),
  'both-nothing': (db: Db) =>
    db.query.posts.findMany({ where: and(visibleTo({ id: 1, isAdmin: true }), ofStatus(undefined)) }),
  'both-nothing-in-or': (db: Db) =>
    db.query.posts.findMany({ where: or(visibleTo({ id: 1, isAdmin: true }), ofStatus(undefined)) }),
  'nothing-in-or': (db: Db) =>
    db.query.posts.findMany({ where: or(ofStatus(undefined), visibleTo({ id: 4, isAdmin: false }), eq(posts.id, 1)) }),
  draft: (db: Db) => db.query.posts.findMany({ where: ofStatus('draft') }),
  'search-none': (db: Db) => db.query.users.findMany({ where: search({}) }),
  'search-one': (db: Db) => db.query.users.findMany({ where: search({ q: 'bolt' }) }),
  'search-all': (db: Db) => db.query.users.findMany({ where: search({ q: 'a', minimum: 20, ids: [1, 4, 5, 7] }) }),
  'search-in-or': (db: Db) => db.query.users.findMany({ where: or(search({}), maybe(undefined, undefined), eq(users.id, 3)) }),
  'maybe-none': (db: Db) => db.query.users.findMany({ where: maybe(undefined, undefined) }),
  'maybe-both': (db: Db) => db.query.users.findMany({ where: maybe('o', 50) }),
  'maybe-none-in-and': (db: Db) => db.query.users.findMany({ where: and(maybe(undefined, undefined), active()) }),
  'guarded-on': (db: Db) => guarded(db, true),
  'guarded-off': (db: Db) => guarded(db, false),
  'chain-none': (db: Db) => db.query.users.findMany({ where: chain([]) }),
  'chain-three': (db: Db) => db.query.users.findMany({ where: chain([1, 4, 9]) }),
  'chain-in-and': (db: Db) => db.query.users.findMany({ where: and(chain([1, 5, 9]), active()) }),
  'dated-none': (db: Db) => db.query.posts.findMany({ where: dated(undefined) }),
  dated: (db: Db) =>
    db.query.posts.findMany({ where: dated([new Date('2024-01-01T00:00:00Z'), new Date('2024-01-31T00:00:00Z')]) }),
  callback: (db: Db) =>
    db.query.users.findMany({ where: (user, { and, eq }) => and(eq(user.role, 'admin'), byScore(91)) }),
  imported: (db: Db) => db.query.users.findMany({ where: and(filters.inAnyOrg(['org_core', 'org_bolt']), byScore(15)) }),
  'imported-namespace': (db: Db) => db.query.users.findMany({ where: filters.inAnyOrg([]) }),
  'imported-default-value': (db: Db) => db.query.users.findMany({ where: and(spoken(), inAnyOrg(['org_acme'])) }),
  nested: (db: Db) =>
    db.query.users.findMany({
      where: active(),
      columns: { id: true },
      with: { comments: { where: popular(2), columns: { id: true } }, posts: { where: ofStatus('published'), columns: { id: true } } },
    }),
  'nested-nothing': (db: Db) =>
    db.query.users.findMany({
      columns: { id: true },
      with: { posts: { where: and(ofStatus(undefined), visibleTo({ id: 1, isAdmin: true })), columns: { id: true } } },
    }),
  'nested-two-deep': (db: Db) =>
    db.query.orgs.findMany({
      columns: { id: true },
      with: {
        users: {
          where: sameName('ada'),
          columns: { id: true },
          with: { comments: { where: and(popular(1), eq(comments.hidden, false)), columns: { id: true } } },
        },
      },
    }),
  'method-none': (db: Db) => new Posts(db).list({}),
  'method-all': (db: Db) => new Posts(db).list({ org: 'org_acme', views: 60 }),
  'method-in-variable': (db: Db) => new Posts(db).published({ org: 'org_core' }),
  'either-empty': (db: Db) => byEither(db, [], false, true),
  'either-filled': (db: Db) => byEither(db, ['Ada', 'Bob'], true, false),
  'collected-one': (db: Db) => collected(db, []),
  'collected-more': (db: Db) => collected(db, ['ada', 'BOB']),
  'variable-off': (db: Db) => inVariable(db, [], undefined),
  'variable-on': (db: Db) => inVariable(db, [1, 2, 5], 'b'),
  'assigned-off': (db: Db) => assigned(db, undefined),
  'assigned-on': (db: Db) => assigned(db, 40),
  'given-operator': (db: Db) => db.query.users.findMany({ where: (_, { gt }) => comparedBy(gt, 40) }),
  'given-operator-in-sql': (db: Db) =>
    db.query.users.findMany({ where: sql`(${sql.join([comparedBy(gte, 40), active()], sql` and `)})` }),
  'given-named-text': (db: Db) => db.query.users.findMany({ where: all(and(...namedByText(40))) }),
  'given-callback': (db: Db) => given(db, (post, { gt }) => gt(post.views, 60)),
  'given-sql': (db: Db) => given(db, eq(posts.status, 'draft')),
  'given-table': (db: Db) => db.query.users.findMany({ where: within(users, 'org_acme', ne(users.role, 'admin'), active()) }),
  'given-table-own': (db: Db) =>
    db.query.orgs.findMany({
      columns: { id: true },
      with: { users: { where: within(users, 'org_acme', gt(users.score, 40), sql`${users.id} > 1`), columns: { id: true } } },
    }),
  'given-table-in-variable': async (db: Db) => {
    const where = within(users, 'org_acme', gt(users.score, 40));
    return [await db.$count(users, where), await db.query.users.findMany({ where, columns: { id: true } })];
  },
  'given-any': (db: Db) => givenAny(db, (post: any, { lt }: any) => lt(post.views, 40)),
  'given-nothing': (db: Db) => givenAny(db),
};

type Where = NonNullable<Parameters<Db['query']['posts']['findMany']>[0]>['where'];

function given(db: Db, where: Where) {
  return db.query.posts.findMany({ where, columns: { id: true } });
}

function givenAny(db: Db, where?: any) {
  return db.query.posts.findMany({ where, columns: { id: true } });
}

function guarded(db: Db, isOn: boolean) {
  return db.query.users.findMany({ where: and(active(), isOn ? byScore(80) : undefined) });
}
