import { legacyRelations } from '../../drizzle/moved-exports.ts';
import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { takesSchema } from '../../drizzle/drivers.ts';
import type { Edit } from '../../edits/edit.ts';
import type { ClientCall, Env, QuerySite } from '../../facts.ts';
import type { Held } from '../../read/sites/held.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { isQueryKey } from '../../read/sites/query-key.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { callsOf } from '../conditions/calls-of.ts';
import { noEnv, type Evaluator } from '../../read/values/value.ts';
import { reportFailingComparisons } from '../sql/failing-comparisons.ts';
import { checkFilter } from './filter-hazards.ts';
import type { ReportHazard } from './report-hazard.ts';
import { checkCallbacks, checkOrderKeys } from './key-hazards.ts';
import { checkWindow } from './window-hazards.ts';
import { isOnV2, type Project } from '../project.ts';
import { isV2Query } from '../queries/legacy-name.ts';
import { givenValues } from '../queries/given-values.ts';
import { membersOf, type QueryLevel } from '../queries/query-members.ts';
import { reportRawPrecedence } from '../sql/raw-precedence.ts';
import { queryId } from '../units.ts';

/**
 * Reports what stays dangerous after the planned edits, also in code written for v2: what v2 ignores without an error,
 * so that every row comes back, and what it refuses only when the query runs. Code that an edit replaces is not
 * reported.
 */
export function reportHazards(project: Project): void {
  const { scan, databases, placements, evaluator } = project;
  const report = reportOfRest(project);
  for (const site of scan.sites) evaluator.spendOn(site.path, () => checkSite(site, project, report));
  for (const client of scan.clients) checkClient(client, project, report);
  const isOpen = databases.some(({ migrated }) => !migrated);
  for (const { node, held } of isOpen ? scan.escapes : []) {
    if (isDrizzles(held, project) && !isFollowed(node, project)) report('RQB_QUERY_ESCAPES', node);
  }
  if (databases.length > 0) for (const call of scan.unseen) report('RQB_QUERY_UNSEEN', call);
  for (const call of isOpen ? scan.perhaps : []) report('RQB_QUERY_PERHAPS', call);
  reportFailingComparisons(project, report);
  if (databases.length > 0 && !isOnV2(project)) reportRawPrecedence(project, report);
  for (const block of scan.blocks.values()) {
    const known = [...databases, ...placements.keys()];
    const isKnown = known.some(({ blocks }) => blocks.some(({ node }) => node === block.node));
    if (!isKnown) report('RQB_V2_RELATIONS_LEFT', block.node);
  }
  checkImports(project, report);
}

