import { specifierOf, targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import type { Database, Relation, RelationsBlock } from '../../facts.ts';
import { resolveRelations } from '../../read/schema/resolve-relations.ts';
import { findSchemaFactories, type SchemaFactory } from '../../read/schema/schema-factories.ts';
import { isSameTable, keyOfTable } from '../../read/schema/same-table.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import type { NeededImport } from '../changes.ts';
import type { Project } from '../project.ts';
import type { SharedPlan, SharedRelations } from '../shared-plan.ts';

/**
 * Decides what becomes of functions that return tables together with v1 relations (schema factories). When several
 * databases, another package, or nobody in sight calls one, it gets a companion function for its relations
 * (`getRelations` beside `getSchema`). With one caller in its own package it does not: the relations are then written
 * at the caller, like all others.
 */
export function planSharedRelations(project: Project): SharedPlan {
  const factories = findSchemaFactories(project.sources.parsed(), project.scan.blocks, project.evaluator);
  const uses = new Map<Database, SharedRelations[]>();
  const companions = new Map<SchemaFactory, string>();
  for (const factory of factories) {
    const made = new Set(factory.schema.blocks.map(({ node }) => node));
    const takers = project.databases.filter(({ blocks }) => blocks.some(({ node }) => made.has(node)));
    const own = project.resolver.packageOf(factory.fn.getSourceFile().fileName);
    const [only] = takers;
    const isAlone =
      takers.length === 1 && project.resolver.packageOf(only!.schema.node.getSourceFile().fileName) === own;
    if (isAlone) continue;
    const name = companionName(factory);
    if (takers.length === 0) companions.set(factory, name);
    for (const database of takers) {
      if (!isCovered(database, factory)) continue;
      const shared = sharedRelations(database, factory, name, project);
      if (!shared) continue;
      companions.set(factory, name);
      uses.set(database, [...(uses.get(database) ?? []), shared]);
    }
  }
  for (const block of project.scan.blocks.values()) {
    const isKnown = project.databases.some(({ blocks }) => blocks.some(({ node }) => node === block.node));
    if (!block.maker || isKnown) continue;
    const homes = [...[...companions.keys()].map(({ schema }) => schema), ...project.databases];
    const home = homes.find(({ tables }) => block.table && keyOfTable(tables, block.table) !== undefined);
    if (home) adoptMade(home, block, project);
  }
  return { uses, companions };
}

/**
 * Adds a block made by a function that nobody calls to the database of its table. Relations that are known already keep
 * the way they were resolved; only those of the block itself are added.
 */
function adoptMade(home: Database, block: RelationsBlock, { evaluator, renames }: Project): void {
  if (home.blocks.some(({ node }) => node === block.node)) return;
  home.blocks.push(block);
  home.adopted.add(block);
  const whole: Database = { ...home, relations: new Map(), inferred: [], dead: [], ignored: [] };
  resolveRelations(whole, evaluator, renames);
  for (const [key, relations] of whole.relations) {
    const known = home.relations.get(key) ?? [];
    const isNew = ({ entry, newKey }: Relation) =>
      entry && block.entries.includes(entry) && known.every((other) => other.newKey !== newKey);
    const added = relations.filter(isNew);
    if (added.length > 0) home.relations.set(key, [...known, ...added]);
  }
}

/**
 * Candidates for the name of a companion function, best first: `createTables` → `createRelations`, `getSchema` →
 * `getRelations`.
 */
export function companionNames(factory: string): string[] {
  const wanted = `${factory.replace(/(?:DrizzleSchema|DbSchema|Schema|Tables)$/, '')}Relations`;
  return [wanted, `${factory}Relations`, `${wanted}V2`];
}

/** The first candidate that is not taken in the factory's file. */
function companionName({ fn, name }: SchemaFactory): string {
  const isFree = (candidate: string) => !lookUp(candidate, fn.getSourceFile());
  return companionNames(name.text).find(isFree) ?? `${name.text}DbRelations`;
}

/**
 * Whether a database can take its relations from the companion of a factory: the tables that both have are the same
 * under the same keys, and the companion makes every relation that the database has for them.
 */
function isCovered(database: Database, { schema }: SchemaFactory): boolean {
  for (const [key, table] of schema.tables) {
    const own = database.tables.get(key);
    if (own && !isSameTable(own, table)) return false;
    const ownKey = keyOfTable(database.tables, table);
    if (ownKey !== undefined && ownKey !== key) return false;
  }
  return [...database.relations].every(([key, relations]) => {
    if (!schema.tables.has(key)) return true;
    const made = schema.relations.get(key) ?? [];
    return relations.every((relation) => made.some((other) => isSameRelation(relation, other)));
  });
}

/** Whether two relations are the same under all names and columns that are written for v2. */
function isSameRelation(a: Relation, b: Relation): boolean {
  const columns = (relation: Relation) =>
    [...relation.from, '>', ...relation.to].map((it) => (typeof it === 'string' ? it : it.key));
  return (
    a.key === b.key &&
    a.newKey === b.newKey &&
    a.kind === b.kind &&
    a.targetKey === b.targetKey &&
    a.required === b.required &&
    columns(a).join() === columns(b).join()
  );
}

/**
 * The call of the companion function that a database uses, with the same arguments as its call of the factory, and the
 * imports for both. Undefined when no such call is in sight, or when an argument cannot be imported.
 */
function sharedRelations(
  database: Database,
  factory: SchemaFactory,
  name: string,
  project: Project,
): SharedRelations | undefined {
  for (const path of modulesOf(database, project)) {
    const call = callIn(path, factory, project);
    if (!call) continue;
    const callee = companionOf(call, factory, name, project);
    // When the schema object is built in the client's file, the relations are written there too, with all arguments in
    // scope.
    const isBeside = database.schema.value.kind === 'expression' && database.clients.some((it) => it.path === path);
    const carried = callee && call.arguments.map((argument) => (isBeside ? [] : carry(argument, project)));
    if (!callee || !carried || carried.includes(undefined)) continue;
    const imports = carried.flatMap((it) => it ?? []);
    const text = `${name}(${call.arguments.map((argument) => argument.getText()).join(', ')})`;
    return { factory, name, text, imports: [callee, ...imports] };
  }
  return undefined;
}

/**
 * The files that a database's schema is put together in: those of the schema and the clients, and what they import from
 * their own package.
 */
function modulesOf({ schema, clients }: Database, project: Project): Set<string> {
  const found = new Set<string>();
  const add = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const statement of project.sources.get(path)?.ast.statements ?? []) {
      const target = targetOf(statement, project.resolver);
      const isOwn = target !== undefined && project.resolver.packageOf(target) === project.resolver.packageOf(path);
      if (isOwn) add(target);
    }
  };
  if (schema.value.kind === 'namespace') add(schema.value.path);
  if (schema.value.kind === 'expression') add(schema.value.node.getSourceFile().fileName);
  add(schema.node.getSourceFile().fileName);
  for (const { path } of clients) add(path);
  return found;
}

