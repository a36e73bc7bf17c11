import { basename } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database, RelationsBlock } from '../../facts.ts';
import { escapeRegExp } from '../../read/escape-reg-exp.ts';
import { exportedName } from '../../read/exports.ts';
import { beforeSpecifier, targetOf } from '../../read/specifiers.ts';
import { nodesOf } from '../../read/nodes.ts';
import { names, type SourceModule } from '../../read/sources.ts';
import { isBlockConstant } from './block-constants.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/references.ts';
import { exportedNodes, isRelationsOnly } from './relations-only.ts';
import { statementRange } from '../statements.ts';
import { checkOtherImports, removeReexports, removeStandIns } from './remove-exports.ts';

/** Removes a database's v1 blocks with everything that named them: exports, re-exports, members of schema objects. */
export function removeBlocks(database: Database, placement: Placement, project: Project): void {
  const { changes } = project;
  const words = database.blocks.flatMap(({ declaration }) =>
    declaration && ts.isIdentifier(declaration.name) ? escapeRegExp(declaration.name.text) : [],
  );
  // Files without a word of Drizzle may name them too.
  const files = words.length > 0 ? project.mentioning(new RegExp(words.join('|'))) : [];
  for (const block of database.blocks) if (!block.maker) removeBlock(block, files, placement, project);
  for (const { ast } of files) removeStandIns(ast, project);
  for (const path of new Set(database.blocks.map((block) => block.path))) removeConstants(path, database, project);
  const emptied = emptiedFiles(database, placement, project);
  for (const path of emptied) changes.deleteFile(path);
  const modules = project.sources.parsed();
  const areNamespacesExported = modules.some((module) => namespacesOf(module).exported);
  for (const module of modules) {
    const { ast } = module;
    if (emptied.has(ast.fileName) || changes.created().has(ast.fileName)) continue;
    removeReexports(ast, emptied, placement, project);
    if (emptied.size > 0) checkOtherImports(module, emptied, project);
    if (areNamespacesExported || namespacesOf(module).named) removeSpreads(ast, database, project);
  }
}

/** The files that go away. What names one of them is read, be it but a barrel that nothing has led to so far. */
function emptiedFiles(database: Database, { path: home }: Placement, project: Project): Set<string> {
  const emptied = new Set<string>();
  const add = (modules: readonly SourceModule[]): void => {
    const found = modules.filter(
      ({ path }) => path !== home && !emptied.has(path) && isEmptied(path, database, project),
    );
    if (found.length === 0) return;
    for (const { path } of found) emptied.add(path);
    const names = found.map(({ path }) => basename(path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '')));
    const name = `(?:${names.map(escapeRegExp).join('|')})(?:\\.\\w+|/index(?:\\.\\w+)?)?/?`;
    // The same word as any other text says nothing.
    add(project.mentioning(new RegExp(`${beforeSpecifier}(?:[^'"\\x60\\n]*\\W)?${name}['"\\x60]`)));
  };
  add(project.sources.parsed());
  return emptied;
}

/** A look at the text of a file, once for all databases: does it name a whole module, and export the name? */
function namespacesOf(module: SourceModule): { named: boolean; exported: boolean } {
  let known = namespaces.get(module);
  if (!known) {
    const exported = /export\s*\*\s*as\b/.test(module.text);
    const named = exported || /\*\s*as\b|\b(?:require|import)\s*\(/.test(module.text);
    namespaces.set(module, (known = { named, exported }));
  }
  return known;
}

const namespaces = new WeakMap<SourceModule, { named: boolean; exported: boolean }>();

function removeBlock(
  block: RelationsBlock,
  files: readonly SourceModule[],
  placement: Placement,
  project: Project,
): void {
  const { declaration, path } = block;
  if (!declaration) return removeAssignment(block, project);
  if (!ts.isIdentifier(declaration.name)) return;
  const statement = ts.findAncestor(declaration, ts.isVariableStatement);
  if (!statement) return;
  if (statement !== placement.anchor) {
    const { declarations } = statement.declarationList;
    project.changes.removeElement(declaration, declarations, statement);
  }
  project.changes.removeExport(path, declaration.name.text);
  for (const module of files) if (names(module, declaration.name.text)) removeUses(module.ast, declaration, project);
}

/** Cuts the names of relations that only the blocks of a file use. */
function removeConstants(path: string, { blocks }: Database, project: Project): void {
  for (const statement of project.sources.get(path)?.ast.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations)
      if (isBlockConstant(declaration, (node) => blocks.some((block) => block.node === node), project))
        removeVariable(declaration, statement, project);
  }
}

/** Cuts `exports.usersRelations = relations(…)`. */
function removeAssignment({ node, path }: RelationsBlock, project: Project): void {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.right !== node || !ts.isExpressionStatement(parent.parent)) return;
  const name = exportedName(parent);
  if (name === undefined) return;
  const { start, end } = statementRange(parent.parent);
  project.changes.remove(path, start, end);
  project.changes.removeExport(path, name);
}

