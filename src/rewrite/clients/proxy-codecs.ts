import { proxyCodecs } from '../../drizzle/drivers.ts';
import type { ClientCall, Column } from '../../facts.ts';
import type { ts } from '../../ts.cts';
import { isFunction, memberNamed, unwrap } from '../../read/syntax/syntax.ts';
import { separator } from './client-argument.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import type { Project } from '../project.ts';

/**
 * Adds `codecs` to the options of a proxy driver, for the target releases that need them. There a proxy driver returns
 * values as its callback delivers them, whatever the column types, unless it is given codecs; v1 converted dates,
 * booleans, bigint and JSON itself.
 */
export function giveProxyCodecs(call: ClientCall, project: Project): void {
  const { node, path, options, relations } = call;
  const { changes } = project;
  const codecs = proxyCodecs(call.driver, project.capabilities);
  const [callback, ...others] = node.arguments;
  const isGiven = options && memberNamed(options.properties, 'codecs');
  if (codecs && relations) return reportMissing(call, codecs.name, project);
  if (!codecs || !callback || isGiven || unwrap(callback) === options) return;
  const property = `codecs: ${drizzleImport(path, codecs.name, project, { module: codecs.module })}`;
  const style = project.styleOf(path);
  const [open, close] = style.bracketSpacing ? ['{ ', ' }'] : ['{', '}'];
  const config = others.findLast((argument) => !isCallback(argument, project));
  const first = options?.properties.find((each) => !changes.isRemoved(each, options.properties));
  if (!config) {
    const { end } = others.at(-1) ?? callback;
    changes.replace(path, end, end, `, ${open}${property}${close}`);
  } else if (options && first && unwrap(config) === options) {
    const start = first.getStart();
    changes.replace(path, start, start, property, separator(options, first, style));
  } else {
    const range = { start: config.getStart(), end: config.end };
    changes.replace(path, range.start, range.end, `${open}...`, range, `, ${property}${close}`);
  }
  changes.report('RQB_PROXY_CODECS', node, { name: codecs.name });
}

/**
 * A call that was written for v2 is only reported, because the callback may convert the values itself. Tables without
 * columns that need a conversion are fine.
 */
function reportMissing(call: ClientCall, name: string, { changes, databases, evaluator }: Project): void {
  const options = call.node.arguments.at(-1);
  const { names, complete } = options ? evaluator.keys(evaluator.evaluate(options)) : { names: [], complete: true };
  const tables = [...(databases.find(({ clients }) => clients.includes(call))?.tables.values() ?? [])];
  const isRead = tables.some(({ columns }) => [...columns.values()].some(({ type }) => isConverted.has(type)));
  if (complete && !names.includes('codecs') && isRead) changes.report('RQB_V2_PROXY_CODECS', call.node, { name });
}

/** The column types whose values differ from what the database delivers. */
const isConverted = new Set<Column['type']>(['date', 'boolean', 'bigint', 'json']);

/** Whether an argument is a function, written in place or referred to by a name. */
export function isCallback(argument: ts.Expression, project: Project): boolean {
  const inner = unwrap(argument);
  if (isFunction(inner)) return true;
  const value = project.evaluator.evaluate(inner);
  return value.kind === 'expression' && isFunction(value.node);
}
