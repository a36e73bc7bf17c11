import type { Dialect } from '../facts.ts';

/** How a driver's `drizzle()` takes its client in v2 (drizzle-orm 1.0.0-rc.5, `<driver>/driver.ts`). */
export type ClientForm =
  /** Only as `drizzle({ client })`; as the first argument it would be taken for options. */
  | 'option'
  /** As the first argument, as in v1. */
  | 'argument'
  /** sqlite-proxy: a callback up to rc.4, an object of executors from rc.5 on. */
  | 'executors';

const byArgument = new Set([
  'vercel-postgres',
  'd1',
  'durable-sqlite',
  'expo-sqlite',
  'op-sqlite',
  'sql-js',
  'xata-http',
  'pg-proxy',
  'mysql-proxy',
  'singlestore-proxy',
]);

/** @param driver the module name after `drizzle-orm/` */
export function clientForm(driver: string): ClientForm {
  if (driver === 'sqlite-proxy') return 'executors';
  return byArgument.has(driver) ? 'argument' : 'option';
}

const dialects: [RegExp, Dialect][] = [
  [/singlestore/, 'singlestore'],
  [/^cockroach/, 'cockroach'],
  [/mssql/, 'mssql'],
  [/^gel/, 'gel'],
  [/mysql|planetscale|tidb/, 'mysql'],
  [/sqlite|libsql|^d1$|sql-js|tursodatabase/, 'sqlite'],
  [/postgres|pglite|^neon|pg(?:$|-)|xata|^bun-sql$|aws-data-api|^effect-|netlify/, 'pg'],
];

/** The dialect of a driver; undefined for one that is not known. */
export function dialectOfDriver(driver: string): Dialect | undefined {
  return dialects.find(([pattern]) => pattern.test(driver))?.[1];
}

/** Whether `drizzle()` of a 1.0 prerelease still takes the v1 `schema` beside `relations`, for `db._query`. */
export function takesSchema(driver: string, version: string): boolean {
  const [, stage, number] = /^1\.0\.0-(beta|rc)\.(\d+)/.exec(version) ?? [];
  if (stage === undefined) return false;
  const release = stage === 'beta' ? Number(number) : 100 + Number(number);
  const until: Partial<Record<Dialect, number>> = { pg: 23, mysql: 102, sqlite: 103 };
  return release <= (until[dialectOfDriver(driver) ?? 'pg'] ?? 104);
}
