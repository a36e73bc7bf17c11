import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  char,
  customType,
  date,
  doublePrecision,
  foreignKey,
  index,
  inet,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  time,
  timestamp,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core';

export const planEnum = pgEnum('plan', ['free', 'team', 'enterprise']);
export const roleEnum = pgEnum('role', ['viewer', 'editor', 'admin']);
export const statusEnum = pgEnum('post_status', ['draft', 'review', 'published', 'archived']);

export interface Address {
  city: string;
  zip?: string;
}

/** An amount of money in cents; the database holds the decimal text. */
export class Money {
  constructor(readonly cents: number) {}
  toString() {
    return (this.cents / 100).toFixed(2);
  }
}

const money = customType<{ data: Money; driverData: string }>({
  dataType: () => 'numeric(12, 2)',
  fromDriver: (value) => new Money(Math.round(Number(value) * 100)),
  toDriver: (value) => value.toString(),
});

const csv = customType<{ data: string[]; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (value) => (value === '' ? [] : value.split(',')),
  toDriver: (value) => value.join(','),
});

const lowercase = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (value) => value,
  toDriver: (value) => value.toLowerCase(),
});

const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});

const timestamps = {
  createdAt: timestamp('created_at').notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }),
};

export const orgs = pgTable('organizations', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  plan: planEnum('plan').notNull().default('free'),
  seats: integer('seats').notNull().default(1),
  address: jsonb('address').$type<Address>(),
});

export const users = pgTable(
  'users',
  {
    id: serial('id').primaryKey(),
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    'display-name': text('display_name'),
    role: roleEnum('role').notNull().default('viewer'),
    age: integer('age'),
    score: integer('score').notNull().default(0),
    balance: money('balance'),
    isActive: boolean('is_active').notNull().default(true),
    verified: boolean('verified'),
    bio: text('bio'),
    orgId: text('org_id').references(() => orgs.id),
    invitedById: integer('invited_by_id').references((): AnyPgColumn => users.id),
    birthday: date('birthday'),
    lastSeenAt: timestamp('last_seen_at'),
    ...timestamps,
  },
  (t) => [index('users_org_idx').on(t.orgId)],
);

export const profiles = pgTable('profiles', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id),
  headline: text('headline').notNull(),
  avatarUrl: text('avatar_url'),
  settings: json('settings').$type<{ theme: string; beta?: boolean }>(),
});

export const posts = pgTable('posts', {
  id: serial('id').primaryKey(),
  authorId: integer('author_id')
    .notNull()
    .references(() => users.id),
  reviewerId: integer('reviewer_id').references(() => users.id),
  orgId: text('org_id')
    .notNull()
    .references(() => orgs.id),
  title: text('title').notNull(),
  slug: varchar('slug', { length: 80 }).notNull(),
  content: text('content'),
  status: statusEnum('status').notNull().default('draft'),
  views: integer('views').notNull().default(0),
  likes: integer('likes').notNull().default(0),
  rating: numeric('rating', { precision: 4, scale: 2 }),
  pinned: boolean('pinned').notNull().default(false),
  tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
  meta: jsonb('meta').$type<{ lang: string; words?: number }>(),
  publishedAt: timestamp('published_at'),
  deletedAt: timestamp('deleted_at'),
  ...timestamps,
});

export const comments = pgTable('comments', {
  id: serial('id').primaryKey(),
  postId: integer('post_id')
    .notNull()
    .references(() => posts.id),
  authorId: integer('author_id').references(() => users.id),
  parentId: integer('parent_id').references((): AnyPgColumn => comments.id),
  body: text('body').notNull(),
  likes: integer('likes').notNull().default(0),
  hidden: boolean('hidden').notNull().default(false),
  createdAt: timestamp('created_at').notNull(),
});

export const labels = pgTable('labels', {
  id: serial('id').primaryKey(),
  name: text('name').notNull(),
  color: char('color', { length: 7 }),
});

export const postsToLabels = pgTable(
  'posts_to_labels',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => posts.id),
    labelId: integer('label_id')
      .notNull()
      .references(() => labels.id),
    position: integer('position').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.postId, t.labelId] })],
);

export const memberships = pgTable(
  'memberships',
  {
    orgId: text('org_id')
      .notNull()
      .references(() => orgs.id),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    title: text('title'),
    since: date('since', { mode: 'date' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] })],
);

