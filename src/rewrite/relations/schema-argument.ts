import { dirname, relative } from '../../path.ts';
import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { propertyName } from '../../edits/style.ts';
import type { Database, Table, Value } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { isExported, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { isOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import type { NeededImport } from '../changes.ts';
import type { Project } from '../project.ts';
import { isRelationsOnly } from './relations-only.ts';
import { hasUnreadTables } from './unread-tables.ts';

/** The first argument of `defineRelations`: its code, and the imports that the code needs. */
export interface SchemaArgument {
  text: string;
  imports: NeededImport[];
}

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
  const asWritten = fromValue(value, database, isSafe, home, project);
  return asWritten || !isWhole ? asWritten : fromTables(database, isSafe, home, project);
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

/**
 * The name of a namespace import in `home`: the one it already has there, else the wanted one, with a number if it is
 * taken.
 */
function namespaceName(
  path: string,
  home: string,
  wanted: string,
  project: Project,
  used: ReadonlySet<string>,
): string {
  const file = project.sources.get(home)?.ast;
  for (const statement of file?.statements ?? []) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings && ts.isNamespaceImport(bindings) && targetOf(statement, project.resolver) === path)
      return bindings.name.text;
  }
  const isFree = (name: string) => !used.has(name) && name !== 'relations' && !(file && lookUp(name, file));
  if (isFree(wanted)) return wanted;
  for (let index = 1; ; index++) if (isFree(`${wanted}${index}`)) return `${wanted}${index}`;
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
 * The tables imported from the modules that define them, for schema objects that cannot be imported themselves. A
 * module whose exported tables are all wanted, under their own names, is imported as a namespace and spread. Undefined
 * when a table is not exported, or its module cannot be imported safely.
 */
function fromTables(
  database: Database,
  isSafe: (path: string) => boolean,
  home: string,
  project: Project,
): SchemaArgument | undefined {
  const parts: string[] = [];
  const imports: NeededImport[] = [];
  const byModule = new Map<string, [string, Table][]>();
  for (const [key, table] of database.tables)
    byModule.set(table.path, [...(byModule.get(table.path) ?? []), [key, table]]);
  const used = new Set<string>();
  for (const [path, tables] of byModule) {
    if (!isSafe(path)) return undefined;
    const names = tables.map(([key, table]) => [key, exportName(path, key, table, project)] as const);
    if (names.some(([, name]) => name === undefined)) return undefined;
    const exportedTables = project.evaluator
      .exportNames(path)
      .filter((name) => project.evaluator.exported(path, name)?.kind === 'table');
    const isWhole = names.every(([key, name]) => key === name) && exportedTables.length === names.length;
    if (isWhole && names.length > 1) {
      const local = namespaceName(path, home, byModule.size === 1 ? 'schema' : camelCase(path), project, used);
      used.add(local);
      imports.push({ from: path, name: '*', local, typeOnly: false });
      parts.push(`...${local}`);
    } else {
      for (const [key, name] of names) {
        imports.push({ from: path, name: name!, local: name!, typeOnly: false });
        parts.push(key === name ? key : `${propertyName(key, project.styleOf(home))}: ${name}`);
      }
    }
  }
  for (const { key, module, name } of fromPackages(database.schema.value, project)) {
    imports.push({ from: module, name, local: key, typeOnly: false });
    parts.push(key);
  }
  const [first] = parts;
  if (parts.length === 1 && first?.startsWith('...')) return { text: first.slice(3), imports };
  return { text: `{ ${parts.join(', ')} }`, imports };
}

/**
 * The members of a schema object that are imported from packages whose source is not available. They are passed on
 * whatever they are: v2 ignores what is no table, as v1 did.
 */
function fromPackages(value: Value, project: Project): { key: string; module: string; name: string }[] {
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return [];
  return value.node.properties.flatMap((property) => {
    const key = property.name && nameText(property.name);
    if (key === undefined || !/^[\w$]+$/.test(key)) return [];
    const member = project.evaluator.member(value, key);
    const isHere = member.kind !== 'external' || !isOutOfSight(member);
    return isHere || member.name.includes('.') ? [] : [{ key, module: member.module, name: member.name }];
  });
}

/** The name under which a module exports a table: preferably its key in the schema. */
function exportName(path: string, key: string, table: Table, project: Project): string | undefined {
  const isIt = (name: string) => {
    const value = project.evaluator.exported(path, name);
    return value?.kind === 'table' && isSameTable(value.table, table);
  };
  return isIt(key) ? key : project.evaluator.exportNames(path).find(isIt);
}

/** The name of a namespace for the tables of a file: `user-roles.ts` → `userRolesTables`. */
function camelCase(path: string): string {
  const [name = 'schema'] = path.split('/').slice(-1);
  const base = name.replace(/\.[^.]+$/, '').replace(/[-._](\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${base === 'index' ? 'schema' : base.replace(/\W/g, '')}Tables`;
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
