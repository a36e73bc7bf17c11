import { survives } from '../../edits/apply.ts';
import { quoted } from '../../edits/style.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { builderCalled } from './column-builders.ts';

const builders = new Set(['blob']);

/**
 * Writes `blob('data', { mode: 'buffer' })` for `blob('data')` of SQLite. Without a mode it held bytes until 1.0.0-rc.3,
 * although its type said JSON; from 1.0.0-rc.4 on it holds JSON.
 */
export function rewriteBlobModes(project: Project): void {
  const { capabilities, changes, mentioning } = project;
  if (!capabilities.blobsAreJson) return;
  for (const { ast, path } of mentioning(/\bblob\b/, (_, text) => /drizzle-orm\/sqlite-core/.test(text))) {
    if (changes.deleted().has(path)) continue;
    for (const call of nodesOf(ast).calls) {
      if (!builderCalled(call, builders, project)) continue;
      const [name, config] = call.arguments;
      // A single argument that is no object is the name.
      if (config || (name && !isName(name, project))) continue;
      const end = call.end - 1;
      if (!survives(end, changes.edits(path))) continue;
      const mode = `{ mode: ${quoted('buffer', project.styleOf(path))} }`;
      // The `)` is replaced, so that the change lies inside of a range that another edit keeps.
      changes.replace(path, end, call.end, `${name ? ', ' : ''}${mode})`);
      changes.report('RQB_BLOB_MODE', call);
    }
  }
}

/** Whether an argument is a name: a string, or a value of which no object is known. */
function isName(node: ts.Expression, { evaluator }: Project): boolean {
  const value = evaluator.evaluate(node);
  return !ts.isObjectLiteralExpression(value.kind === 'expression' ? value.node : unwrap(node));
}
