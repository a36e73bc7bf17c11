import type { Dialect } from '../facts.ts';
import type { Capabilities } from './capabilities.ts';

/** How `drizzle()` of a driver takes its client in v2 (`<driver>/driver.ts` of drizzle-orm). */
export type ClientForm =
  /** Only as `drizzle({ client })`. A client given as the first argument would be taken for the options. */
  | 'option'
  /** As the first argument, as in v1. */
  | 'argument'
  /** As an object of executors, where v1 took a callback. */
  | 'executors';

/** Drivers that take the client as the first argument in v2, too. */
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

/**
 * How a driver takes its client at the target release.
 *
 * @param driver the module name after `drizzle-orm/`
 */
export function clientForm(driver: string, { proxyExecutors }: Capabilities): ClientForm {
  if (driver === 'sqlite-proxy' && proxyExecutors) return 'executors';
  return byArgument.has(driver) ? 'argument' : 'option';
}

/** The first pattern that matches decides, so the special names come first. */
const dialects: [RegExp, Dialect][] = [
  [/singlestore/, 'singlestore'],
  [/^cockroach/, 'cockroach'],
  [/mssql/, 'mssql'],
  [/^gel/, 'gel'],
  [/mysql|planetscale|tidb/, 'mysql'],
  [/sqlite|libsql|^d1$|sql-js|tursodatabase/, 'sqlite'],
  [/postgres|pglite|^neon|pg(?:$|-)|xata|^bun-sql$|aws-data-api|^effect-|netlify/, 'pg'],
];

/** The dialect of a driver module (its name after `drizzle-orm/`); undefined for an unknown one. */
export function dialectOfDriver(driver: string): Dialect | undefined {
  return dialects.find(([pattern]) => pattern.test(driver))?.[1];
}

/** The codecs of a driver for the same database, by proxy driver. */
const codecsOfProxies: Readonly<Record<string, { module: string; name: string }>> = {
  'pg-proxy': { module: 'drizzle-orm/node-postgres/codecs', name: 'nodePgCodecs' },
  'mysql-proxy': { module: 'drizzle-orm/mysql2/codecs', name: 'mysql2Codecs' },
  'singlestore-proxy': { module: 'drizzle-orm/singlestore/codecs', name: 'singleStoreCodecs' },
  // Those of D1, because they also decode rows that arrived as JSON.
  'sqlite-proxy': { module: 'drizzle-orm/d1/codecs', name: 'd1Codecs' },
};

/**
 * The import that has to be given to a proxy driver so that it decodes values as v1 did; undefined for other drivers,
 * and at releases whose proxy drivers decode by themselves.
 */
export function proxyCodecs(
  driver: string,
  { withoutProxyCodecs }: Capabilities,
): { module: string; name: string } | undefined {
  return withoutProxyCodecs.includes(dialectOfDriver(driver) ?? 'pg') ? codecsOfProxies[driver] : undefined;
}

/** Whether `drizzle()` of this driver still accepts the v1 `schema` beside `relations`. Unknown drivers count as pg. */
export function takesSchema(driver: string, { schemaOption }: Capabilities): boolean {
  return schemaOption.includes(dialectOfDriver(driver) ?? 'pg');
}

/** Whether databases of this driver still offer the v1 queries as `db._query`. Unknown drivers count as pg. */
export function hasLegacyQuery(driver: string, { legacyQuery }: Capabilities): boolean {
  return legacyQuery.includes(dialectOfDriver(driver) ?? 'pg');
}

/**
 * Whether, with this driver, `db.execute(sql)` without a type argument returns a type in 1.0.0-rc.5 that also allows a
 * list of results.
 */
export function widensExecute(driver: string): boolean {
  return ['node-postgres', 'postgres-js', 'neon-serverless', 'vercel-postgres', 'bun-sql'].includes(driver);
}
