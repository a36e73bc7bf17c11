import { basename, dirname, extname, join } from 'node:path';
import { ts } from '../ts.cts';
import { propertyName } from '../edits/style.ts';
import type { Table } from '../facts.ts';
import type { Database } from '../read/databases.ts';
import { lookUp } from '../read/scope.ts';
import { isSameTable } from '../read/same-table.ts';
import { isFunction, nameText, unwrap } from '../read/syntax.ts';
import type { Value } from '../read/value.ts';
import type { NeededImport } from './changes.ts';
import { newImports, usesRequire } from './import-statements.ts';
import { keepsV1 } from './kept-queries.ts';
import { placeBeforeClient, placeBesideTables } from './place-beside.ts';
import type { Project } from './project.ts';
import { specifierFor } from './specifier.ts';

/** Where the new relations go, and how they get at the schema. */
export interface Placement {
  /** Absolute path of the file. */
  path: string;
  /** Name of the exported constant. */
  name: string;
  /** `name` is a function that makes them. */
  isFunction?: boolean;
  /** The statement it replaces, when the file exists. */
  anchor: ts.VariableStatement | undefined;
  /** The statement it stands before, when the file exists and none is replaced. */
  before?: ts.Statement;
  /** It stands in a function, beside the schema and the client. */
  isLocal?: boolean;
  /** First argument of `defineRelations`. */
  schemaArgument: string;
  imports: NeededImport[];
  /** The same imports as text, for a new file (without the final semicolon). */
  importLines: string[];
  /** The project is CommonJS, and so must the new file be. */
  commonJs: boolean;
}

/** Chooses the file for a database's relations; undefined (with a finding) when every choice would import itself. */
export function placeRelations(database: Database, project: Project): Placement | undefined {
  const home = (!keepsV1(database, project) && existingHome(database, project)) || newHome(database, project);
  const argument = schemaArgument(database, home.path, project);
  if (!argument) {
    const [path = home.path] = [...database.tables.values()].map((table) => table.path);
    const beside = placeBesideTables(database, freeName(path, project), project);
    if (beside) return beside;
    const [client] = database.clients;
    const between = client && placeBeforeClient(database, freeName(client.path, project), project);
    if (between) return between;
    project.changes.report('RQB_MODULE_CYCLE', database.schema.node);
    return undefined;
  }
  project.resolver.plan(home.path);
  const commonJs = /\.c?js$/.test(home.path) && usesRequire(database.schema.node.getSourceFile());
  const { text, imports } = argument;
  const lines = importLines(imports, { path: home.path, commonJs }, project);
  return { ...home, schemaArgument: text, imports, importLines: lines, commonJs };
}

/** Imports as the text of a new file (without the final semicolon). */
export function importLines(
  imports: readonly NeededImport[],
  { path, commonJs }: Pick<Placement, 'path' | 'commonJs'>,
  project: Project,
): string[] {
  const specifier = (from: string) => (from.startsWith('/') ? specifierFor(path, from, project) : from);
  const needed = imports.map((item) => ({ ...item, specifier: specifier(item.from) }));
  return newImports(needed, { ...project.styleOf(path), semicolon: false }, commonJs);
}

type Home = Pick<Placement, 'path' | 'name' | 'anchor'>;

/**
 * The file that holds v1 relations and nothing the schema needs. Relations spread over several such files go to the
 * barrel that collects them, or to a new file, unless most of them are in one place already.
 */
function existingHome(database: Database, project: Project): Home | undefined {
  const counts = new Map<string, number>();
  for (const { path } of database.blocks) counts.set(path, (counts.get(path) ?? 0) + 1);
  const wanted = project.relationsFile;
  const candidates = [...counts].filter(([path]) =>
    wanted === undefined ? isRelationsOnly(path, project) : path === wanted,
  );
  const [best, ...others] = candidates.sort((a, b) => b[1] - a[1]);
  if (!best) return undefined;
  const [path, count] = best;
  if (others.length > 0) {
    const barrel = relationsBarrel(database, project);
    if (barrel) return { path: barrel, name: 'relations', anchor: undefined };
    if (count * 2 <= database.blocks.length) return undefined;
  }
  const block = database.blocks.find((candidate) => candidate.path === path);
  const anchor = block?.declaration && ts.findAncestor(block.declaration, ts.isVariableStatement);
  return { path, name: freeName(path, project), anchor };
}

