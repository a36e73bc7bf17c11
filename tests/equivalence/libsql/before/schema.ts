import { integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

const readers = sqliteTable('reader', {
  id: integer('id').primaryKey(),
  email: text('email').notNull(),
  joinedAt: integer('joined_at', { mode: 'timestamp' }).notNull(),
  premium: integer('premium', { mode: 'boolean' }).notNull().default(false),
  favourite: text('favourite', { mode: 'json' }).$type<{ genre: string }>(),
});

export const books = sqliteTable('book', {
  isbn: text('isbn').primaryKey(),
  title: text('title').notNull(),
  price: real('price').notNull(),
  donorId: integer('donor_id').references(() => readers.id),
});

export const loans = sqliteTable('loan', {
  id: integer('id').primaryKey(),
  readerId: integer('reader_id')
    .notNull()
    .references(() => readers.id),
  isbn: text('isbn')
    .notNull()
    .references(() => books.isbn),
  dueAt: integer('due_at', { mode: 'timestamp_ms' }),
  returned: integer('returned', { mode: 'boolean' }).notNull(),
});

export { readers as people };
