import { ts } from '../../ts.cts';
import { dynamicKey, type Env, type QuerySite, type Table, type Value } from '../../facts.ts';
import type { QueryContext } from '../../filter/context.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import type { Resolver } from '../../read/modules/resolve.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isConst, isFunction, propertyValue, type FunctionNode } from '../../read/syntax/syntax.ts';
import { typeOfParameter } from '../../read/types/contextual-type.ts';
import { typesOfValue } from '../../read/types/types-of-value.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { noEnv } from '../../read/values/value.ts';
import { rewriteConditionList } from '../conditions/condition-list.ts';
import { drizzleImport, keep } from '../imports/drizzle-import.ts';
import { memberUsed } from '../conditions/class-members.ts';
import { rewriteFilterHelper } from '../conditions/filter-helper.ts';
import { noteSql, noteUse } from '../conditions/filter-holders.ts';
import { givenCallback } from './given-callbacks.ts';
import { givenValues } from './given-values.ts';
import { passedValues } from './passed-values.ts';
import { isHeldFilter } from './held-config.ts';
import { isHeldMember } from '../conditions/held-members.ts';
import { rewriteHoistedFilter } from '../conditions/hoisted.ts';
import type { Level, SiteUse } from '../level.ts';
import { placeText } from '../place-text.ts';
import type { Project } from '../project.ts';

/** Whether a type checker reads a file: TypeScript, or JavaScript with `checkJs` or `@ts-check`. */
function isChecked(file: ts.SourceFile, resolver: Resolver): boolean {
  return !isJavaScript(file) || resolver.checksJavaScript(file.fileName) || /^\s*\/\/\s*@ts-check\b/m.test(file.text);
}

/**
 * The expression of the client that runs a query (`db` of `db.query.users.findMany(…)`), when a place is inside of the
 * query; `undefined` for any other place.
 */
function clientAround(place: ts.Node, { node, query }: QuerySite): ts.Expression | undefined {
  const isInside = ts.findAncestor(place, (outer) => outer === node) !== undefined;
  return isInside && ts.isPropertyAccessExpression(query) && /^[\w$.]+$/.test(query.expression.getText())
    ? query.expression
    : undefined;
}

/** See `QueryContext.initializerElsewhere`. */
function initializerElsewhere(node: ts.Expression, project: Project): ts.Expression | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const member = createObjectMembers(project).memberOf(node.expression, node.name.text);
    return member && ts.isObjectLiteralElementLike(member) ? propertyValue(member) : undefined;
  }
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration || !(ts.isImportSpecifier(declaration) || ts.isImportClause(declaration))) return undefined;
  const origin = declarationOfName(node as ts.Identifier, project);
  return origin && ts.isVariableDeclaration(origin) && isConst(origin) ? origin.initializer : undefined;
}

/**
 * What `src/filter/` has to know to read and write the conditions of one level, with callbacks into the rules that
 * rewrite constants, lists and helper functions.
 *
 * @param place the node whose file the code is written to
 * @param use its `failed` is set by `context.fail`, its `forms` by `context.used`
 */
export function makeQueryContext(place: ts.Node, level: Level, use: SiteUse, project: Project): QueryContext {
  const path = place.getSourceFile().fileName;
  /** The context of the same level at another place. */
  const contextIn = (other: ts.Node) =>
    makeQueryContext(other, { ...level, env: noEnv, isHoisted: false }, use, project);
  const context: QueryContext = {
    evaluator: project.evaluator,
    capabilities: project.capabilities,
    table: level.table,
    tableKey: level.tableKey,
    env: level.env,
    client: clientAround(place, level.site),
    callback: undefined,
    strict: project.resolver.isStrict(path),
    indexesChecked: project.resolver.checksIndexes(path),
    javascript: isJavaScript(place.getSourceFile()),
    checked: isChecked(place.getSourceFile(), project.resolver),
    hoisted: level.isHoisted,
    // Read on demand: most conditions need no quotes, and a file's style is read off its whole text.
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
    initializerElsewhere: (node) => initializerElsewhere(node, project),
    givenValues: (node) => givenValues(node, project) ?? [],
    passedValues: (node) =>
      passedValues(node, project).map((passed) => ({
        ...passed,
        context: contextIn(passed.value),
        place: placeText(passed.value, path),
      })),
    memberOf: ({ expression, name }) => createObjectMembers(project).memberOf(expression, name.text),
    typeOfParameter: (parameter) => typeOfParameter(parameter, createObjectMembers(project), project),
    typesOf: (node) => typesOfValue(node, createObjectMembers(project), project),
    need: (name) => drizzleImport(path, name, project, { place }),
    keepDeclared: (declaration) => keep(declaration, project),
    used: (form) => void use.forms.add(form),
    // The type of a list of filters names its table, which a table chosen at run time has not.
    rewriteList: (declaration) =>
      level.tableKey === dynamicKey ? undefined : rewriteConditionList(declaration, context, level, project),
    rewriteHoisted: (declaration) => rewriteHoistedFilter(declaration, context, level, project),
    rewriteHelper: (call) => rewriteFilterHelper(call, level, project, contextIn),
    isHeldFilter(access) {
      if (isHeldFilter(access, level, project)) return true;
      const member = level.tableKey === dynamicKey ? undefined : memberUsed(access, access.name.text, project);
      return (
        member !== undefined && isHeldMember(member) && rewriteHoistedFilter(member, contextIn(member), level, project)
      );
    },
    noteUse: (node) => noteUse(node, project),
    noteSql: (node) => noteSql(node, project),
  };
  return context;
}

/**
 * The context inside a v1 callback `(table, operators) => …`: its parameters stand for this level's table and for
 * drizzle-orm's operators. For a node that is no function, the context itself.
 */
export function enterCallback(fn: ts.Node, context: QueryContext): QueryContext {
  return isFunction(fn) ? { ...context, env: callbackEnv(fn, context.table, context.env), callback: fn } : context;
}

/** The environment inside a v1 callback: the outer one, with the callback's two parameters bound. */
export function callbackEnv(fn: FunctionNode, table: Table, outer: Env): Env {
  const [tableParameter, operatorsParameter] = fn.parameters;
  const env = new Map<ts.Node, Value>(outer);
  if (tableParameter) env.set(tableParameter, { kind: 'table', table });
  if (operatorsParameter) env.set(operatorsParameter, { kind: 'external', module: 'drizzle-orm', name: '*' });
  return env;
}