/** The first call of a factory in a file, outside of functions. */
function callIn(path: string, factory: SchemaFactory, project: Project): ts.CallExpression | undefined {
  const file = project.sources.get(path)?.ast;
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (found || isFunction(node)) return;
    if (ts.isCallExpression(node)) {
      const value = project.evaluator.evaluate(node);
      if (value.kind === 'expression' && value.node === factory.object) return void (found = node);
    }
    ts.forEachChild(node, visit);
  };
  if (file) visit(file);
  return found;
}

/**
 * The import of the companion function: from the module that the factory is imported from. Undefined when the factory
 * is not imported by name, or when that module will not export the companion.
 */
function companionOf(
  call: ts.CallExpression,
  factory: SchemaFactory,
  name: string,
  project: Project,
): NeededImport | undefined {
  const home = factory.fn.getSourceFile().fileName;
  const callee = unwrap(call.expression);
  const path = call.getSourceFile().fileName;
  if (!ts.isIdentifier(callee) || !passesOn(callee, factory, project)) return undefined;
  const needed = { name, local: name, typeOnly: false };
  if (path === home) return { from: home, ...needed };
  const declaration = declarationOf(callee);
  if (!declaration || !ts.isImportSpecifier(declaration)) return undefined;
  const statement = declaration.parent.parent.parent;
  const specifier = specifierOf(statement)!;
  const entry = targetOf(statement, project.resolver);
  if (entry === undefined || !isExportedBy(entry, factory, project)) return undefined;
  return { from: specifier.startsWith('.') ? entry : specifier, ...needed };
}

