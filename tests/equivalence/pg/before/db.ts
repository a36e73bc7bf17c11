import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import * as relations from './relations.js';
import * as tables from './schema.js';

export const schema = { ...tables, ...relations };

export function createDb(client: PGlite) {
  return drizzle(client, { schema });
}

export type Db = ReturnType<typeof createDb>;
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
