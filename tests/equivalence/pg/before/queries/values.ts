import { and, between, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, or } from 'drizzle-orm';
import type { Db } from '../db.js';
import { Money, posts, sampleParts, samples, session, shifts, memberships, users } from '../schema.js';

const moment = new Date('2024-01-02T03:04:05.678Z');
const june = new Date('2024-06-30T00:00:00.000Z');

interface Input {
  since?: Date;
  org?: { id?: string } | null;
  user?: { id: number };
}

// Values the types do not know, or that are missing in spite of the types.
const untyped: any = JSON.parse('{"id": 4, "name": "Ada", "nothing": null, "list": [1, 2]}');
const env = process.env as { MISSING_ORG?: string };
const empty: Input = {};
const filled: Input = { since: new Date('2024-02-14T00:00:00Z'), org: { id: 'org_bolt' }, user: { id: 5 } };

interface Session {
  user?: { id: number; name?: string } | null;
}

/** What is asked of a session once it is known to have a user. */
async function ofSession(db: Db, session: Session | null) {
  if (!session?.user) return [];
  const own = await db.query.users.findMany({ where: eq(users.id, session?.user?.id) });
  const named = await db.query.users.findMany({ where: eq(users.name, session!.user!.name!) });
  if (session.user?.name !== 'Ada') return [own, named];
  const both = and(eq(users.id, session?.user.id), eq(users.name, session?.user?.name!));
  return [own, named, await db.query.users.findMany({ where: both })];
}

/** The same in a callback, which may run when the session has been emptied. */
async function ofSessionLater(db: Db, session: Session, isEmptied = false) {
  let current: Session | undefined = session;
  if (!session?.user?.id || !current?.user) return [];
  if (isEmptied) current = undefined;
  return Promise.all(
    ['a', 'b'].flatMap(() => [
      db.query.users.findMany({ where: eq(users.id, session?.user?.id!) }),
      db.query.users.findMany({ where: eq(users.id, current?.user?.id!) }),
    ]),
  );
}

function sinceInput(db: Db, input: Input) {
  return db.query.posts.findMany({ where: input.since ? gte(posts.createdAt, input.since) : eq(posts.id, 1), columns: { id: true } });
}

function optionalChain(db: Db, input: Input) {
  return db.query.users.findMany({ where: eq(users.orgId, input.org?.id!) });
}

function optionalChainNumber(db: Db, input: Input) {
  return db.query.users.findFirst({ where: and(eq(users.isActive, false), eq(users.id, input.user?.id as number)) });
}

/** Has a name once somebody has given it one. */
class Namesakes {
  #name!: string;

  call(name: string) {
    this.#name = name;
    return this;
  }

