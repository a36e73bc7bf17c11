import { asc, desc, eq, type Operators } from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts } from '../schema.js';

// Callbacks that functions make, or that a constant holds.

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

export const queries = {
  imported: (db: Db) => db.query.posts.findMany({ where: ofAuthor(1) }),
  given: (db: Db) => db.query.posts.findMany({ where: inStatus('published') }),
  'nothing-made': (db: Db) => db.query.posts.findMany({ where: visible() }),
  'first-made': (db: Db) => db.query.posts.findMany({ where: visible({ id: 1, isEditor: true }) }),
  'last-made': (db: Db) => db.query.posts.findMany({ where: visible({ id: 1, isEditor: false }) }),
};

export const ordered = {
  'made-order': (db: Db) => db.query.posts.findMany({ orderBy: sorted(true) }),
  'held-order': (db: Db) => db.query.posts.findMany({ orderBy: newest }),
};
