import { specifierOf, targetOf } from '../../read/specifiers.ts';
import { ts } from '../../ts.cts';
import type { Database, Relation, RelationsBlock } from '../../facts.ts';
import { resolveRelations } from '../../read/resolve-relations.ts';
import { findSchemaFactories, type SchemaFactory } from '../../read/schema-factories.ts';
import { isSameTable, keyOfTable } from '../../read/same-table.ts';
import { declarationOf, lookUp } from '../../read/scope.ts';
import { isFunction, unwrap } from '../../read/syntax.ts';
import type { NeededImport } from '../changes.ts';
import type { Project } from '../project.ts';
import type { SharedPlan, SharedRelations } from '../shared-plan.ts';

/**
 * Decides which functions that return tables and v1 relations keep their relations, as a function beside them. They do when
 * several databases, another package, or nobody in sight calls them; the relations of a function with one caller are
 * written where its tables are complete, as all others are.
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

/** Takes in a block that is made by a function nobody calls, without a say in how the other relations are matched. */
function adoptMade(home: Database, block: RelationsBlock, { evaluator, renames }: Project): void {
  if (home.blocks.some(({ node }) => node === block.node)) return;
  home.blocks.push(block);
  const whole: Database = { ...home, relations: new Map(), inferred: [], dead: [] };
  resolveRelations(whole, evaluator, renames);
  for (const [key, relations] of whole.relations) {
    const known = home.relations.get(key) ?? [];
    const isNew = ({ entry, newKey }: Relation) =>
      entry && block.entries.includes(entry) && known.every((other) => other.newKey !== newKey);
    const added = relations.filter(isNew);
    if (added.length > 0) home.relations.set(key, [...known, ...added]);
  }
}

/** Names for a function that makes the relations: `createTables` → `createRelations`, `getSchema` → `getRelations`. */
export function companionNames(factory: string): string[] {
  const wanted = `${factory.replace(/(?:DrizzleSchema|DbSchema|Schema|Tables)$/, '')}Relations`;
  return [wanted, `${factory}Relations`, `${wanted}V2`];
}

function companionName({ fn, name }: SchemaFactory): string {
  const isFree = (candidate: string) => !lookUp(candidate, fn.getSourceFile());
  return companionNames(name.text).find(isFree) ?? `${name.text}DbRelations`;
}

/** Whether the relations that a function makes are those of a database, as far as its tables are in it, under the same keys. */
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
    // Where the client stands beside its schema, so do the relations, and have in scope what the call has.
    const isBeside = database.schema.value.kind === 'expression' && database.clients.some((it) => it.path === path);
    const carried = callee && call.arguments.map((argument) => (isBeside ? [] : carry(argument, project)));
    if (!callee || !carried || carried.includes(undefined)) continue;
    const imports = carried.flatMap((it) => it ?? []);
    const text = `${name}(${call.arguments.map((argument) => argument.getText()).join(', ')})`;
    return { factory, name, text, imports: [callee, ...imports] };
  }
  return undefined;
}

/** The files that a database's schema is put together in. */
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

/** The import that brings in the companion of the function that is called: from where the function comes from itself. */
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

/** Whether a function is the factory, or returns its call with the parameters it is given itself. */
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
 * Whether what a module exports is exported by another one: it is that module, or re-exports all of it, or names the
 * function, and then is given its companion too.
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

/** The specifier by which `export { createTables } from './tables'` names a function, straight from its module. */
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

/** The imports an expression needs in another file; undefined when it names something private. */
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
