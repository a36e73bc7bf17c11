import type { Kind } from './kind.ts';
import { pgKinds } from './kinds-pg.ts';
import { sqliteKinds } from './kinds-sqlite.ts';

/** A dialect whose queries are drawn. */
export type FuzzDialect = 'pg' | 'sqlite';

/** The kinds of columns of a dialect, by their names in the model. */
export const kindsOf: Record<FuzzDialect, Readonly<Record<string, Kind>>> = { pg: pgKinds, sqlite: sqliteKinds };
