import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Level } from '../level.ts';

/**
 * The node of the name in `db._query` or `db['_query']`, under which the 1.0 betas kept v1 beside v2; `undefined` for
 * `db.query`.
 */
export function legacyName({ query }: QuerySite): ts.Node | undefined {
  const access = unwrap(query);
  const name = ts.isPropertyAccessExpression(access)
    ? access.name
    : ts.isElementAccessExpression(access)
      ? access.argumentExpression
      : undefined;
  return name && /^(['"`]?)_query\1$/.test(name.getText()) ? name : undefined;
}

/** Whether a query is on v2 already: its database is, and it is not asked of `db._query`, which is v1. */
export function isV2Query({ database, site }: Pick<Level, 'database' | 'site'>): boolean {
  return database.migrated && !legacyName(site);
}
