import type { Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as relations from './relations.js';
import { books, loans, people } from './schema.js';

// v1 knows the relations of a table under two keys under both of them when they come first.
const schema = { ...relations, people, readers: people, books, loans };

export type Db = LibSQLDatabase<typeof schema>;

export const createDb = (client: Client) => drizzle({ client, schema });
