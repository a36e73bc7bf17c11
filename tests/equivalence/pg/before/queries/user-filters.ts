import { and, eq, gt, gte, inArray, isNotNull, or, sql, type SQL } from 'drizzle-orm';
import { comments, users } from '../schema.js';

export const byScore = (minimum: number): SQL => gte(users.score, minimum);

export function inAnyOrg(ids: string[]): SQL | undefined {
  return ids.length > 0 ? inArray(users.orgId, ids) : undefined;
}

export const spoken = (length = 2) => or(and(eq(users.role, 'admin'), isNotNull(users.bio)), sql`length(${users.name}) = ${length}`);

export const liked = (more: number) => gt(comments.likes, more);
