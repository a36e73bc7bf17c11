import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Whether a project is on postgres-js with a target that lets it make JSON of what it sends for json and jsonb, which
 * drizzle-orm had turned off until 1.0.0-rc.4.
 */
export function encodesJson({ capabilities, mentioning }: Project): boolean {
  return capabilities.encodesJsonText && mentioning(/drizzle-orm\/postgres-js/).length > 0;
}

/** Whether a node is a call of `JSON.stringify`. */
export function isStringify(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /^JSON\s*\.\s*stringify$/.test(unwrap(node.expression).getText());
}
