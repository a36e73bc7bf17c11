import { ts } from '../../ts.cts';
import type { Database, RelationsBlock } from '../../facts.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { exportedName } from '../../read/modules/exports.ts';
import { targetOf } from '../../read/modules/specifiers.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isExported, nameText, outermost } from '../../read/syntax/syntax.ts';
import { names, type SourceModule } from '../../read/modules/sources.ts';
import { isBlockConstant } from './block-constants.ts';
import type { Placement } from '../placement.ts';
import type { TypeName } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { reportQuoted } from './quoted-uses.ts';
import { isRelationsOnly } from './relations-only.ts';
import { statementRange } from '../statements.ts';
import { emptiedFiles } from './emptied-files.ts';
import { reportIgnored } from './ignored-relations.ts';
import { isTaken, removeBinding } from './remove-binding.ts';
import { checkOtherImports, removeReexports, removeStandIns } from './remove-exports.ts';

/**
 * Removes the v1 blocks of a migrated database together with everything that mentions them: their exports and
 * re-exports, members of schema objects, constants that only they use, and files that are empty afterwards. A use that
 * cannot be removed is reported as `RQB_RELATION_USED`.
 *
 * @param placement where the new relations are; the statement they replace is not removed
 */
export function removeBlocks(database: Database, placement: Placement, project: Project): void {
  const { changes } = project;
  reportIgnored(database, project);
  // A file that mentions a block need not contain anything else of Drizzle, so all scripts are searched.
  const named = database.blocks.flatMap((block) => nameOf(block) ?? []);
  const files = new Set(named.flatMap((name) => project.naming(name)));
  for (const block of database.blocks) if (!block.maker) removeBlock(block, placement, project);
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

/**
 * Whether the text of a module names a whole module (`import * as schema`, `require(…)`), and whether it exports one
 * (`export * as relations`). Cached, because it is asked for every database.
 */
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

/** Removes one block with its constant, member or export, and all mentions of its name. */
function removeBlock(block: RelationsBlock, placement: Placement, project: Project): void {
  const { declaration, path } = block;
  if (!declaration) removeHeld(block, project);
  else if (ts.isIdentifier(declaration.name)) {
    const statement = ts.findAncestor(declaration, ts.isVariableStatement);
    if (!statement) return;
    if (statement !== placement.anchor) {
      const { declarations } = statement.declarationList;
      project.changes.removeElement(declaration, declarations, statement);
    }
    project.changes.removeExport(path, declaration.name.text);
  }
  const name = nameOf(block);
  if (name === undefined) return;
  const known = new Set([name]);
  // What exports the block by another name adds that name: `export const old = usersRelations`.
  for (const text of known) {
    // An import of a default export does not name it.
    const isDefault = text === 'default';
    for (const module of isDefault ? project.mentioning(/\b(?:import|default)\b/) : project.naming(text)) {
      if (isDefault || names(module, text))
        for (const alias of removeUses(module.ast, text, block, project)) known.add(alias);
      reportQuoted(module.ast, text, block.node, project);
    }
  }
}

/** The name under which a block is read: that of its constant, of the member that holds it, or of its export. */
function nameOf({ declaration, node }: RelationsBlock): string | undefined {
  if (declaration) return ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
  const { parent } = outermost(node);
  if (ts.isPropertyAssignment(parent)) return nameText(parent.name);
  if (ts.isExportAssignment(parent) && !parent.isExportEquals) return 'default';
  return ts.isBinaryExpression(parent) ? exportedName(parent) : undefined;
}

/** Removes the constants of a file that only the database's blocks use, such as relation names. */
function removeConstants(path: string, { blocks }: Database, project: Project): void {
  for (const statement of project.sources.get(path)?.ast.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations)
      if (isBlockConstant(declaration, (node) => blocks.some((block) => block.node === node), project))
        removeVariable(declaration, statement, project);
  }
}

/**
 * Removes a block that is no constant: a member of an object (`{ usersRelations: relations(…) }`), a default export, or the
 * CommonJS export `exports.usersRelations = relations(…)`. One that is held in any other way is reported.
 */
function removeHeld({ node, path }: RelationsBlock, project: Project): void {
  const held = outermost(node);
  const { parent } = held;
  if (ts.isPropertyAssignment(parent) && parent.initializer === held) return removeProperty(parent, project);
  if (ts.isExportAssignment(parent) && !parent.isExportEquals) return removeDefault(parent, project);
  const isAssigned = ts.isBinaryExpression(parent) && parent.right === held && ts.isExpressionStatement(parent.parent);
  const name = isAssigned ? exportedName(parent) : undefined;
  if (!isAssigned || name === undefined)
    return project.changes.report('RQB_RELATION_USED', node, { relation: node.getText().replace(/,.*/s, ', …)') });
  const { start, end } = statementRange(parent.parent as ts.ExpressionStatement);
  project.changes.remove(path, start, end);
  project.changes.removeExport(path, name);
}

/** Removes `export default …`. */
function removeDefault(statement: ts.ExportAssignment, { changes }: Project): void {
  const { fileName } = statement.getSourceFile();
  const { start, end } = statementRange(statement);
  changes.remove(fileName, start, end);
  changes.removeExport(fileName, 'default');
}

/**
 * Removes the mentions of a block in one file, imports apart: members of export lists and object literals, aliases, and
 * `typeof` members in types. Any other use is reported.
 *
 * @returns the other names under which the file exported the block
 */
