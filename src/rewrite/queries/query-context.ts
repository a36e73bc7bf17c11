import { ts } from '../../ts.cts';
import { dynamicKey, type Env, type QuerySite, type Table, type Value } from '../../facts.ts';
import type { QueryContext } from '../../filter/context.ts';
import { createObjectMembers, functionOfMember } from '../../read/object-members.ts';
import type { Resolver } from '../../read/resolve.ts';
import { isJavaScript } from '../../read/sources.ts';
import { isFunction, type FunctionNode } from '../../read/syntax.ts';
import { noEnv } from '../../read/value.ts';
import type { Mark } from '../changes.ts';
import { keepListSql, rewriteConditionList } from '../conditions/condition-list.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import { rewriteFilterHelper } from '../conditions/filter-helper.ts';
import { noteSql, noteUse } from '../conditions/filter-holders.ts';
import { givenCallback } from './given-callbacks.ts';
import { isHeldFilter } from './held-config.ts';
import { keepHoistedSql, rewriteHoistedFilter } from '../conditions/hoisted.ts';
import type { Level, SiteUse } from '../level.ts';
import type { Project } from '../project.ts';

/** Whether the compiler looks at the types of a file. */
function isChecked(file: ts.SourceFile, resolver: Resolver): boolean {
  return !isJavaScript(file) || resolver.checksJavaScript(file.fileName) || /^\s*\/\/\s*@ts-check\b/m.test(file.text);
}

/** What a query is run with, when a place is inside of it. */
function clientAround(place: ts.Node, { node, query }: QuerySite): ts.Expression | undefined {
  const isInside = ts.findAncestor(place, (outer) => outer === node) !== undefined;
  return isInside && ts.isPropertyAccessExpression(query) && /^[\w$.]+$/.test(query.expression.getText())
    ? query.expression
    : undefined;
}

/** The context in which the conditions of one level are read. */
export function makeQueryContext(place: ts.Node, level: Level, use: SiteUse, project: Project): QueryContext {
  const path = place.getSourceFile().fileName;
  const context: QueryContext = {
    evaluator: project.evaluator,
    capabilities: project.capabilities,
    table: level.table,
    tableKey: level.tableKey,
    env: level.env,
    client: clientAround(place, level.site),
    callback: undefined,
    strict: project.resolver.isStrict(path),
    javascript: isJavaScript(place.getSourceFile()),
    checked: isChecked(place.getSourceFile(), project.resolver),
    hoisted: level.isHoisted,
    // Most conditions need none, and a file's style is read off its whole text.
    get quote() {
      return project.styleOf(path).quote;
    },
    isRoot: level.isRoot,
    report: (code, node, detail) => project.changes.report(code, node, detail),
    fail(code, node, detail) {
      project.changes.report(code, node, detail);
      use.failed = true;
    },
    givenCallback: (node) => givenCallback(node, project),
    methodOf: ({ expression, name }) => functionOfMember(createObjectMembers(project).memberOf(expression, name.text)),
    need: (name) => drizzleImport(path, name, project),
    used: (form) => void use.forms.add(form),
    // Its filters would have to be typed by a table that has no name.
    rewriteList: (declaration) =>
      level.tableKey === dynamicKey ? undefined : rewriteConditionList(declaration, context, level, project),
    rewriteHoisted: (declaration) => rewriteHoistedFilter(declaration, context, level, project),
    rewriteHelper: (call) =>
      rewriteFilterHelper(call, level, project, (fn) =>
        makeQueryContext(fn, { ...level, env: noEnv, isHoisted: false }, use, project),
      ),
    isHeldFilter: (access) => isHeldFilter(access, level, project),
    noteUse: (node) => noteUse(node, project),
    noteSql: (node) => noteSql(node, project),
    mark: () => project.changes.mark(),
    keepSql(mark, declarations) {
      project.changes.restore(mark as Mark);
      const kept = declarations.map((each) => [keepHoistedSql(each, project), keepListSql(each, project)]);
      return kept.flat().every(Boolean);
    },
  };
  return context;
}

/** The context inside a callback `(table, operators) => …`: its parameters stand for this level's table and Drizzle's operators. */
export function enterCallback(fn: ts.Node, context: QueryContext): QueryContext {
  return isFunction(fn) ? { ...context, env: callbackEnv(fn, context.table, context.env), callback: fn } : context;
}

/** What is known inside a callback that is given a table and Drizzle's operators. */
export function callbackEnv(fn: FunctionNode, table: Table, outer: Env): Env {
  const [tableParameter, operatorsParameter] = fn.parameters;
  const env = new Map<ts.Node, Value>(outer);
  if (tableParameter) env.set(tableParameter, { kind: 'table', table });
  if (operatorsParameter) env.set(operatorsParameter, { kind: 'external', module: 'drizzle-orm', name: '*' });
  return env;
}
