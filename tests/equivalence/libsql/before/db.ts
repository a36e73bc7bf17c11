import type { Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as relations from './relations.js';
import { books, loans, people } from './schema.js';

const schema = { people, books, loans, ...relations };

export type Db = LibSQLDatabase<typeof schema>;

export const createDb = (client: Client) => drizzle({ client, schema });
