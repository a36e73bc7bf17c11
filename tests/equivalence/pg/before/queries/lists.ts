import { asc, desc, eq, ilike, or, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { posts } from '../schema.js';

const columns = { id: true } as const;
const dates = [posts.publishedAt, posts.deletedAt];
const searched = [posts.title, posts.slug];

function filledIn(db: Db, list: any) {
  const parts = sql.join(
    list.map((each: any) => sql`${each}`),
    sql`, `,
  );
  return db.query.posts.findMany({ columns, where: sql`coalesce(${parts}) is not null` });
}

function filled(db: Db, list: any) {
  return db.query.posts.findMany({
    columns,
    where: sql`coalesce(${sql.join(
      list.map((each: any) => sql`${each}`),
      sql`, `,
    )}) is not null`,
  });
}

/** It may be called from anywhere. */
export function likeAny(db: Db, list: any[], text: string) {
  return db.query.posts.findMany({ columns, where: or(...list.map((each) => sql`lower(${each}) like ${text}`)) });
}

interface Sort {
  key: 'views' | 'likes' | 'id';
  isDown?: boolean;
}

function sorted(db: Db, sorts: Sort[]) {
  return db.query.posts.findMany({
    columns,
    orderBy: sorts.map(({ key, isDown }) => (isDown ? desc(posts[key]) : asc(posts[key]))),
  });
}

export const queries = {
  'columns-of-callers': (db: Db) => filled(db, dates),
  'columns-of-callers-in-variable': (db: Db) => filledIn(db, dates),
  'columns-of-nobody': (db: Db) => likeAny(db, [posts.title, posts.slug], '%on%'),
  'columns-in-variable': (db: Db) =>
    db.query.posts.findMany({ columns, where: or(...searched.map((column) => sql`lower(${column}) like '%on%'`)) }),
  'columns-of-keys': (db: Db) =>
    db.query.posts.findMany({
      columns,
      where: or(...(['title', 'slug'] as const).map((key) => ilike(posts[key], '%on%'))),
    }),
  'words-of-text': (db: Db) =>
    db.query.posts.findMany({ columns, where: or(...'on,ar'.split(',').map((word) => ilike(posts.title, `%${word}%`))) }),
  'words-of-text-without-blanks': (db: Db) =>
    db.query.posts.findMany({
      columns,
      where: or(
        eq(posts.id, 1),
        ...'on, ar'
          .split(/,\s*/)
          .filter(Boolean)
          .map((word) => ilike(posts.title, `%${word}%`)),
      ),
    }),
};

export const ordered = {
  'sorts-none': (db: Db) => sorted(db, []),
  'sorts-some': (db: Db) => sorted(db, [{ key: 'likes', isDown: true }, { key: 'id' }]),
  'sorts-in-place': (db: Db) =>
    db.query.posts.findMany({ columns, orderBy: [posts.likes, posts.id].map((column) => desc(column)) }),
};
