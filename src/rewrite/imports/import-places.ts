import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { distance, specifierOrder, type Order } from './import-order.ts';
import { sharedLength } from '../../path.ts';
import { commentedStart } from '../statements.ts';

/** An existing import statement that new ones are placed among. */
export interface KnownImport {
  statement: ts.Statement;
  specifier: string;
  /** Nothing of it is left, so it will be removed. */
  isGone: boolean;
}

/** Where a new import goes: before or after a statement, or in its place. */
export interface ImportPlace {
  statement: ts.Statement;
  side: 'before' | 'after' | 'instead';
}

/**
 * The place of a new import of `specifier` among the imports of a file (of which there must be at least one). Reference
 * is the import with the most similar specifier: if the block of imports around it is sorted, the new one goes where
 * the order wants it, else behind that import, or in its place if it is removed.
 */
export function placeFor(specifier: string, imports: readonly KnownImport[]): ImportPlace {
  const relatives = relativesOf(specifier, imports);
  const nearest = relatives.findLast(({ isGone }) => isGone) ?? relatives.at(-1);
  if (!nearest) return betweenOthers(specifier, imports);
  const run = runOf(nearest, imports);
  // Two imports are always in some order, so they do not show that the list is sorted.
  const order = run.length > 2 ? specifierOrder(run.map((other) => other.specifier)) : undefined;
  return order ? sortedPlace(specifier, run, order) : beside(nearest, 'after');
}

/**
 * The imports whose specifiers share the most leading parts with the given one. Only imports of the same kind (package,
 * alias, relative path) count, so the list may be empty.
 */
function relativesOf(specifier: string, imports: readonly KnownImport[]): KnownImport[] {
  const kind = (name: string) => Math.min(distance(name), 3);
  const alike = imports.filter((other) => kind(other.specifier) === kind(specifier));
  const parts = specifier.split('/');
  const shared = (other: KnownImport) => {
    const own = other.specifier.split('/');
    return sharedLength(own, parts) + (other.specifier === specifier ? 1 : 0);
  };
  const most = Math.max(...alike.map(shared));
  return alike.filter((other) => shared(other) === most);
}

/** The place among imports of other kinds: behind the last one that is not closer to the file than the new one. */
function betweenOthers(specifier: string, imports: readonly KnownImport[]): ImportPlace {
  const above = imports.findLast((other) => distance(other.specifier) <= distance(specifier));
  return above ? beside(above, 'after') : beside(imports[0]!, 'before');
}

/** The place in a sorted block. */
function sortedPlace(specifier: string, run: readonly KnownImport[], order: Order): ImportPlace {
  const index = run.findIndex((other) => order(other.specifier, specifier) > 0);
  const above = index < 0 ? run.at(-1) : run[index - 1];
  const below = run[index];
  if (below?.isGone && !above?.isGone) return beside(below, 'before');
  // A comment above the first import of a block belongs to that import or heads the block, so the new one goes below.
  const isTitled = below && /(?:\*\/|\/\/[^\n]*)\r?\n[ \t]*$/.test(textAbove(below.statement));
  return above ? beside(above, 'after') : beside(below!, isTitled ? 'after' : 'before');
}

/** A place beside an import, or in its place if it is removed. */
function beside({ statement, isGone }: KnownImport, side: 'before' | 'after'): ImportPlace {
  return { statement, side: isGone ? 'instead' : side };
}

/** The block of imports around one, up to the next blank line, comment or other statement. */
function runOf(one: KnownImport, imports: readonly KnownImport[]): KnownImport[] {
  const { statements } = one.statement.getSourceFile();
  const indexOf = ({ statement }: KnownImport) => statements.indexOf(statement);
  const isJoined = (lower: KnownImport, upper: KnownImport) =>
    indexOf(lower) === indexOf(upper) + 1 && /^[^\n]*\r?\n[ \t]*$/.test(textAbove(lower.statement));
  let run: KnownImport[] = [];
  for (const [index, current] of imports.entries()) {
    const previous = imports[index - 1];
    if (!previous || !isJoined(current, previous)) {
      if (run.includes(one)) break;
      run = [];
    }
    run.push(current);
  }
  return run;
}

/** The text between the previous statement and this one. */
function textAbove(statement: ts.Statement): string {
  return statement.getSourceFile().text.slice(statement.pos, statement.getStart());
}

/** Comments that are about the file, also without a blank line below them: licences, paths, directives for all of it. */
const aboutFile =
  /^#!|@(?:file|fileoverview|license|module|packageDocumentation|jsx|ts-(?:no)?check|vitest-|jest-)|copyright|SPDX|@generated|^\/\*\s*(?:global|eslint-)|^\/\/\s*(?:eslint-disable\s*$|\S*\/\S*\.\w+\s*$)/i;

/**
 * Where the first import of a file without imports goes: above the comments of its first statement, below those that
 * are about the file.
 */
export function startBelowHead(first: ts.Statement): number {
  const start = commentedStart(first);
  return aboutFile.test(first.getSourceFile().text.slice(start, first.getStart())) ? first.getStart() : start;
}

/**
 * The module that an import statement, or a variable statement with `require()`, names. Undefined for other statements
 * and for imports without names (`import './setup'`).
 */
export function importedModule(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement)) return statement.importClause && specifierOf(statement);
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const call = declaration?.initializer;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'require') return undefined;
  const [argument] = call.arguments;
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}
