import { ts } from '../../ts.cts';
import type { ClientCall } from '../../facts.ts';
import type { Style } from '../../edits/style.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import type { Project } from '../project.ts';
import { isCallback } from './proxy-codecs.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/**
 * Adapts a sqlite-proxy call to 1.0.0-rc.5, which takes an object of functions (`{ get, all, run, … }`) instead of one
 * callback and an optional batch callback. The callbacks stay as they are and are passed to the helper `executorsOf`,
 * which is added at the end of the file. Where that is not possible, `RQB_PROXY_EXECUTORS` is reported.
 */
export function rewriteProxyCallback(call: ClientCall, project: Project): void {
  const { node, path, options } = call;
  const [query, second, third] = node.arguments;
  const { changes } = project;
  if (!query || !takesCallback(query, call, project)) return;
  const isBatch = second !== undefined && (third !== undefined || isCallback(second, project));
  const isKnown = isBatch || second === undefined || options !== undefined;
  const file = node.getSourceFile();
  const isFirst = project.scan.clients.find((it) => it.path === path && it.driver === call.driver) === call;
  if (call.relations || !isKnown || !isFirst || lookUp(helperName, file))
    return changes.report('RQB_PROXY_EXECUTORS', node);
  const style = project.styleOf(path);
  const end = isBatch ? second.end : query.end;
  changes.replace(path, query.getStart(), query.getStart(), `${helperName}(`);
  changes.replace(path, end, end, ')');
  retypeCallbacks(file, project);
  const helper = helperText(style, isBatch, isJavaScript(file)).join(style.newline);
  const gap = file.text.endsWith('\n') ? style.newline : style.newline + style.newline;
  changes.replace(path, file.text.length, file.text.length, `${gap}${helper}${style.newline}`);
  changes.report('RQB_PROXY_WRAPPED', node);
}

const helperName = 'executorsOf';

/**
 * Whether the first argument is a callback of v1. In a v1 call that is anything but an object literal; in a call
 * written for v2 it must be known to be a function.
 */
function takesCallback(argument: ts.Expression, { relations }: ClientCall, project: Project): boolean {
  if (relations) return isCallback(argument, project);
  const value = project.evaluator.evaluate(argument);
  const isObject = value.kind === 'expression' && ts.isObjectLiteralExpression(value.node);
  return !isObject;
}

/**
 * Replaces the types of v1's callbacks, which no longer exist, by those of the helper's parameters:
 * `Parameters<typeof executorsOf>[0]`.
 */
function retypeCallbacks(file: ts.SourceFile, { changes }: Project): void {
  const positions = { RemoteCallback: 0, AsyncRemoteCallback: 0, AsyncBatchRemoteCallback: 1 };
  for (const [name, position] of Object.entries(positions)) {
    for (const use of identifiersOf(file).get(name) ?? []) {
      const declaration = declarationOf(use);
      const isOurs = declaration && ts.isImportSpecifier(declaration) && isOfProxy(declaration.parent.parent.parent);
      if (isOurs && ts.isTypeReferenceNode(use.parent))
        changes.replace(file.fileName, use.getStart(), use.end, `Parameters<typeof ${helperName}>[${position}]`);
    }
  }
}

/** Whether an import is from `drizzle-orm/sqlite-proxy`. */
function isOfProxy({ moduleSpecifier }: ts.ImportDeclaration | ts.JSDocImportTag): boolean {
  return ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('drizzle-orm/sqlite-proxy');
}

/**
 * The lines of the helper. It takes out of the callback's result what v1 took out of it.
 *
 * @param isPlain whether the file is JavaScript, so that no types are written
 */
function helperText(style: Style, isBatch: boolean, isPlain: boolean): string[] {
  const { quote, indent } = style;
  const q = (text: string) => `${quote}${text}${quote}`;
  const methods = ['run', 'all', 'values', 'get'].map(q).join(' | ');
  const typed = (text: string, type: string) => (isPlain ? text : `${text}: ${type}`);
  const statement = `${typed('sql', 'string')}, ${typed('params', 'any[]')}`;
  const parameters = [
    typed('query', `(${statement}, method: ${methods}) => Promise<{ rows: any }>`),
    ...(isBatch
      ? [typed('batch', `(queries: { sql: string; params: any[]; method: ${methods} }[]) => Promise<{ rows: any }[]>`)]
      : []),
  ];
  const rows = (method: string, type: string) =>
    `${method}: async (${statement})${isPlain ? '' : `: Promise<${type}>`} => (await query(sql, params, ${q(method)})).rows,`;
  const end = style.semicolon ? ';' : '';
  const item = `{ sql: string; params: any[]; method: ${['all', 'get', 'run'].map(q).join(' | ')} }[]`;
  const batch = [
    `batch: async (${typed('queries', item)}) => {`,
    `${indent}const results = await batch(queries)${end}`,
    `${indent}return results.map((result, index) => (queries[index]?.method === ${q('run')} ? result : result.rows))${end}`,
    '},',
  ];
  const members = [
    rows('all', 'any[]'),
    rows('get', 'any'),
    `run: (${statement}) => query(sql, params, ${q('run')}),`,
    ...(isBatch ? batch : []),
  ];
  return [
    '/** The functions that sqlite-proxy takes in drizzle-orm 1.0, made of the callback it took before. */',
    `function ${helperName}(`,
    ...parameters.map((parameter) => `${indent}${parameter},`),
    ') {',
    `${indent}return {`,
    ...members.map((line) => indent + indent + line),
    `${indent}}${end}`,
    '}',
  ];
}