/** Whether a function is the factory, or only calls it with its own parameters: `(table) => getSchema(table)`. */
function passesOn(callee: ts.Identifier, { fn }: SchemaFactory, project: Project): boolean {
  const value = project.evaluator.evaluate(callee);
  if (value.kind !== 'expression' || !isFunction(value.node)) return false;
  if (value.node === fn) return true;
  const [statement] = value.node.body && ts.isBlock(value.node.body) ? value.node.body.statements : [];
  const returned = statement && ts.isReturnStatement(statement) ? statement.expression : value.node.body;
  if (!returned || !ts.isCallExpression(returned)) return false;
  const parameters = value.node.parameters.map((parameter) => parameter.name.getText());
  const passed = returned.arguments.map((argument) => argument.getText());
  const target = project.evaluator.evaluate(returned.expression);
  return target.kind === 'expression' && target.node === fn && parameters.join() === passed.join();
}

/**
 * Whether a module exports the companion of a factory: it is the factory's own module, has an `export *` that leads
 * there, or re-exports the factory by name, which the companion is then added to.
 */
function isExportedBy(entry: string, factory: SchemaFactory, project: Project, seen = new Set<string>()): boolean {
  if (entry === factory.fn.getSourceFile().fileName) return true;
  if (seen.has(entry)) return false;
  seen.add(entry);
  return (project.sources.get(entry)?.ast.statements ?? []).some((statement) => {
    if (!ts.isExportDeclaration(statement)) return false;
    if (statement.exportClause) return reexportOf(statement, factory, project) !== undefined;
    const target = targetOf(statement, project.resolver);
    return target !== undefined && isExportedBy(target, factory, project, seen);
  });
}

/**
 * The member of `export { createTables } from './tables'` that names the factory, when `./tables` is the factory's own
 * module.
 */
export function reexportOf(
  statement: ts.ExportDeclaration,
  { fn, name }: SchemaFactory,
  { resolver }: Project,
): ts.ExportSpecifier | undefined {
  const { exportClause } = statement;
  if (!exportClause || !ts.isNamedExports(exportClause)) return undefined;
  if (targetOf(statement, resolver) !== fn.getSourceFile().fileName) return undefined;
  return exportClause.elements.find((element) => (element.propertyName ?? element.name).text === name.text);
}

/**
 * The imports that an expression needs in another file; undefined when it uses a name that is neither imported nor
 * exported.
 */
function carry(node: ts.Expression, project: Project): NeededImport[] | undefined {
  const { fileName } = node.getSourceFile();
  const needed: NeededImport[] = [];
  let isPrivate = false;
  const visit = (child: ts.Node): void => {
    const isMember = ts.isPropertyAccessExpression(child.parent) && child.parent.name === child;
    const declaration = ts.isIdentifier(child) && !isMember ? declarationOf(child) : undefined;
    if (declaration && ts.isIdentifier(child) && !ts.findAncestor(declaration, (it) => it === node)) {
      const imported = importOf(declaration, fileName, project);
      if (imported) needed.push({ ...imported, local: child.text });
      else isPrivate = true;
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return isPrivate ? undefined : needed;
}

/**
 * How another file can import a declaration of a file: an import is repeated, an exported constant is imported by its
 * name. Undefined for anything else.
 */
function importOf(declaration: ts.Node, path: string, project: Project): Omit<NeededImport, 'local'> | undefined {
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  const specifier = statement && specifierOf(statement);
  if (specifier !== undefined) {
    const target = specifier.startsWith('.') ? project.resolver.resolve(path, specifier) : specifier;
    const name = ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : ts.isNamespaceImport(declaration)
        ? '*'
        : 'default';
    return target === undefined ? undefined : { from: target, name, typeOnly: false };
  }
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const isExported = project.evaluator.exportNames(path).includes(declaration.name.text);
  return isExported ? { from: path, name: declaration.name.text, typeOnly: false } : undefined;
}
