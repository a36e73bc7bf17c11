// The new subquery names the table, and nothing else in the file does after the order has become an object.
import { and, desc, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db.js';
import { users } from '../schema.js';

const named: (SQL | undefined)[] = [sql`users.age > 30`, undefined];

async function listedText(db: Db) {
  return db.query.users.findMany({ where: and(...named.filter((item) => item !== undefined)), orderBy: desc(users.id) });
}

export const ordered = { listedText };
