import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import * as schema from './schema.js';

export function createDb(client: PGlite) {
  return drizzle(client, { schema });
}

export type Db = ReturnType<typeof createDb>;
