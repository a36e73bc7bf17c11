import { and, asc, desc, eq, gt, gte, inArray, isNull, like, lt, not, or, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { books, loans, people } from '../schema.js';

async function overdue(db: Db, now: Date, reader?: number) {
  return db.query.loans.findMany({
    where: and(eq(loans.returned, false), lt(loans.dueAt, now), reader ? eq(loans.readerId, reader) : undefined),
    with: { book: { columns: { title: true } } },
  });
}

const march = new Date('2024-03-01T00:00:00Z');

export const queries = {
  'eq': (db: Db) => db.query.people.findMany({ where: eq(people.premium, false) }),
  'eq-date': (db: Db) => db.query.people.findMany({ where: eq(people.joinedAt, new Date('2024-01-01T00:00:00Z')) }),
  'eq-json': (db: Db) => db.query.people.findMany({ where: eq(people.favourite, { genre: 'crime' }) }),
  'and-or': (db: Db) =>
    db.query.books.findMany({ where: and(or(gt(books.price, 20), isNull(books.donorId)), like(books.title, 'The %')) }),
  'in-array': (db: Db) => db.query.books.findMany({ where: inArray(books.isbn, ['b1', 'b4', 'b9']) }),
  'not': (db: Db) => db.query.books.findMany({ where: not(gte(books.price, 10)) }),
  'callback': (db: Db) => db.query.people.findFirst({ where: (t, { eq }) => eq(t.email, 'b@l.test') }),
  'sql': (db: Db) => db.query.books.findMany({ where: sql`upper(${books.title}) = ${'DUNE'}` }),
  'overdue': (db: Db) => overdue(db, march),
  'overdue-reader': (db: Db) => overdue(db, march, 2),
  'second-key': (db: Db) =>
    db.query.readers.findMany({ where: eq(people.premium, true), with: { loans: { with: { book: true } } } }),
  'nested': (db: Db) =>
    db.query.people.findMany({
      with: { loans: { where: eq(loans.returned, true), with: { book: true } }, donations: { columns: { title: true } } },
    }),
  'transaction': (db: Db) =>
    db.transaction(async (tx) => {
      const reader = await tx.query.people.findFirst({ where: eq(people.email, 'b@l.test') });
      return tx.query.loans.findMany({ where: eq(loans.readerId, reader!.id) });
    }),
};

export const ordered = {
  'order': (db: Db) => db.query.books.findMany({ orderBy: [desc(books.price), asc(books.title)], limit: 3 }),
  'nested-order': (db: Db) =>
    db.query.books.findMany({
      orderBy: (t, { desc }) => desc(t.title),
      columns: { title: true },
      with: { loans: { orderBy: desc(loans.id), limit: 1, columns: { id: true } } },
    }),
  'prepared': async (db: Db) => {
    const statement = db.query.loans
      .findMany({ where: eq(loans.readerId, sql.placeholder('reader')), orderBy: desc(loans.id) })
      .prepare();
    return [await statement.execute({ reader: 1 }), await statement.execute({ reader: 2 })];
  },
};