/** Makes the function that reports what no edit replaces. */
function reportOfRest({ changes }: Project): ReportHazard {
  const edits = new Map<string, Edit[]>();
  /** Whether an edit replaces a node. Ranges that the edit keeps do not count, nor does a renaming of `db.query`. */
  const isRewritten = (node: ts.Node): boolean => {
    const { fileName } = node.getSourceFile();
    if (!edits.has(fileName)) edits.set(fileName, changes.edits(fileName));
    const from = node.getStart();
    // Ranges that an edit keeps are not rewritten.
    const isKept = ({ pieces }: Edit) =>
      pieces.some((piece) => typeof piece !== 'string' && piece.start <= from && piece.end >= node.end);
    const { text } = node.getSourceFile();
    // Nor is a query whose `db._query` an edit renames to `db.query`.
    const isName = ({ start, end }: Edit) => isQueryKey(text.slice(start, end).replace(/['"`]/g, ''));
    return edits
      .get(fileName)!
      .some((edit) => edit.start < node.end && edit.end > from && !isKept(edit) && !isName(edit));
  };
  return (code, node, detail, cause = node) => {
    if (!isRewritten(node) && !isRewritten(cause)) changes.report(code, node, detail);
  };
}

/** Checks the configuration of a query that is on v2 after this run. */
function checkSite(site: QuerySite, project: Project, report: ReportHazard): void {
  const { placements, evaluator, capabilities } = project;
  const givenFor = (node: ts.Expression) => givenValues(node, project);
  const { undefinedThrows: throwsOnUndefined } = capabilities;
  const database = project.databaseOf(site);
  const table = site.key === undefined ? undefined : database?.tables.get(site.key);
  const isLeft = database && !database.migrated && !placements.get(database);
  if (!site.config || !database || !table || isLeft || project.kept.has(queryId(site))) return;
  const level = { database, table, tableKey: site.key! };
  const config = unwrap(site.config);
  const isFirst = site.method === 'findFirst';
  for (const { name, value, env, ...place } of membersOf(site.config, noEnv, level, evaluator)) {
    if (ts.isMethodDeclaration(value)) continue;
    if (name === 'where') checkFilter(value, env, { ...place, evaluator, givenFor, throwsOnUndefined, report });
    else if (name === 'orderBy') checkOrder(value, env, place, evaluator, report);
    else if (name === 'extras') checkExtras(value, env, place, project, report);
    else if (isV2Query({ database, site }) && !(isFirst && value.parent.parent === config))
      checkWindow(name, value, place.table, project, report);
  }
}

/** Checks an `orderBy`: v2 takes no array of objects, and no direction but `asc` and `desc`. */
function checkOrder(
  node: ts.Expression,
  env: Env,
  level: QueryLevel,
  evaluator: Evaluator,
  report: ReportHazard,
): void {
  checkCallbacks(node, env, level, evaluator, report);
  for (const leaf of leavesOf(node, env, evaluator)) {
    if (ts.isArrayLiteralExpression(leaf.node) && leaf.node.elements.some((element) => isObject(element)))
      report('RQB_V2_ORDER_ARRAY', node);
    if (!ts.isObjectLiteralExpression(leaf.node)) continue;
    checkOrderKeys(leaf.node, level, report);
    for (const property of leaf.node.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      for (const direction of leavesOf(property.initializer, leaf.env, evaluator)) {
        if (!ts.isStringLiteralLike(direction.node) || isDirection(direction.node.text)) continue;
        report('RQB_V2_ORDER_DIRECTION', property, { direction: direction.node.text });
      }
    }
  }
}

/** Whether an `error` says already why the extras of a query stay as they are. */
function isRefused({ parent }: ts.Expression, { changes }: Project): boolean {
  const file = parent.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(parent.getStart());
  return changes
    .findings()
    .some(
      (finding) =>
        ['RQB_CONFIG_OPAQUE', 'RQB_EXTRAS_STATEMENTS'].includes(finding.code) &&
        finding.file === file.fileName &&
        finding.line === line + 1 &&
        finding.column === character + 1,
    );
}

/** Checks `extras`: v2 silently ignores a function in place of the object. */
function checkExtras(node: ts.Expression, env: Env, level: QueryLevel, project: Project, report: ReportHazard): void {
  for (const leaf of leavesOf(node, env, project.evaluator)) {
    if (isFunction(leaf.node) && !isRefused(node, project)) report('RQB_V2_EXTRAS_FUNCTION', node);
    for (const extra of ts.isObjectLiteralExpression(leaf.node) ? leaf.node.properties : []) {
      const value = propertyValue(extra);
      if (value) checkCallbacks(value, leaf.env, level, project.evaluator, report);
    }
  }
}

/** Reports a `schema` option that is left at a client whose driver no longer reads it. */
function checkClient(client: ClientCall, project: Project, report: ReportHazard): void {
  const { placements, capabilities } = project;
  const database = project.databases.find(({ clients }) => clients.includes(client));
  const isLeft = database && !database.migrated && !placements.get(database);
  // Some releases read `schema` beside `relations`, for v1's queries under `db._query`.
  const isRead = (database || client.relations) && takesSchema(client.driver, capabilities);
  if (client.schemaProperty && !isLeft && !isRead) report('RQB_V2_SCHEMA_OPTION', client.schemaProperty);
}

/**
 * Reports imports of `drizzle-orm/_relations`: they still resolve, but no driver of the release uses what they
 * export.
 */
function checkImports({ scan, sources, capabilities }: Project, report: ReportHazard): void {
  if (scan.clients.some(({ driver }) => takesSchema(driver, capabilities))) return;
  for (const { ast } of sources.parsed()) {
    for (const statement of ast.statements) {
      if (specifierOf(statement) === legacyRelations)
        report('RQB_V2_RELATIONS_IMPORT', (statement as ts.ImportDeclaration).moduleSpecifier);
    }
  }
}

/**
 * Whether something called `query` is Drizzle's: it has one of the tables, or belongs to a client. Requests and routers
 * have a `query` too.
 */
function isDrizzles(held: Held, { databases, evaluator, scan }: Project): boolean {
  if (held.kind === 'table' && held.key !== undefined) return databases.some(({ tables }) => tables.has(held.key!));
  if (!isAccess(held.node)) return false;
  const owner = evaluator.evaluate(held.node.expression);
  return owner.kind === 'expression' && scan.clients.some(({ node }) => node === owner.node);
}

/**
 * Whether a call is one of a parameter for which all callers pass a function in place. What it passes to them was
 * followed there.
 */
function isFollowed(call: ts.Node, project: Project): boolean {
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : call;
  const parameter = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
  if (!parameter || !ts.isParameter(parameter) || !isFunction(parameter.parent)) return false;
  const index = parameter.parent.parameters.indexOf(parameter);
  const uses = callsOf(parameter.parent, project);
  return uses?.calls.every((use) => use.arguments[index] && isFunction(use.arguments[index])) ?? false;
}

function isObject(node: ts.Node): boolean {
  return ts.isObjectLiteralExpression(unwrap(node));
}

/** Whether a text is a direction of v2; relations are ordered by an aggregate, `desc(count)`. */
function isDirection(text: string): boolean {
  return /^(?:asc|desc)(?:\((?:min|max|count|avg|first)\))?$/.test(text);
}
