import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { clientForm, takesSchema } from '../../drizzle/drivers.ts';
import type { ClientCall, Database, QuerySite } from '../../facts.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { nameText, unwrap } from '../../read/syntax/syntax.ts';
import { clientProperty, joinClient, wrapClient } from './client-argument.ts';
import { firstFree } from '../first-free.ts';
import { isClient } from './is-client.ts';
import { keepsV1 } from '../kept-queries.ts';
import type { Project } from '../project.ts';
import { giveProxyCodecs } from './proxy-codecs.ts';
import { rewriteProxyCallback } from './proxy-executors.ts';
import type { Relations } from '../imports/relations-name.ts';
import { assertionOf } from './schema-assertion.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { isOfBlocks, isOfRelations, otherNames } from '../imports/free-name.ts';
import { isRelationsOnly } from '../relations/relations-only.ts';
import { survives } from '../../edits/apply.ts';
import { ownLines } from '../statements.ts';

/**
 * Rewrites one `drizzle(...)` call for drizzle-orm 1.0: `schema` → `relations`, a client that is given first →
 * `{ client }`, and `mode` of MySQL drivers is removed. What cannot be rewritten is reported.
 *
 * @param placement where the relations of the call's database are; undefined when its `schema` is to stay
 */
export function rewriteClient(call: ClientCall, placement: Relations | undefined, project: Project): void {
  const { node, path, options } = call;
  const { changes } = project;
  const form = clientForm(call.driver, project.capabilities);
  const [first, second] = node.arguments;
  if (!first) return;
  if (node.arguments.some(ts.isSpreadElement)) {
    changes.report('RQB_CLIENT_OPTIONS_OPAQUE', node);
    return;
  }
  giveProxyCodecs(call, project);
  if (form === 'executors') rewriteProxyCallback(call, project);
  const inline = options && node.arguments.some((argument) => unwrap(argument) === options);
  const isFirst = options !== undefined && unwrap(first) === options;
  const takesClient =
    form === 'option' &&
    !isFirst &&
    (second !== undefined || !isOptionsVariable(first, call, project)) &&
    isClient(first, project);
  if (options) rewriteOptions(options, call, placement, takesClient && inline === true, project);
  if (options && mayHoldSchema(options, call, project)) changes.report('RQB_CLIENT_OPTIONS_OPAQUE', node);
  if (!takesClient) {
    if (!options && second) changes.report('RQB_CLIENT_OPTIONS_OPAQUE', node);
    return;
  }
  if (!second) {
    wrapClient(call, project);
  } else if (inline) {
    joinClient(call, options, project);
  } else {
    const pad = project.styleOf(path).bracketSpacing ? ' ' : '';
    changes.replace(
      path,
      first.getStart(),
      second.end,
      `{${pad}`,
      ...clientProperty(first),
      ', ...',
      { start: second.getStart(), end: second.end },
      `${pad}}`,
    );
    if (!options) changes.report('RQB_CLIENT_OPTIONS_OPAQUE', node);
  }
}

/**
 * Whether options without a `schema` or `relations` member of their own spread an object that has a `schema`, or whose
 * keys are not known.
 */
function mayHoldSchema(options: ts.ObjectLiteralExpression, call: ClientCall, project: Project): boolean {
  if (call.schemaProperty || call.relations || project.databases.some(({ migrated }) => migrated)) return false;
  const holds = (node: ts.Node): boolean => {
    const inner = unwrap(node);
    if (ts.isConditionalExpression(inner)) return holds(inner.whenTrue) || holds(inner.whenFalse);
    if (ts.isBinaryExpression(inner)) return holds(inner.right);
    const { names, complete } = project.evaluator.keys(project.evaluator.evaluate(inner));
    return !complete || names.includes('schema');
  };
  return options.properties.some((property) => ts.isSpreadAssignment(property) && holds(property.expression));
}

/** Whether the argument is a variable whose value is the options object. */
function isOptionsVariable(argument: ts.Expression, { options }: ClientCall, project: Project): boolean {
  const value = project.evaluator.evaluate(argument);
  return options !== undefined && value.kind === 'expression' && value.node === options;
}

/**
 * Rewrites the members of the options, and of an object with the `schema` that is spread into them.
 *
 * @param isJoined whether the client is moved into these options, so that they are not removed when they become empty
 */
function rewriteOptions(
  options: ts.ObjectLiteralExpression,
  call: ClientCall,
  placement: Relations | undefined,
  isJoined: boolean,
  project: Project,
): void {
  const database = project.databases.find(({ clients }) => clients.includes(call));
  const keepsSchema = project.mode === 'bridge' || (database !== undefined && keepsV1(database, project));
  const owner = call.schemaProperty?.parent as ts.ObjectLiteralExpression | undefined;
  const spread = owner && owner !== options ? owner.properties : [];
  for (const property of [...options.properties, ...spread]) {
    const name = property.name && nameText(property.name);
    const { properties: siblings } = property.parent as ts.ObjectLiteralExpression;
    if (property === call.schemaProperty && !call.relations) rewriteSchema(property, placement, keepsSchema, project);
    else if (property === call.schemaProperty) {
      const isUsed = keepsSchema || (takesSchema(call.driver, project.capabilities) && !isLegacy(call, project));
      if (!isUsed) project.changes.removeElement(property, siblings);
    } else if (name === 'mode' && !keepsSchema && /mysql|planetscale|tidb|singlestore/.test(call.driver))
      project.changes.removeElement(property, siblings);
  }
  const { properties } = options;
  const isEmptied = properties.every((property) => project.changes.isRemoved(property, properties));
  const [first, second] = call.node.arguments;
  // Options that became empty are removed with the argument: `drizzle(url, { casing })` → `drizzle(url)`.
  if (!isJoined && properties[0] && isEmptied && first && second && unwrap(second) === options)
    project.changes.removeElement(properties[0], properties, { start: first.end, end: second.end });
}