/** A module that only re-exports files of v1 relations. */
function relationsBarrel(database: Database, project: Project): string | undefined {
  const own = new Set(database.blocks.map(({ path }) => path));
  const barrels = project.sources.parsed().filter(({ path, ast }) => {
    if (own.has(path) || ast.statements.length === 0) return false;
    return ast.statements.every(ts.isExportDeclaration) && isRelationsOnly(path, project);
  });
  const size = (ast: ts.SourceFile) => ast.statements.length;
  return barrels.sort((a, b) => size(b.ast) - size(a.ast))[0]?.path;
}

/** Whether all a module does is to define or collect v1 relations (and perhaps types): nothing in it is a table or a client. */
export function isRelationsOnly(path: string, project: Project, seen = new Set<string>()): boolean {
  const module = project.sources.get(path);
  if (!module || seen.has(path)) return false;
  seen.add(path);
  const isBlockCall = (node: ts.Node | undefined) =>
    node !== undefined && ts.isCallExpression(node) && project.scan.blocks.has(node);
  const isBlock = ({ initializer }: ts.VariableDeclaration) => isBlockCall(initializer);
  const { statements } = module.ast;
  const isRelations = (statement: ts.Statement): boolean => {
    if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier: from } = statement;
      if (!from || !ts.isStringLiteral(from)) return exportedNodes(statement, project).every(isBlockCall);
      const target = project.resolver.resolve(path, from.text);
      return target !== undefined && isRelationsOnly(target, project, seen);
    }
    return ts.isVariableStatement(statement) && statement.declarationList.declarations.every(isBlock);
  };
  const isNeutral = (statement: ts.Statement) =>
    ts.isImportDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    (ts.isExportDeclaration(statement) && isEmptyList(statement));
  const others = statements.filter((statement) => !isNeutral(statement));
  return others.length > 0 && others.every(isRelations);
}

/** `export {}` */
function isEmptyList({ exportClause }: ts.ExportDeclaration): boolean {
  return exportClause !== undefined && ts.isNamedExports(exportClause) && exportClause.elements.length === 0;
}

/** What the names of an `export { a, b }` stand for; undefined where it is no expression. */
export function exportedNodes({ exportClause }: ts.ExportDeclaration, { evaluator }: Project): (ts.Node | undefined)[] {
  if (!exportClause || !ts.isNamedExports(exportClause)) return [undefined];
  return exportClause.elements.map(({ name, propertyName }) => {
    const value = evaluator.evaluate(propertyName ?? name);
    return value.kind === 'expression' ? value.node : undefined;
  });
}

function newHome(database: Database, project: Project): Home {
  const schemaPath = schemaModule(database);
  const extension = extname(schemaPath);
  const folder = dirname(schemaPath);
  const isTaken = (path: string) => project.sources.exists(path) || project.changes.created().has(path);
  const wanted = project.relationsFile;
  const isBeside = (other: Database) => {
    const module = other.migrated ? schemaPath : schemaModule(other);
    return module !== schemaPath && dirname(module) === folder;
  };
  // `mysql.ts` and `sqlite-schema.ts` side by side: `mysql-relations.ts`, `sqlite-relations.ts`.
  const prefix = basename(schemaPath, extension).replace(/[-._]?schema$/i, '');
  const own = prefix !== '' && project.databases.some(isBeside) ? [`${prefix}-relations`] : [];
  const names = [...own, 'relations', 'drizzle-relations', 'relations-v2', 'relations2', 'relations3', 'relations4'];
  const path =
    wanted ??
    names.map((name) => join(folder, name + extension)).find((candidate) => !isTaken(candidate)) ??
    join(folder, `relations5${extension}`);
  return { path, name: 'relations', anchor: undefined };
}

