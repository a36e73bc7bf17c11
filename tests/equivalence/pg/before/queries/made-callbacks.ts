import { asc, desc, eq, type Operators } from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts } from '../schema.js';

// Callbacks that functions make, that a constant holds, or that are chosen.

const ofAuthor = (id: number) => () => eq(posts.authorId, id);
const inStatus =
  (status: 'draft' | 'published') =>
  (t: Pick<typeof posts, 'status'>, { eq }: Operators) =>
    eq(t.status, status);

function visible(user?: { id: number; isEditor: boolean }) {
  if (!user) return undefined;
  if (user.isEditor) return () => eq(posts.status, 'draft');
  return (t: Pick<typeof posts, 'authorId'>) => eq(t.authorId, user.id);
}

const sorted = (isDown: boolean) => () => [isDown ? desc(posts.id) : asc(posts.title), asc(posts.id)];
const newest = () => [desc(posts.id)];
const byTitle = (t: Pick<typeof posts, 'title'>) => [desc(t.title)];
const orders = { newest, byTitle };

const drafts = (t: Pick<typeof posts, 'status'>) => eq(t.status, 'draft');
const ofFirst = (t: Pick<typeof posts, 'authorId'>, { eq }: Operators) => eq(t.authorId, 1);
const filters = { drafts, ofFirst };
const chosen = (name: string | undefined) =>
  name === 'drafts' ? drafts : name === 'ofFirst' ? ofFirst : undefined;

function assigned(isDraft: boolean, db: Db) {
  let where: typeof drafts | typeof ofFirst | undefined;
  if (isDraft) where = drafts;
  else if (posts === undefined) where = ofFirst;
  return db.query.posts.findMany({ where });
}

function held(name: string | undefined, db: Db) {
  const where = name ? chosen(name) : undefined;
  return db.query.posts.findMany({ where });
}

export const queries = {
  imported: (db: Db) => db.query.posts.findMany({ where: ofAuthor(1) }),
  given: (db: Db) => db.query.posts.findMany({ where: inStatus('published') }),
  'nothing-made': (db: Db) => db.query.posts.findMany({ where: visible() }),
  'first-made': (db: Db) => db.query.posts.findMany({ where: visible({ id: 1, isEditor: true }) }),
  'last-made': (db: Db) => db.query.posts.findMany({ where: visible({ id: 1, isEditor: false }) }),
  'chosen-first': (db: Db) => db.query.posts.findMany({ where: Math.random() < 2 ? drafts : undefined }),
  'chosen-nothing': (db: Db) => db.query.posts.findMany({ where: Math.random() < 2 ? undefined : drafts }),
  'chosen-by-name': (db: Db) => db.query.posts.findMany({ where: filters['ofFirst' as keyof typeof filters] }),
  'chosen-by-no-name': (db: Db) => db.query.posts.findMany({ where: filters['none' as keyof typeof filters] }),
  'held-choice': (db: Db) => held('drafts', db),
  'held-nothing': (db: Db) => held(undefined, db),
  'assigned-choice': (db: Db) => assigned(true, db),
  'assigned-nothing': (db: Db) => assigned(false, db),
};

export const ordered = {
  'made-order': (db: Db) => db.query.posts.findMany({ orderBy: sorted(true) }),
  'held-order': (db: Db) => db.query.posts.findMany({ orderBy: newest }),
  'chosen-order': (db: Db) => db.query.posts.findMany({ orderBy: Math.random() < 2 ? newest : byTitle }),
  'chosen-no-order': (db: Db) =>
    db.query.posts.findMany({ orderBy: Math.random() < 2 ? undefined : newest, where: eq(posts.id, 1) }),
  'order-by-name': (db: Db) => db.query.posts.findMany({ orderBy: orders['byTitle' as keyof typeof orders] }),
};
