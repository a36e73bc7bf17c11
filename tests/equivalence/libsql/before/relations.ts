import { relations } from 'drizzle-orm/relations';
import { books, loans, people } from './schema.js';

export const readerRelations = relations(people, ({ many }) => ({
  loans: many(loans),
  donations: many(books),
}));

export const bookRelations = relations(books, ({ one, many }) => ({
  donor: one(people, { fields: [books.donorId], references: [people.id] }),
  loans: many(loans),
}));

export const loanRelations = relations(loans, ({ one }) => ({
  reader: one(people, { fields: [loans.readerId], references: [people.id] }),
  book: one(books, { fields: [loans.isbn], references: [books.isbn] }),
}));
