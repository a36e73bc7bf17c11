import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from './schema';

export function createDb(client: Database.Database) {
  return drizzle(client, { schema });
}

export type Db = ReturnType<typeof createDb>;