export const shifts = pgTable(
  'shifts',
  {
    id: serial('id').primaryKey(),
    orgId: text('org_id').notNull(),
    userId: integer('user_id').notNull(),
    coverUserId: integer('cover_user_id'),
    day: date('day').notNull(),
    startsAt: time('starts_at').notNull(),
    hours: integer('hours').notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.orgId, t.userId], foreignColumns: [memberships.orgId, memberships.userId] }),
    unique('one_shift_a_day').on(t.userId, t.day),
  ],
);

/** The export is called `accounts`, the variable and the database table are not. */
const accountsTable = pgTable('account', {
  id: serial('id').primaryKey(),
  ownerId: integer('user_id')
    .notNull()
    .references(() => users.id),
  provider: text('provider_id').notNull(),
  token: text('access_token'),
  tokenExpiry: timestamp('access_token_expires_at'),
});
export { accountsTable as accounts };

/** Singular names, as better-auth writes them: local variables are often called the same. */
export const session = pgTable('session', {
  id: text('id').primaryKey(),
  userId: integer('user_id')
    .notNull()
    .references(() => users.id),
  ip: inet('ip_address'),
  expiresAt: timestamp('expires_at').notNull(),
  revoked: boolean('revoked').notNull().default(false),
});

export const audit = pgSchema('audit');

export const auditLogs = audit.table('logs', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  actorId: integer('actor_id').references(() => users.id),
  action: text('action').notNull(),
  at: timestamp('at').notNull(),
});

/** One column of every kind. */
export const samples = pgTable('samples', {
  id: serial('id').primaryKey(),
  label: text('label').notNull(),
  small: smallint('small'),
  bigNumber: bigint('big_number', { mode: 'number' }),
  bigExact: bigint('big_exact', { mode: 'bigint' }),
  decimal: numeric('decimal', { precision: 20, scale: 4 }),
  decimalNumber: numeric('decimal_number', { precision: 10, scale: 2, mode: 'number' }),
  single: real('single'),
  double: doublePrecision('double'),
  flag: boolean('flag'),
  key: uuid('key'),
  code: varchar('code', { length: 10 }),
  ts: timestamp('ts'),
  tsText: timestamp('ts_text', { mode: 'string' }),
  tsz: timestamp('tsz', { withTimezone: true }),
  tszText: timestamp('tsz_text', { withTimezone: true, mode: 'string' }),
  day: date('day', { mode: 'date' }),
  dayText: date('day_text'),
  clock: time('clock'),
  span: interval('span'),
  doc: jsonb('doc').$type<Record<string, unknown>>(),
  list: jsonb('list').$type<number[]>(),
  loose: json('loose'),
  open: jsonb('open'),
  words: text('words').array(),
  numbers: integer('numbers').array(),
  price: money('price'),
  parts: csv('parts'),
  handle: lowercase('handle'),
  raw: bytea('raw'),
  level: roleEnum('level'),
});

/** Children of `samples`, so that the same kinds are read as nested rows too. */
export const sampleParts = pgTable('sample_parts', {
  id: serial('id').primaryKey(),
  sampleId: integer('sample_id')
    .notNull()
    .references(() => samples.id),
  at: timestamp('at'),
  atText: timestamp('at_text', { mode: 'string' }),
  atZone: timestamp('at_zone', { withTimezone: true }),
  atZoneText: timestamp('at_zone_text', { withTimezone: true, mode: 'string' }),
  day: date('day', { mode: 'date' }),
  dayText: date('day_text'),
  amount: numeric('amount', { precision: 20, scale: 4 }),
  big: bigint('big', { mode: 'bigint' }),
  bigNumber: bigint('big_number', { mode: 'number' }),
  price: money('price'),
  doc: jsonb('doc').$type<{ k: number }>(),
  words: text('words').array(),
  ok: boolean('ok'),
});

/** Column keys that are awkward in an object. */
export const metrics = pgTable('metrics', {
  id: serial('id').primaryKey(),
  '1': integer('first').notNull(),
  '2': integer('second').notNull(),
  OR: boolean('or_flag').notNull().default(false),
  NOT: text('not_text'),
  order: integer('order').notNull().default(0),
});
