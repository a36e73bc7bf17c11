import { dirname, relative } from '../../path.ts';
import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import type { Database, Value } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { isExported, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { isOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import type { NeededImport } from '../changes.ts';
import type { Project } from '../project.ts';
import { isRelationsOnly } from './relations-only.ts';
import { fromTables, hasQueries, type SchemaArgument } from './schema-of-tables.ts';
import { namespaceName } from './table-names.ts';
import { hasUnreadTables } from './unread-tables.ts';

/**
 * The code and imports that give `defineRelations` the same tables under the same keys as v1's `schema`: the schema
 * itself where it can be imported, else the tables one by one. In v2 these keys are the names in `db.query` and in
 * `r.users`.
 *
 * @param home the file that will hold the relations
 * @returns undefined when every way to import the tables would load `home` or a file of a client again
 */
export function schemaArgument(database: Database, home: string, project: Project): SchemaArgument | undefined {
  const clients = new Set([home, ...database.clients.map(({ path }) => path)]);
  const isSafe = (path: string) => !reaches(path, clients, project);
  const { value } = database.schema;
  const isWhole = !hasUnreadTables(database, project);
  const isInside = (path: string) => !relative(dirname(home), path).startsWith('..');
  if (isWhole && value.kind === 'namespace' && !isInside(value.path)) {
    // A schema module in a folder above `home` is likely a barrel that may come to export the relations too. The module
    // of the tables is preferred when it is a single one beside `home`.
    const direct = fromTables(database, isSafe, home, project);
    const [from, ...others] = direct?.imports ?? [];
    if (from?.name === '*' && others.length === 0 && isInside(from.from)) return direct;
  }
  const asTables = () => (isWhole ? fromTables(database, isSafe, home, project) : undefined);
  const isQueriedBeside = [...database.tables.values()].some(({ path }) => hasQueries(path, project));
  if (value.kind === 'namespace' && isQueriedBeside)
    return asTables() ?? fromValue(value, database, isSafe, home, project);
  return fromValue(value, database, isSafe, home, project) ?? asTables();
}

/**
 * The schema as it is written: a namespace import of its module, the exported schema object, or the namespaces that the
 * object spreads. Undefined when none of these can be imported from `home`.
 */
function fromValue(
  value: Value,
  database: Database,
  isSafe: (path: string) => boolean,
  home: string,
  project: Project,
): SchemaArgument | undefined {
  if (value.kind === 'namespace') {
    if (!isSafe(value.path)) return undefined;
    const local = namespaceName(value.path, home, 'schema', project, new Set());
    return { text: local, imports: [{ from: value.path, name: '*', local, typeOnly: false }] };
  }
  if (value.kind !== 'expression') return undefined;
  const owner = exportedObject(value.node);
  if (owner && isSafe(owner.path)) {
    return { text: owner.name, imports: [{ from: owner.path, name: owner.name, local: owner.name, typeOnly: false }] };
  }
  if (!ts.isObjectLiteralExpression(value.node) || hasUnreadTables(database, project)) return undefined;
  const namespaces: { path: string; text: string }[] = [];
  for (const property of value.node.properties) {
    if (!ts.isSpreadAssignment(property)) {
      const name = property.name && nameText(property.name);
      const member = name === undefined ? undefined : project.evaluator.member(value, name);
      if (member && (member.kind === 'table' || isOutOfSight(member))) return undefined;
      continue;
    }
    const spread = project.evaluator.evaluate(property.expression, value.env);
    if (spread.kind !== 'namespace') return undefined;
    if (!hasTable(spread, database, project)) continue;
    if (!isSafe(spread.path)) return undefined;
    namespaces.push({ path: spread.path, text: property.expression.getText() });
  }
  return spreadNamespaces(namespaces, home, project);
}

/** Whether a namespace exports a table of the database. */
function hasTable(value: Value, database: Database, project: Project): boolean {
  const tables = [...database.tables.values()];
  return project.evaluator.keys(value).names.some((name) => {
    const member = project.evaluator.member(value, name);
    return member.kind === 'table' && tables.some((table) => isSameTable(table, member.table));
  });
}

/** Namespace imports for the modules that a schema object spreads, and the object that spreads them again. */
function spreadNamespaces(
  namespaces: readonly { path: string; text: string }[],
  home: string,
  project: Project,
): SchemaArgument | undefined {
  if (namespaces.length === 0) return undefined;
  const used = new Set<string>();
  const imports = namespaces.map(({ path, text }): NeededImport => {
    const wanted = namespaces.length === 1 || !/^\w+$/.test(text) ? 'schema' : text;
    const local = namespaceName(path, home, wanted, project, used);
    used.add(local);
    return { from: path, name: '*', local, typeOnly: false };
  });
  if (imports.length === 1) return { text: imports[0]!.local, imports };
  return { text: `{ ${imports.map(({ local }) => `...${local}`).join(', ')} }`, imports };
}

/** The exported constant whose value is this object literal. */
function exportedObject(node: ts.Node): { path: string; name: string } | undefined {
  const declaration = ts.findAncestor(node, ts.isVariableDeclaration);
  if (!declaration?.initializer || !ts.isIdentifier(declaration.name) || unwrap(declaration.initializer) !== node)
    return undefined;
  if (!isExported(declaration)) return undefined;
  return { path: node.getSourceFile().fileName, name: declaration.name.text };
}

/**
 * Whether importing `from` loads one of `targets`. Imports of files that hold v1 relations only are not followed,
 * because they are about to be removed.
 */
function reaches(from: string, targets: ReadonlySet<string>, project: Project): boolean {
  const seen = new Set<string>();
  const visit = (path: string): boolean => {
    if (seen.has(path)) return false;
    seen.add(path);
    const statements = project.sources.get(path)?.ast.statements ?? [];
    for (const statement of statements) {
      const target = isTypeOnly(statement) ? undefined : targetOf(statement, project.resolver);
      if (target === undefined || isRelationsOnly(target, project)) continue;
      if (targets.has(target) || visit(target)) return true;
    }
    return false;
  };
  return targets.has(from) || visit(from);
}

/** `import type` and `export type` load nothing at run time. */
function isTypeOnly(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true;
  return ts.isExportDeclaration(statement) && statement.isTypeOnly;
}
