import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';

/** `db._query`, by which the 1.0 betas kept v1 beside v2. */
export function legacyName({ query }: QuerySite): ts.Node | undefined {
  const name = ts.isPropertyAccessExpression(query)
    ? query.name
    : ts.isElementAccessExpression(query)
      ? query.argumentExpression
      : undefined;
  return name && /^(['"`]?)_query\1$/.test(name.getText()) ? name : undefined;
}