function removeUses(file: ts.SourceFile, name: string, block: RelationsBlock, project: Project): string[] {
  const aliases: string[] = [];
  const identifiers = identifiersOf(file);
  // A file may have the block under another name: `import { usersRelations as ur }`, `const { usersRelations: ur } =
  // schema`. Then those names are looked up as well.
  const renamed = file.text.matchAll(new RegExp(`${escapeRegExp(name)}['"\\]]*(?: as |\\s*:)\\s*([\\w$]+)`, 'g'));
  const imported = name === 'default' ? file.statements.flatMap((it) => defaultImport(it)?.text ?? []) : [];
  const mentions = [...new Set([name, ...imported, ...[...renamed].map(([, text]) => text!)])].flatMap(
    (text) => identifiers.get(text) ?? [],
  );
  for (const node of [...mentions, ...accessesOf(file, name)]) {
    const { parent } = node;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) continue;
    if (ts.isVariableDeclaration(parent) && parent.name === node) continue;
    if (ts.isExportSpecifier(parent)) {
      if (!isExportOf(parent, block, project)) continue;
      project.changes.removeElement(parent, parent.parent.elements, parent.parent.parent);
      project.changes.removeExport(file.fileName, parent.name.text);
      aliases.push(parent.name.text);
    } else if (isBlock(node, block, project) && !isDefinition(node, block)) {
      const property = ts.isShorthandPropertyAssignment(parent)
        ? parent
        : ts.isPropertyAssignment(parent) && parent.initializer === node
          ? parent
          : undefined;
      if (property) removeProperty(property, project);
      else if (ts.isBindingElement(parent) && isTaken(parent)) {
        removeBinding(parent, project);
        if (isExported(parent)) aliases.push(parent.name.getText());
      } else if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
        removeAlias(parent, project);
        if (isExported(parent)) aliases.push(parent.name.getText());
      } else if (ts.isExportAssignment(parent) && !parent.isExportEquals) {
        removeDefault(parent, project);
        aliases.push('default');
      } else if (ts.isTypeQueryNode(parent)) removeTypeQuery(parent, name, project);
      else project.changes.report('RQB_RELATION_USED', node, { relation: name });
    }
  }
  return aliases;
}

/**
 * Removes `usersRelations: typeof usersRelations` from a schema type. Inside of a type argument nothing is done: the
 * argument of a database type is replaced as a whole by other rules. Anything else is reported.
 */
function removeTypeQuery(query: ts.TypeQueryNode, relation: string, project: Project): void {
  const { parent: member } = query;
  if (ts.isPropertySignature(member)) project.changes.remove(member.getSourceFile().fileName, member.pos, member.end);
  else if (!ts.findAncestor(member, ts.isTypeReferenceNode))
    project.changes.report('RQB_RELATION_USED', query, { relation });
}

/** All property accesses with a name, in types as well: `schema.usersRelations`, `typeof schema.usersRelations`. */
function accessesOf(file: ts.SourceFile, name: string): (ts.PropertyAccessExpression | ts.QualifiedName)[] {
  if (!file.text.includes(`.${name}`)) return [];
  const found: (ts.PropertyAccessExpression | ts.QualifiedName)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === name) found.push(node);
    if (ts.isQualifiedName(node) && node.right.text === name && ts.isTypeQueryNode(node.parent)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The name that an import statement gives to a default export. */
function defaultImport(statement: ts.Statement): ts.Identifier | undefined {
  return ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
}

/** Removes `export const oldName = usersRelations`. */
function removeAlias(alias: ts.VariableDeclaration, project: Project): void {
  const { parent: list } = alias;
  if (!ts.isIdentifier(alias.name) || !ts.isVariableDeclarationList(list) || !ts.isVariableStatement(list.parent))
    return;
  removeVariable(alias, list.parent, project);
}

/** Removes a variable and the imports of it. */
function removeVariable(variable: ts.VariableDeclaration, statement: ts.VariableStatement, { changes }: Project): void {
  changes.removeElement(variable, statement.declarationList.declarations, statement);
  changes.removeExport(statement.getSourceFile().fileName, variable.name.getText());
}

/**
 * Whether a member of an export list exports the constant of a block, also when it re-exports it from another module.
 */
function isExportOf(specifier: ts.ExportSpecifier, { node, declaration }: RelationsBlock, project: Project): boolean {
  const file = specifier.getSourceFile();
  const statement = specifier.parent.parent;
  const name = (specifier.propertyName ?? specifier.name).text;
  if (statement.moduleSpecifier) {
    const target = targetOf(statement, project.resolver);
    const value = target === undefined ? undefined : project.evaluator.exported(target, name);
    return value?.kind === 'expression' && value.node === node;
  }
  const isOwn = file === declaration?.getSourceFile() && name === declaration.name.getText();
  return isOwn || isBlock((specifier.propertyName ?? specifier.name) as ts.Identifier, { node }, project);
}

/** Whether an expression stands for a block. */
function isBlock(node: ts.Identifier | TypeName, block: Pick<RelationsBlock, 'node'>, project: Project): boolean {
  const value = valueOfName(node, project.evaluator);
  return value.kind === 'expression' && value.node === block.node;
}

/** Whether a node is `exports.usersRelations` where the block is assigned to it. */
function isDefinition({ parent }: ts.Node, { node }: RelationsBlock): boolean {
  return ts.isBinaryExpression(parent) && parent.right === outermost(node);
}

/**
 * Removes a member of an object literal. Nothing is done inside of the `schema` option of a `drizzle()` call, because
 * the whole option is replaced.
 */
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

/**
 * Removes `...relations` from schema objects, where `relations` is a namespace of modules that hold v1 relations only.
 */
function removeSpreads(file: ts.SourceFile, database: Database, project: Project): void {
  if (database.blocks.length === 0 || !file.text.includes('...')) return;
  for (const node of nodesOf(file).spreads) {
    const value = project.evaluator.evaluate(node.expression);
    if (value.kind === 'namespace' && isRelationsOnly(value.path, project)) removeProperty(node, project);
  }
}