/** Whether an earlier run kept v1 beside v2 on this client: its database has v1 blocks, or queries use `db._query`. */
function isLegacy(call: ClientCall, { databases, scan }: Project): boolean {
  const database = databases.find(({ clients }) => clients.includes(call));
  const isOld = ({ query }: QuerySite) => ts.isPropertyAccessExpression(query) && query.name.text === '_query';
  return (database?.blocks.length ?? 0) > 0 || scan.sites.some(isOld);
}

/** Replaces the `schema` member by `relations`, or adds `relations` behind it when the schema must stay for v1. */
function rewriteSchema(
  property: ts.ObjectLiteralElementLike,
  placement: Relations | undefined,
  keepsSchema: boolean,
  project: Project,
): void {
  if (!placement) return;
  const path = property.getSourceFile().fileName;
  const file = property.getSourceFile();
  const isHere = placement.path === path;
  const asked = project.changes.imports(path);
  const known = asked.find(({ from, name }) => from === placement.path && name === placement.name);
  const isFree = (name: string) => {
    const existing = lookUp(name, file);
    if (asked.some(({ local }) => local === name) || isOfRelations(name, property, project)) return false;
    return !existing || (!keepsSchema && (isOldRelations(existing, project) || isOfBlocks(existing, project)));
  };
  const local = isHere ? placement.name : (known?.local ?? firstFree(namesFor(property, placement, project), isFree));
  const assertion = keepsSchema ? undefined : assertionOf(property);
  const text = local === 'relations' && !assertion ? 'relations' : `relations: ${local}`;
  if (keepsSchema) {
    const [, indent] = /(\r?\n[ \t]*)$/.exec(property.getFullText().slice(0, -property.getText().length)) ?? [];
    const own = { start: property.getStart(), end: property.end };
    project.changes.replace(path, own.start, own.end, own, `,${indent ?? ' '}${text}`);
  } else {
    const kept = assertion ? [{ start: assertion.start, end: assertion.end }] : [];
    project.changes.replace(path, property.getStart(), property.end, text, ...kept);
  }
  if (!isHere) project.changes.needImport(path, { from: placement.path, name: placement.name, local, typeOnly: false });
}

/**
 * Names for the relations of a client in its file, best first. In a file with several databases the name of the schema
 * helps: `pgRelations` for `pgSchema`, `sqliteRelations` for `sqliteSchema`.
 */
function namesFor(property: ts.ObjectLiteralElementLike, { name }: Relations, project: Project): [string, ...string[]] {
  const { fileName } = property.getSourceFile();
  const isBeside = ({ clients }: Database) => clients.some(({ path, schema }) => path === fileName && schema);
  const isShared = project.databases.filter(isBeside).length > 1;
  const schema = property.getText().replace(/^schema\s*:\s*/, '');
  const [, prefix] = /^(\w+)(?:Schema|Tables)$/.exec(schema) ?? [];
  const others = [name, ...otherNames] as const;
  return isShared && prefix !== undefined ? [`${prefix}Relations`, ...others] : [...others];
}

/**
 * Whether a name is a namespace import of v1 relations (`import * as relations from './relations'`) that no `typeof`
 * refers to. The migration removes its uses, so the name becomes free.
 */
function isOldRelations(declaration: ts.Node, project: Project): boolean {
  if (!ts.isNamespaceImport(declaration)) return false;
  const file = declaration.getSourceFile();
  const target = targetOf(declaration.parent.parent, project.resolver);
  if (target === undefined || !isRelationsOnly(target, project)) return false;
  return (identifiersOf(file).get(declaration.name.text) ?? []).every(
    (use) => use === declaration.name || !ts.isTypeQueryNode(use.parent) || declarationOf(use) !== declaration,
  );
}

/** Removes the local constant that was passed as `schema` (`const schema = {…}`) when the edits leave no use of it. */
export function removeUnusedSchema(call: ClientCall, project: Project): void {
  const { schemaNode } = call;
  const inner = schemaNode && unwrap(schemaNode);
  if (!inner || !ts.isIdentifier(inner)) return;
  const declaration = declarationOf(inner);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return;
  if (project.keptDeclarations.has(declaration)) return;
  const { parent: list } = declaration;
  const statement = list.parent;
  if (
    !ts.isVariableDeclarationList(list) ||
    !ts.isVariableStatement(statement) ||
    ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export
  )
    return;
  const path = declaration.getSourceFile().fileName;
  const edits = project.changes.edits(path);
  const uses = (identifiersOf(declaration.getSourceFile()).get(declaration.name.text) ?? []).filter(
    (use) => use !== declaration.name && declarationOf(use) === declaration,
  );
  if (uses.some((use) => survives(use.getStart(), edits))) return;
  const { start, end } = ownLines(statement);
  if (list.declarations.length === 1) project.changes.remove(path, start, end);
  else project.changes.removeElement(declaration, list.declarations);
}
