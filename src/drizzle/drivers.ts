import type { Dialect } from '../facts.ts';
import type { Capabilities } from './capabilities.ts';

/** How a driver's `drizzle()` takes its client in v2 (`<driver>/driver.ts`). */
export type ClientForm =
  /** Only as `drizzle({ client })`; as the first argument it would be taken for options. */
  | 'option'
  /** As the first argument, as in v1. */
  | 'argument'
  /** As an object of executors, where v1 took a callback. */
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
  'sqlite-proxy',
]);

/** @param driver the module name after `drizzle-orm/` */
export function clientForm(driver: string, { proxyExecutors }: Capabilities): ClientForm {
  if (driver === 'sqlite-proxy' && proxyExecutors) return 'executors';
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

const codecsOfProxies: Readonly<Record<string, { module: string; name: string }>> = {
  'pg-proxy': { module: 'drizzle-orm/node-postgres/codecs', name: 'nodePgCodecs' },
  'mysql-proxy': { module: 'drizzle-orm/mysql2/codecs', name: 'mysql2Codecs' },
  'singlestore-proxy': { module: 'drizzle-orm/singlestore/codecs', name: 'singleStoreCodecs' },
  // Those of D1 are for rows that came as JSON, too.
  'sqlite-proxy': { module: 'drizzle-orm/d1/codecs', name: 'd1Codecs' },
};

/** The codecs that make a proxy driver read values as v1 did; undefined for other drivers, and where it does so by itself. */
export function proxyCodecs(
  driver: string,
  { withoutProxyCodecs }: Capabilities,
): { module: string; name: string } | undefined {
  return withoutProxyCodecs.includes(dialectOfDriver(driver) ?? 'pg') ? codecsOfProxies[driver] : undefined;
}

/** Whether `drizzle()` still takes the v1 `schema` beside `relations`. */
export function takesSchema(driver: string, { schemaOption }: Capabilities): boolean {
  return schemaOption.includes(dialectOfDriver(driver) ?? 'pg');
}

/** Whether a database still has v1 as `db._query`. */
export function hasLegacyQuery(driver: string, { legacyQuery }: Capabilities): boolean {
  return legacyQuery.includes(dialectOfDriver(driver) ?? 'pg');
}

/** Whether the result type of an untyped `db.execute(sql)` is a union with a list of results in 1.0.0-rc.5. */
export function widensExecute(driver: string): boolean {
  return ['node-postgres', 'postgres-js', 'neon-serverless', 'vercel-postgres', 'bun-sql'].includes(driver);
}
