import { nodesOf } from '../../read/syntax/nodes.ts';
import type { Project } from '../project.ts';

/**
 * Reports files that take SQL apart, tests mostly: `queryChunks` and the `value` of their texts, which was a list of one
 * text until 1.0.0-rc.4. Once per file.
 */
export function reportSqlChunks({ capabilities, changes, mentioning }: Project): void {
  if (!capabilities.plainChunks) return;
  for (const { ast } of mentioning('queryChunks', (_, text) => /\bvalue\b/.test(text))) {
    const [first] = nodesOf(ast).identifiers.filter(({ text }) => text === 'queryChunks');
    if (first) changes.report('RQB_SQL_CHUNKS', first);
  }
}