  find(db: Db) {
    return db.query.users.findMany({ where: eq(users.name, this.#name) });
  }
}

/** Functions that go by their types, and are handed values whose types say more than is known. */
const ofName = (db: Db, name: string) => db.query.users.findMany({ where: eq(users.name, name) });
const invitedBy = (db: Db, { id, isActive }: { id: number; isActive: boolean }) =>
  db.query.users.findMany({ where: and(eq(users.invitedById, id), eq(users.isActive, isActive)) });
const sinceText = (db: Db, at: string) => db.query.samples.findMany({ where: gte(samples.tsText, at) });
const notOf = (db: Db, org: string) => db.query.users.findMany({ where: (user, { ne }) => ne(user.orgId, org) });
const ofStage = (db: Db, { stage = process.env.SURELY_MISSING_ORG as string }: { stage?: string } = {}) =>
  db.query.users.findMany({ where: eq(users.name, stage) });
const ofEither = (db: Db, name: string, other?: string) => {
  let own = other ?? name;
  if (own?.length > 40) own = own.slice(0, 40);
  return db.query.users.findMany({ where: eq(users.name, own) });
};
const ofEach = async (db: Db, names: string[]) => {
  const found = [];
  for (const name of names) found.push(...(await db.query.users.findMany({ where: eq(users.name, name) })));
  return found;
};
const ofActiveNamed = (db: Db, isActive: boolean, name: string) =>
  db.query.users.findMany({ where: and(eq(users.isActive, isActive), eq(users.name, name)) });
const notOfLater = (db: Db, org: string) => notOf(db, org);

// Nothing has looked at what a request brings: a missing value, null, an object that looks like operators.
async function ofRequest(db: Db, text: string) {
  const request = { body: JSON.parse(text), json: () => Promise.resolve(JSON.parse(text)) };
  const { name } = request.body;
  const { role } = await request.json();
  const id = JSON.parse(text).id;
  return [
    await db.query.users.findMany({ where: eq(users.name, name) }),
    await db.query.users.findMany({ where: eq(users.role, role) }),
    await db.query.users.findMany({ where: eq(users.id, id) }),
    await db.query.users.findMany({ where: eq(users.id, (await request.json()).nothing) }),
    id ? await db.query.users.findMany({ where: eq(users.id, id) }) : [],
  ];
}

interface Person {
  name: string;
  role: 'admin' | 'editor' | 'viewer';
  id: number;
}

// A type on top of what nothing has looked at proves nothing.
async function ofTypedRequest(db: Db, text: string, { name: named }: Record<string, string>, ids: number[]) {
  const request = { json: () => Promise.resolve(JSON.parse(text)) };
  const cast = (await request.json()) as Person;
  const { role }: Person = JSON.parse(text);
  const [first] = ids;
  const last = ids[ids.length - 1];
  return [
    await db.query.users.findMany({ where: eq(users.name, cast.name) }),
    await db.query.users.findMany({ where: and(eq(users.role, role), eq(users.isActive, true)) }),
    await db.query.users.findMany({ where: eq(users.name, named) }),
    await db.query.users.findMany({ where: or(eq(users.id, first), eq(users.id, last)) }),
    await db.query.users.findMany({ where: eq(users.name, JSON.parse(text).name ?? 'Bob') }),
    await db.query.users.findMany({ where: eq(users.name, knownName.name) }),
    await db.query.users.findMany({ where: eq(users.id, JSON.parse(text).id as unknown as number) }),
  ];
}
const knownName = { name: process.env.SURELY_MISSING_NAME! };

function proven(db: Db, text: string, id?: number) {
  const { name } = JSON.parse(text);
  if (typeof name !== 'string' || id === undefined) return [];
  return db.query.users.findMany({ where: or(eq(users.name, name), eq(users.id, id)) });
}

function leftEarly(db: Db, text: string) {
  const { name } = JSON.parse(text);
  if (!name) return [];
  return db.query.users.findMany({ where: eq(users.name, name) });
}

function leftWhenGiven(db: Db, id?: number) {
  if (typeof id !== 'undefined') return [];
  return db.query.users.findMany({ where: eq(users.id, id!) });
}

function daysAgo(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

export const queries = {
  // date-like columns
  'timestamp-date': (db: Db) => db.query.samples.findMany({ where: eq(samples.ts, moment) }),
  'timestamp-date-inline': (db: Db) => db.query.samples.findMany({ where: eq(samples.ts, new Date(0)) }),
  'timestamp-gt': (db: Db) => db.query.samples.findMany({ where: gt(samples.ts, moment) }),
  'timestamp-call': (db: Db) => db.query.samples.findMany({ where: lt(samples.ts, daysAgo(moment, 2)) }),
  'timestamp-in': (db: Db) => db.query.samples.findMany({ where: inArray(samples.ts, [moment, new Date(0)]) }),
  'timestamp-ne': (db: Db) => db.query.samples.findMany({ where: ne(samples.ts, moment) }),
  'timestamp-between': (db: Db) => db.query.samples.findMany({ where: between(samples.ts, new Date(0), moment) }),
  'timestamp-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.tsText, '2024-01-02 03:04:05.678') }),
  'timestamp-text-iso': (db: Db) => db.query.samples.findMany({ where: gte(samples.tsText, moment.toISOString()) }),
  'timestamptz-date': (db: Db) => db.query.samples.findMany({ where: eq(samples.tsz, moment) }),
  'timestamptz-lte': (db: Db) => db.query.samples.findMany({ where: lte(samples.tsz, moment) }),
  'timestamptz-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.tszText, '2024-06-30T23:59:59Z') }),
  'date-date': (db: Db) => db.query.samples.findMany({ where: eq(samples.day, new Date('2024-01-02')) }),
  'date-range': (db: Db) => db.query.samples.findMany({ where: and(gt(samples.day, new Date(0)), lt(samples.day, june)) }),
  'date-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.dayText, '2024-06-30') }),
  'date-text-slice': (db: Db) => db.query.samples.findMany({ where: eq(samples.dayText, moment.toISOString().slice(0, 10)) }),
  'date-memberships': (db: Db) => db.query.memberships.findMany({ where: gte(memberships.since, new Date('2023-06-01')) }),
  'time-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.clock, '13:45:00') }),
  'time-shift': (db: Db) => db.query.shifts.findMany({ where: and(gte(shifts.startsAt, '08:30'), lt(shifts.startsAt, '20:00')) }),
  'interval-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.span, '3 days') }),
  'date-callback': (db: Db) => db.query.session.findMany({ where: (t, { gt }) => gt(t.expiresAt, new Date('2024-03-10T12:00:00Z')) }),
  'date-eq-session': (db: Db) => {
    const at = new Date('2024-03-10T00:00:00Z');
    return db.query.session.findMany({ where: and(eq(session.expiresAt, at), eq(session.revoked, false)) });
  },
  'since-input': (db: Db) => sinceInput(db, filled),
  'since-input-missing': (db: Db) => sinceInput(db, empty),

  // numbers
  'smallint-zero': (db: Db) => db.query.samples.findMany({ where: eq(samples.small, 0) }),
  'bigint-number': (db: Db) => db.query.samples.findMany({ where: eq(samples.bigNumber, 9007199254740991) }),
  'bigint-exact': (db: Db) => db.query.samples.findMany({ where: eq(samples.bigExact, 9223372036854775807n) }),
  'bigint-exact-neighbour': (db: Db) => db.query.samples.findMany({ where: eq(samples.bigExact, 9007199254740993n) }),
  'bigint-zero': (db: Db) => db.query.samples.findMany({ where: eq(samples.bigExact, 0n) }),
  'bigint-in': (db: Db) => db.query.samples.findMany({ where: inArray(samples.bigExact, [0n, BigInt('9007199254740993')]) }),
  'numeric-text': (db: Db) => db.query.samples.findMany({ where: eq(samples.decimal, '1.1') }),
  'numeric-text-large': (db: Db) => db.query.samples.findMany({ where: gt(samples.decimal, '12345678901234') }),
  'numeric-number': (db: Db) => db.query.samples.findMany({ where: eq(samples.decimalNumber, 19.9) }),
  'numeric-posts': (db: Db) => db.query.posts.findMany({ where: gte(posts.rating, '4.00') }),
  'real': (db: Db) => db.query.samples.findMany({ where: eq(samples.single, 1.5) }),
  'double-negative': (db: Db) => db.query.samples.findMany({ where: lt(samples.double, 0) }),
  'zero-value': (db: Db) => db.query.posts.findMany({ where: eq(posts.views, 0) }),
  'zero-variable': (db: Db) => {
    const none = 0;
    return db.query.users.findMany({ where: and(eq(users.score, none), eq(users.role, 'viewer')) });
  },

  // booleans, text, enums
  'boolean-true': (db: Db) => db.query.samples.findMany({ where: eq(samples.flag, true) }),
  'boolean-false': (db: Db) => db.query.samples.findMany({ where: eq(samples.flag, false) }),
  'boolean-not-null-false': (db: Db) => db.query.users.findMany({ where: eq(users.isActive, false) }),
  'boolean-expression': (db: Db) => db.query.users.findMany({ where: eq(users.isActive, Number('1') > 2) }),
  'boolean-negated': (db: Db) => {
    const flag = true;
    return db.query.users.findMany({ where: eq(users.verified, !flag) });
  },
  'boolean-ne': (db: Db) => db.query.users.findMany({ where: ne(users.verified, true) }),
  'empty-string': (db: Db) => db.query.users.findMany({ where: eq(users.bio, '') }),
  'enum': (db: Db) => db.query.samples.findMany({ where: eq(samples.level, 'admin') }),
  'enum-in': (db: Db) => db.query.samples.findMany({ where: inArray(samples.level, ['viewer', 'editor']) }),
  'enum-order': (db: Db) => db.query.users.findMany({ where: gt(users.role, 'viewer') }),
  'uuid': (db: Db) => db.query.samples.findMany({ where: eq(samples.key, '44444444-4444-4444-8444-444444444444') }),
  'varchar-case': (db: Db) => db.query.samples.findMany({ where: eq(samples.code, 'ABC') }),
  'char': (db: Db) => db.query.labels.findMany({ where: (t, { eq }) => eq(t.color, '#ff0000') }),
  'inet': (db: Db) => db.query.session.findMany({ where: eq(session.ip, '10.0.0.1') }),
  'unicode': (db: Db) => db.query.users.findMany({ where: eq(users['display-name'], 'Zoë 🌊') }),
  'backslash-and-quote': (db: Db) => db.query.users.findMany({ where: eq(users.bio, 'uses \\ and "') }),

  // json, arrays, custom types
  'jsonb-object': (db: Db) => db.query.samples.findMany({ where: eq(samples.doc, { eq: 1, nested: { a: [1, 2] } }) }),
  'jsonb-object-one-key': (db: Db) => db.query.samples.findMany({ where: eq(samples.doc, { eq: 2 }) }),
  'jsonb-object-empty': (db: Db) => db.query.samples.findMany({ where: eq(samples.doc, {}) }),
  'jsonb-variable': (db: Db) => {
    const meta = { lang: 'en', words: 9 };
    return db.query.posts.findMany({ where: eq(posts.meta, meta) });
  },
  'jsonb-ne': (db: Db) => db.query.posts.findMany({ where: and(ne(posts.meta, { lang: 'en' }), eq(posts.orgId, 'org_acme')) }),
  'jsonb-array': (db: Db) => db.query.samples.findMany({ where: eq(samples.list, [3]) }),
  'jsonb-array-empty': (db: Db) => db.query.samples.findMany({ where: eq(samples.list, []) }),
  'array-eq': (db: Db) => db.query.samples.findMany({ where: eq(samples.words, ['a', 'b']) }),
  'array-eq-numbers': (db: Db) => db.query.samples.findMany({ where: eq(samples.numbers, [1, 2, 3]) }),
  'array-eq-empty': (db: Db) => db.query.posts.findMany({ where: eq(posts.tags, []) }),
  'custom-class': (db: Db) => db.query.samples.findMany({ where: eq(samples.price, new Money(1050)) }),
  'custom-class-zero': (db: Db) => db.query.users.findMany({ where: eq(users.balance, new Money(0)) }),
  'custom-class-range': (db: Db) => db.query.users.findMany({ where: and(gt(users.balance, new Money(100)), lt(users.balance, new Money(5000))) }),
  'custom-class-in': (db: Db) => db.query.users.findMany({ where: inArray(users.balance, [new Money(1250), new Money(725)]) }),
  'custom-array': (db: Db) => db.query.samples.findMany({ where: eq(samples.parts, ['x', 'y']) }),
  'custom-array-empty': (db: Db) => db.query.samples.findMany({ where: eq(samples.parts, []) }),
  'custom-string': (db: Db) => db.query.samples.findMany({ where: eq(samples.handle, 'ADA') }),
  'custom-buffer': (db: Db) => db.query.samples.findMany({ where: eq(samples.raw, Buffer.from([0, 1, 255])) }),
  'custom-buffer-empty': (db: Db) => db.query.samples.findMany({ where: eq(samples.raw, Buffer.alloc(0)) }),

  // null, undefined and things in disguise
  'any-property': (db: Db) => db.query.users.findMany({ where: eq(users.id, untyped.id) }),
  'any-in-and': (db: Db) => db.query.users.findMany({ where: and(eq(users.name, untyped.name), eq(users.isActive, true)) }),
  'any-list': (db: Db) => db.query.users.findMany({ where: inArray(users.id, untyped.list) }),
  'any-missing': (db: Db) => db.query.users.findMany({ where: eq(users.id, untyped.missing) }),
  'any-null': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, untyped.nothing) }),
  'any-missing-in-and': (db: Db) => db.query.users.findMany({ where: and(eq(users.role, 'admin'), eq(users.name, untyped.missing)) }),
  'any-missing-in-or': (db: Db) => db.query.users.findMany({ where: or(eq(users.role, 'admin'), eq(users.name, untyped.missing)) }),
  'any-null-before-and-in-or': (db: Db) =>
    db.query.users.findMany({ where: or(eq(users.role, 'admin'), untyped.nothing && eq(users.name, untyped.name)) }),
  'any-missing-ne': (db: Db) => db.query.users.findMany({ where: ne(users.name, untyped.missing) }),
  'any-missing-callback': (db: Db) => db.query.users.findFirst({ where: (t, { eq }) => eq(t.id, untyped.missing) }),
  'any-missing-nested': (db: Db) =>
    db.query.users.findMany({
      where: eq(users.role, 'admin'),
      columns: { id: true },
      with: { posts: { where: eq(posts.slug, untyped.missing), columns: { id: true } } },
    }),
  'null-as-any': (db: Db) => db.query.users.findMany({ where: eq(users.age, null as any) }),
  'null-as-never': (db: Db) => db.query.posts.findMany({ where: ne(posts.reviewerId, null as unknown as number) }),
  'missing-text-date': (db: Db) => db.query.users.findMany({ where: eq(users.birthday, untyped.missing) }),
  'missing-text-date-callback': (db: Db) =>
    db.query.samples.findMany({ where: (t, { between }) => between(t.tsText, untyped.missing, untyped.missing || '2999-01-01') }),
  'missing-text-date-in-or': (db: Db) =>
    db.query.users.findMany({ where: or(eq(users.role, 'admin'), lt(users.birthday, untyped.missing as string)) }),
  'missing-text-date-in-list': (db: Db) =>
    db.query.users.findMany({ where: inArray(users.birthday, ['1999-05-05', untyped.missing!, '1983-07-01']) }),
  'missing-text-date-in-list-callback': (db: Db) =>
    db.query.samples.findMany({ where: (t, { inArray }) => inArray(t.tsText, ['1970-01-01 00:00:00', untyped.missing!]) }),
  'missing-text-date-of-either': (db: Db) =>
    db.query.samples.findMany({ where: gte(untyped.list ? samples.tsText : samples.dayText, untyped.missing) }),
  'missing-text-date-of-either-callback': (db: Db) =>
    db.query.samples.findMany({ where: (t, { ne }) => ne(untyped.list ? t.dayText : t.tsText, untyped.missing) }),
  'missing-text-date-of-any-column': (db: Db) =>
    db.query.samples.findMany({ where: (t, { eq }) => eq(t[untyped.list ? 'dayText' : 'bigExact'], untyped.missing) }),
  'text-date-of-either': (db: Db) =>
    db.query.samples.findMany({ where: gte(untyped.list ? samples.dayText : samples.tsText, '2024-01-01') }),
  'env': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, env.MISSING_ORG!) }),
  'process-env': (db: Db) => db.query.users.findMany({ where: eq(users.orgId, process.env.SURELY_MISSING_ORG as string) }),
  'optional-chain-missing': (db: Db) => optionalChain(db, empty),
  'optional-chain-null': (db: Db) => optionalChain(db, { org: null }),
  'optional-chain': (db: Db) => optionalChain(db, filled),
  'optional-chain-number-missing': (db: Db) => optionalChainNumber(db, empty),
  'optional-chain-number': (db: Db) => optionalChainNumber(db, filled),
  'find-result': async (db: Db) => {
    const list = ['bob@acme.test', 'x@y.test'];
    const email = list.find((item) => item.startsWith('q'));
    return db.query.users.findMany({ where: eq(users.email, email!) });
  },
  'passed-missing': (db: Db) => ofName(db, new URLSearchParams('a=b').get('name') as string),
  'passed': (db: Db) => ofName(db, new URLSearchParams('name=Ada').get('name') as string),
  'passed-in-object': (db: Db) => invitedBy(db, { id: empty.user?.id!, isActive: true }),
  'passed-date-missing': (db: Db) => sinceText(db, process.env.SURELY_MISSING_ORG!),
  'passed-default-missing': (db: Db) => ofStage(db),
  'passed-nothing': (db: Db) => ofName(db, undefined as unknown as string),
  'passed-to-variable-missing': (db: Db) => ofEither(db, new URLSearchParams('a=b').get('name') as string),
  'passed-to-variable': (db: Db) => ofEither(db, new URLSearchParams('name=Ada').get('name') as string),
  'passed-by-map-missing': async (db: Db) => {
    const byName = (name: string) => db.query.users.findMany({ where: eq(users.name, name) });
    return (await Promise.all([untyped.missing as string].map(byName))).flat();
  },
  'passed-by-map': async (db: Db) => {
    const byName = (name: string) => db.query.users.findMany({ where: eq(users.name, name) });
    return (await Promise.all([untyped.name as string].map(byName))).flat();
  },
  'passed-in-list-missing': (db: Db) => ofEach(db, [untyped.missing] as string[]),
  'passed-in-spread-missing': (db: Db) => ofActiveNamed(...([db, true, empty.org?.id!] as const)),
  'passed-in-spread': (db: Db) => ofActiveNamed(...([db, true, untyped.name as string] as const)),
  'cast-elements': async (db: Db) => {
    const names: (string | undefined)[] = ['Ada', undefined, 'Bob'];
    const found = await Promise.all(
      (names as string[]).map((name) => db.query.users.findMany({ where: eq(users.name, name) })),
    );
    for (const name of names as string[]) found.push(await db.query.users.findMany({ where: eq(users.name, name) }));
    return found;
  },
  'passed-by-promise-missing': (db: Db) => {
    const byName = (name: string) => db.query.users.findMany({ where: eq(users.name, name) });
    return (Promise.resolve(untyped.missing) as Promise<string>).then(byName);
  },
  'cast-assigned': (db: Db) => {
    let name: string;
    if (empty.since) name = 'Ada';
    else name = new URLSearchParams('a=b').get('name') as string;
    return db.query.users.findMany({ where: ne(users.name, name) });
  },
  'field-of-nobody': (db: Db) => new Namesakes().find(db),
  'field': (db: Db) => new Namesakes().call('Ada').find(db),
  'awaited-cast': async (db: Db) => {
    const name = (await Promise.resolve(untyped.missing)) as unknown as string;
    return db.query.users.findMany({ where: eq(users.name, name) });
  },
  'index-destructured': (db: Db) => {
    const names: Record<string, string> = { ada: 'Ada' };
    const { bob } = names;
    return db.query.users.findMany({ where: eq(users.name, bob) });
  },
  'passed-on-missing': (db: Db) => notOfLater(db, empty.org?.id!),
  'map-get': (db: Db) => {
    const byName = new Map([['ada', 1]]);
    return db.query.users.findMany({ where: eq(users.id, byName.get('bob')!) });
  },
  'array-index': (db: Db) => {
    const parts = 'a/b'.split('/');
    return db.query.users.findMany({ where: eq(users.name, parts[5]) });
  },
  'is-null-kinds': (db: Db) => db.query.samples.findMany({ where: and(isNull(samples.doc), isNull(samples.ts)) }),
  'is-not-null-kinds': (db: Db) => db.query.samples.findMany({ where: and(isNotNull(samples.raw), isNotNull(samples.words)) }),

  // the same kinds read as nested rows
  'nested-kinds-safe': (db: Db) =>
    db.query.samples.findMany({
      columns: { id: true },
      with: { children: { columns: { id: true, at: true, atZone: true, day: true, dayText: true, bigNumber: true, price: true, doc: true, words: true, ok: true } } },
    }),
  'nested-timestamp-text': (db: Db) =>
    db.query.samples.findMany({ columns: { id: true }, with: { children: { columns: { id: true, atText: true } } } }),
  'nested-timestamptz-text': (db: Db) =>
    db.query.samples.findMany({ columns: { id: true }, with: { children: { columns: { id: true, atZoneText: true } } } }),
  'nested-bigint': (db: Db) =>
    db.query.samples.findMany({ columns: { id: true }, with: { children: { columns: { id: true, big: true } } } }),
  'nested-numeric': (db: Db) =>
    db.query.samples.findMany({ columns: { id: true }, with: { children: { columns: { id: true, amount: true } } } }),
  'nested-where-kinds': (db: Db) =>
    db.query.samples.findMany({
      columns: { id: true },
      with: {
        children: {
          where: and(eq(sampleParts.at, june), eq(sampleParts.price, new Money(99)), eq(sampleParts.doc, { k: 1 }), eq(sampleParts.ok, true)),
          columns: { id: true },
        },
      },
    }),
  'nested-where-date': (db: Db) =>
    db.query.samples.findMany({
      columns: { id: true },
      with: { children: { where: eq(sampleParts.day, new Date('2024-01-02')), columns: { id: true } } },
    }),
  'parent-of-kinds': (db: Db) => db.query.sampleParts.findMany({ columns: { id: true }, with: { sample: { columns: { id: true, day: true, ts: true, tsz: true, doc: true, words: true, price: true, raw: false, flag: true, level: true } } } }),
  'session': (db: Db) => ofSession(db, { user: { id: 4, name: 'Ada' } }),
  'session-without-name': (db: Db) => ofSession(db, { user: { id: 4 } }),
  'session-in-callback': (db: Db) => ofSessionLater(db, { user: { id: 4 } }),
  'session-emptied': (db: Db) => ofSessionLater(db, { user: { id: 4 } }, true),
  'request': (db: Db) => ofRequest(db, '{"name": "Ada", "role": "editor", "id": 4, "nothing": null}'),
  'request-without': (db: Db) => ofRequest(db, '{"name": null, "nothing": null}'),
  'typed-request': (db: Db) => ofTypedRequest(db, '{"name": "Ada", "role": "editor", "id": 4}', { name: 'Ada' }, [1, 2]),
  'typed-request-without': (db: Db) => ofTypedRequest(db, '{"name": null}', {}, []),
  'typed-request-with-operators': (db: Db) => ofTypedRequest(db, '{"name": {"ne": "Ada"}, "role": "editor"}', {}, [3]),
  'proven': (db: Db) => proven(db, '{"name": "Ada"}', 2),
  'proven-not': (db: Db) => proven(db, '{"name": {"ne": "Ada"}}', 2),
  'request-left-early': (db: Db) => leftEarly(db, '{"name": "Ada"}'),
  'left-when-given': (db: Db) => leftWhenGiven(db),
  'request-with-operators': (db: Db) => leftEarly(db, '{"name": {"ne": "Ada"}}'),
};
