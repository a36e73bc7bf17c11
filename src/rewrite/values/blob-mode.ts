import { survives } from '../../edits/apply.ts';
import { quoted } from '../../edits/style.ts';
import { isEmptyObject, isNullish, unwrap } from '../../read/syntax/syntax.ts';
import { writtenType } from '../../filter/values/written-type.ts';
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
      const given = config ?? (name && !isName(name, project) ? name : undefined);
      if (given) {
        carryOverConfig(given, path, project);
        continue;
      }
      const end = call.end - 1;
      if (!survives(end, changes.edits(path))) continue;
      const mode = `{ mode: ${quoted('buffer', project.styleOf(path))} }`;
      // The `)` is replaced, so that the change lies inside of a range that another edit keeps.
      changes.replace(path, end, call.end, `${name ? ', ' : ''}${mode})`);
      changes.report('RQB_BLOB_MODE', call);
    }
  }
}

/**
 * Gives a configuration that has no mode that of bytes: `blob('data', { ...options, mode: 'buffer' })`. One that may have
 * a mode is reported.
 */
function carryOverConfig(config: ts.Expression, path: string, project: Project): void {
  const { changes } = project;
  const mode = modeOf(config, project);
  if (mode === 'given' || !survives(config.getStart(), changes.edits(path))) return;
  if (mode === 'perhaps') return changes.report('RQB_BLOB_CONFIG', config, { config: config.getText() });
  const buffer = `mode: ${quoted('buffer', project.styleOf(path))}`;
  const isEmpty = isEmptyObject(unwrap(config));
  const text = isEmpty ? `{ ${buffer} }` : `{ ...${config.getText()}, ${buffer} }`;
  changes.replace(path, config.getStart(), config.end, text);
  changes.report('RQB_BLOB_MODE', config);
}

/** Whether a configuration has a mode; a parameter or variable is judged by its type where its value is out of sight. */
function modeOf(config: ts.Expression, { evaluator }: Project): 'given' | 'none' | 'perhaps' {
  const value = evaluator.evaluate(config);
  const { names, complete } = evaluator.keys(value);
  if (names.includes('mode')) {
    const mode = evaluator.member(value, 'mode');
    const isKnown = mode.kind === 'expression' && ts.isStringLiteralLike(mode.node);
    return isKnown || !(mode.kind === 'expression' && mayBeNothing(mode.node)) ? 'given' : 'perhaps';
  }
  if (complete) return 'none';
  const type = writtenType(config)?.type.getText() ?? '';
  return /\bmode\s*:|\bBlobConfig\b/.test(type) ? 'given' : 'perhaps';
}

/** Whether an expression may be undefined by what is written there. */
function mayBeNothing(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return mayBeNothing(inner.whenTrue) || mayBeNothing(inner.whenFalse);
  return isNullish(inner) || (inner.flags & ts.NodeFlags.OptionalChain) !== 0;
}

/** Whether an argument is a name: a string, or a value of which nothing says that it is an object. */
function isName(node: ts.Expression, { evaluator }: Project): boolean {
  const value = evaluator.evaluate(node);
  if (value.kind === 'expression' && ts.isObjectLiteralExpression(value.node)) return false;
  const type = writtenType(node)?.type;
  return (
    !ts.isObjectLiteralExpression(unwrap(node)) && (type === undefined || type.kind === ts.SyntaxKind.StringKeyword)
  );
}