/** The module the schema object is, or the one that holds most of its tables. */
function schemaModule(database: Database): string {
  const { value } = database.schema;
  if (value.kind === 'namespace') return value.path;
  const counts = new Map<string, number>();
  // A table that a function makes is at home where the function is called.
  const called = (value.kind === 'expression' ? value.node : database.schema.node).getSourceFile().fileName;
  for (const table of database.tables.values()) {
    const path = ts.findAncestor(table.node, isFunction) ? called : table.path;
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

function freeName(path: string, project: Project): string {
  const file = project.sources.get(path)?.ast;
  const names = ['relations', 'dbRelations', 'schemaRelations'];
  const isFree = (name: string) => {
    const isTaken = [...project.placements.values()].some((other) => other?.path === path && other.name === name);
    if (isTaken) return false;
    const declaration = file && lookUp(name, file);
    const isLeaving = project.kept.size === 0 && declaration && ts.isImportSpecifier(declaration);
    return !declaration || (isLeaving && name === 'relations');
  };
  return names.find(isFree) ?? 'drizzleRelations';
}

interface SchemaArgument {
  text: string;
  imports: NeededImport[];
}

/** The code and imports that give `defineRelations` the same tables under the same keys as v1's `schema`. */
function schemaArgument(database: Database, home: string, project: Project): SchemaArgument | undefined {
  const clients = new Set([home, ...database.clients.map(({ path }) => path)]);
  const isSafe = (path: string) => !reaches(path, clients, project);
  const { value } = database.schema;
  return fromValue(value, database, isSafe, home, project) ?? fromTables(database, isSafe, home, project);
}

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
  if (!ts.isObjectLiteralExpression(value.node)) return undefined;
  const namespaces: { path: string; text: string }[] = [];
  for (const property of value.node.properties) {
    if (!ts.isSpreadAssignment(property)) {
      const name = property.name && nameText(property.name);
      const member = name === undefined ? undefined : project.evaluator.member(value, name);
      if (member?.kind === 'table') return undefined;
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

function hasTable(value: Value, database: Database, project: Project): boolean {
  const tables = [...database.tables.values()];
  return project.evaluator.keys(value).names.some((name) => {
    const member = project.evaluator.member(value, name);
    return member.kind === 'table' && tables.some((table) => isSameTable(table, member.table));
  });
}

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

/** The namespace's name in `home`: the one it already has there, else the wanted one, made unique. */
function namespaceName(
  path: string,
  home: string,
  wanted: string,
  project: Project,
  used: ReadonlySet<string>,
): string {
  const file = project.sources.get(home)?.ast;
  for (const statement of file?.statements ?? []) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (
      bindings &&
      ts.isNamespaceImport(bindings) &&
      project.resolver.resolve(home, statement.moduleSpecifier.text) === path
    )
      return bindings.name.text;
  }
  const isFree = (name: string) => !used.has(name) && name !== 'relations' && !(file && lookUp(name, file));
  if (isFree(wanted)) return wanted;
  for (let index = 1; ; index++) if (isFree(`${wanted}${index}`)) return `${wanted}${index}`;
}

/** The exported constant that an object literal is the value of. */
function exportedObject(node: ts.Node): { path: string; name: string } | undefined {
  const declaration = ts.findAncestor(node, ts.isVariableDeclaration);
  if (!declaration?.initializer || !ts.isIdentifier(declaration.name) || unwrap(declaration.initializer) !== node)
    return undefined;
  if (!(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export)) return undefined;
  return { path: node.getSourceFile().fileName, name: declaration.name.text };
}

/** Straight from the modules that define the tables, for schema objects that cannot be taken as they are. */
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
  const [first] = parts;
  if (parts.length === 1 && first?.startsWith('...')) return { text: first.slice(3), imports };
  return { text: `{ ${parts.join(', ')} }`, imports };
}

function exportName(path: string, key: string, table: Table, project: Project): string | undefined {
  const isIt = (name: string) => {
    const value = project.evaluator.exported(path, name);
    return value?.kind === 'table' && isSameTable(value.table, table);
  };
  return isIt(key) ? key : project.evaluator.exportNames(path).find(isIt);
}

function camelCase(path: string): string {
  const [name = 'schema'] = path.split('/').slice(-1);
  const base = name.replace(/\.[^.]+$/, '').replace(/[-._](\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${base === 'index' ? 'schema' : base.replace(/\W/g, '')}Tables`;
}

/** Whether importing `from` would import one of `targets`; edges to files that only define relations are about to be cut. */
function reaches(from: string, targets: ReadonlySet<string>, project: Project): boolean {
  const seen = new Set<string>();
  const visit = (path: string): boolean => {
    if (seen.has(path)) return false;
    seen.add(path);
    const module = project.sources.get(path);
    for (const specifier of module ? importedSpecifiers(module.ast) : []) {
      const target = project.resolver.resolve(path, specifier);
      if (target === undefined || isRelationsOnly(target, project)) continue;
      if (targets.has(target) || visit(target)) return true;
    }
    return false;
  };
  return targets.has(from) || visit(from);
}

function importedSpecifiers(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly) return [];
    return statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [];
  });
}