/** Cuts every mention of a block outside of imports: export lists and members of object literals. */
function removeUses(file: ts.SourceFile, declaration: ts.VariableDeclaration, project: Project): void {
  const { text: name } = declaration.name as ts.Identifier;
  const identifiers = identifiersOf(file);
  // `import { usersRelations as ur }`
  const isRenamed = file.text.includes(`${name} as `);
  const mentions = isRenamed
    ? [...identifiers].flatMap(([text, nodes]) =>
        text === name || file.text.includes(`${name} as ${text}`) ? nodes : [],
      )
    : (identifiers.get(name) ?? []);
  for (const node of [...mentions, ...accessesOf(file, name)]) {
    const { parent } = node;
    if (parent === declaration || ts.isImportSpecifier(parent)) continue;
    if (ts.isExportSpecifier(parent)) {
      if (isExportOf(parent, declaration, project))
        project.changes.removeElement(parent, parent.parent.elements, parent.parent.parent);
    } else if (isBlock(node, declaration, project)) {
      const property = ts.isShorthandPropertyAssignment(parent)
        ? parent
        : ts.isPropertyAssignment(parent) && parent.initializer === node
          ? parent
          : undefined;
      if (property) removeProperty(property, project);
      else if (ts.isVariableDeclaration(parent) && parent.initializer === node) removeAlias(parent, project);
      else if (ts.isTypeQueryNode(parent)) removeTypeQuery(parent, name, project);
      else project.changes.report('RQB_RELATION_USED', node, { relation: name });
    }
  }
}

/** `usersRelations: typeof usersRelations` in the type of a schema goes; what is given to a database type is replaced there. */
function removeTypeQuery(query: ts.TypeQueryNode, relation: string, project: Project): void {
  const { parent: member } = query;
  if (ts.isPropertySignature(member)) project.changes.remove(member.getSourceFile().fileName, member.pos, member.end);
  else if (!ts.findAncestor(member, ts.isTypeReferenceNode))
    project.changes.report('RQB_RELATION_USED', query, { relation });
}

/** `schema.usersRelations`: members of that name. */
function accessesOf(file: ts.SourceFile, name: string): ts.PropertyAccessExpression[] {
  if (!file.text.includes(`.${name}`)) return [];
  const found: ts.PropertyAccessExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `export const oldName = usersRelations`: another name of a block goes with it. */
function removeAlias(alias: ts.VariableDeclaration, project: Project): void {
  const { parent: list } = alias;
  if (!ts.isIdentifier(alias.name) || !ts.isVariableDeclarationList(list) || !ts.isVariableStatement(list.parent))
    return;
  removeVariable(alias, list.parent, project);
}

/** Cuts a variable, and the imports of it. */
function removeVariable(variable: ts.VariableDeclaration, statement: ts.VariableStatement, { changes }: Project): void {
  changes.removeElement(variable, statement.declarationList.declarations, statement);
  changes.removeExport(statement.getSourceFile().fileName, variable.name.getText());
}

function isExportOf(specifier: ts.ExportSpecifier, declaration: ts.VariableDeclaration, project: Project): boolean {
  const file = specifier.getSourceFile();
  const statement = specifier.parent.parent;
  const name = (specifier.propertyName ?? specifier.name).text;
  if (statement.moduleSpecifier) {
    const target = targetOf(statement, project.resolver);
    const value = target === undefined ? undefined : project.evaluator.exported(target, name);
    return value?.kind === 'expression' && value.node === declaration.initializer;
  }
  return file === declaration.getSourceFile() && name === (declaration.name as ts.Identifier).text;
}

function isBlock(node: ts.Node, declaration: ts.VariableDeclaration, project: Project): boolean {
  const value = project.evaluator.evaluate(node);
  return value.kind === 'expression' && value.node === declaration.initializer;
}

/** Cuts a member of an object literal, unless the whole literal is about to be replaced in a `drizzle()` call. */
export function removeProperty(property: ts.ObjectLiteralElementLike, project: Project): void {
  const isReplaced = project.scan.clients.some(
    ({ schemaProperty }) => schemaProperty && isInside(property, schemaProperty),
  );
  if (isReplaced) return;
  if (ts.isObjectLiteralExpression(property.parent))
    project.changes.removeElement(property, property.parent.properties);
}

function isInside(node: ts.Node, ancestor: ts.Node): boolean {
  return ts.findAncestor(node, (candidate) => candidate === ancestor) !== undefined;
}

/** Whether a file has nothing left without this database's v1 relations. */
function isEmptied(path: string, database: Database, project: Project): boolean {
  const file = project.sources.get(path)?.ast;
  if (!file || !isRelationsOnly(path, project)) return false;
  const declarations = new Set(database.blocks.map(({ declaration }) => declaration));
  const isBlock = (node: ts.Node) => database.blocks.some((block) => block.node === node);
  return file.statements.every((statement) => {
    if (ts.isImportDeclaration(statement)) return true;
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.every(
        (it) => declarations.has(it) || isBlockConstant(it, isBlock, project),
      );
    if (!ts.isExportDeclaration(statement)) return false;
    if (!statement.moduleSpecifier)
      return exportedNodes(statement, project).every((node) => database.blocks.some((block) => block.node === node));
    const target = targetOf(statement, project.resolver);
    return target !== undefined && isEmptied(target, database, project);
  });
}

/** Cuts `...relations` out of schema objects that are kept. */
function removeSpreads(file: ts.SourceFile, database: Database, project: Project): void {
  if (database.blocks.length === 0 || !file.text.includes('...')) return;
  for (const node of nodesOf(file).spreads) {
    const value = project.evaluator.evaluate(node.expression);
    if (value.kind === 'namespace' && isRelationsOnly(value.path, project)) removeProperty(node, project);
  }
}
