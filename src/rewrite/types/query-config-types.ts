import { ts } from '../../ts.cts';
import type { Piece } from '../../edits/edit.ts';
import { quoted } from '../../edits/style.ts';
import type { SchemaTypes } from '../../read/types/schema-types.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { isDrizzle, type Reference } from '../../read/types/type-references.ts';
import type { Project } from '../project.ts';
import { usesOfAlias } from '../uses-of-alias.ts';
import { indexOf, layOutArguments, type Names, type TypeEdit, rangeOf } from './type-edits.ts';
import { successorOfReference } from './type-slots.ts';

/** A reference to `DBQueryConfig` with the four type arguments of v1. */
interface Config {
  node: ts.TypeNode;
  args: ts.NodeArray<ts.TypeNode>;
}

/** Where the type of a configuration is named: by the reference itself, or by the name of an alias of it. */
interface Place {
  node: ts.TypeNode;
  isAlias: boolean;
}

/**
 * The edits for what is taken out of `DBQueryConfig<'many', boolean, TSchema, TSchema[K]>`. In v2 it has `with` only
 * for a table with relations, by a conditional type; for a table that is not known yet (`K` is a type parameter) that
 * type stays open, and neither `['with']` nor `Pick` nor `Omit` can be resolved. An access to `with` becomes
 * `DBQueryConfigWith`; where the configuration is an alias or is picked from, `with` is added to it.
 */
export function queryConfigEdits(reference: Reference, types: SchemaTypes, project: Project): TypeEdit[] {
  const config = configOf(reference, types, project);
  if (!config) return [];
  const edits: TypeEdit[] = [];
  const isOpen = hasOpenTable(config, types);
  let needsWith = false;
  for (const { node, isAlias } of placesOf(config.node, project)) {
    const taken = throughWrappers(node);
    const { parent } = taken;
    if (ts.isIndexedAccessTypeNode(parent) && parent.objectType === taken) {
      const index = indexOf(parent);
      if (index === 'with' && !isAlias) edits.push(withEdit(parent, config, project));
      else if (isOpen) {
        needsWith ||= index === undefined || index === 'with';
        if (isGivenUndefined(parent, project)) edits.push(orUndefined(parent));
      }
    } else if (isOpen && ts.isTypeOperatorNode(parent)) {
      needsWith = true;
    } else if (isOpen && isUtility(parent, /^(?:Pick|Omit)$/) && parent.typeArguments[0] === taken) {
      const keys = keysOf(parent.typeArguments[1]);
      const rest = parent.typeName.getText() === 'Pick' ? keys : keys && membersWithout(keys, config);
      if (rest && rest !== keys) edits.push(pickEdit(parent, rest, project));
      else if (!rest && parent.typeName.getText() === 'Omit') reportUnclear(parent, project);
      needsWith ||= rest?.includes('with') ?? true;
    } else if (isOpen && ts.isHeritageClause(parent)) {
      reportUnclear(node, project);
    }
  }
  if (needsWith) edits.push(addWith(config, project));
  return edits;
}

/** Reports a type that v2 cannot resolve. */
function reportUnclear(node: ts.Node, project: Project): void {
  project.changes.report('RQB_TYPE_UNCLEAR', node, { type: node.getText() });
}

/** The reference as a configuration in the form of v1; undefined for other references. */
function configOf(reference: Reference, types: SchemaTypes, project: Project): Config | undefined {
  const { node, args, value } = reference;
  if (!isDrizzle(value) || value.name !== 'DBQueryConfig' || args?.length !== 4) return undefined;
  const successor = successorOfReference(reference, types, project.capabilities);
  return successor?.to && ts.isTypeNode(node) ? { node, args } : undefined;
}

/** Whether the table of a configuration is open: it hangs on a type parameter, or has no relations and so no `with`. */
function hasOpenTable({ args }: Config, types: SchemaTypes): boolean {
  const table = args[3]!;
  if (ts.isIndexedAccessTypeNode(table)) {
    const key = indexOf(table);
    const meaning = types.meaningOf(table.objectType);
    if (key !== undefined && meaning.kind === 'database') return !meaning.database.relations.get(key)?.length;
  }
  const mentionsParameter = (node: ts.Node): boolean =>
    ts.isIdentifier(node)
      ? ts.isTypeParameterDeclaration(lookUp(node.text, node) ?? node)
      : (ts.forEachChild(node, mentionsParameter) ?? false);
  return mentionsParameter(table);
}

/** The places where a type is named, by itself and by its aliases. */
function placesOf(node: ts.TypeNode, project: Project): Place[] {
  const places: Place[] = [{ node, isAlias: false }];
  // Places are added during this loop, and are then visited by it as well.
  for (const place of places) {
    const { parent } = throughWrappers(place.node);
    if (!ts.isTypeAliasDeclaration(parent)) continue;
    for (const { parent: use } of usesOfAlias(parent, project) ?? []) {
      const isKnown = places.some((known) => known.node === use);
      if (!isKnown && (ts.isTypeReferenceNode(use) || ts.isExpressionWithTypeArguments(use)))
        places.push({ node: use, isAlias: true });
    }
  }
  return places;
}

/** The outermost type around this one that has the same members: `Required<(…)>`. */
function throughWrappers(node: ts.TypeNode): ts.TypeNode {
  const { parent } = node;
  const isWrapped =
    ts.isParenthesizedTypeNode(parent) || isUtility(parent, /^(?:Required|NonNullable|Readonly|Partial)$/);
  return isWrapped ? throughWrappers(parent) : node;
}

/** Whether a node is a reference to one of TypeScript's utility types. */
function isUtility(
  node: ts.Node,
  names: RegExp,
): node is ts.TypeReferenceNode & { typeArguments: ts.NodeArray<ts.TypeNode> } {
  return ts.isTypeReferenceNode(node) && node.typeArguments !== undefined && names.test(node.typeName.getText());
}

/** The strings of a union of literals; undefined when there is anything else in it. */
function keysOf(node: ts.TypeNode | undefined): string[] | undefined {
  if (!node) return undefined;
  const keys = (ts.isUnionTypeNode(node) ? node.types : [node]).map((type) =>
    ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? type.literal.text : undefined,
  );
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** The members that v1's configuration has besides these. */
function membersWithout(keys: readonly string[], { args: [kind, root] }: Config): string[] {
  const isMany = kind!.getText().replace(/['"]/g, '') === 'many';
  const members = [
    'columns',
    'with',
    'extras',
    ...(isMany ? ['where', 'orderBy', 'limit'] : []),
    ...(isMany && root!.getText() === 'true' ? ['offset'] : []),
  ];
  return members.filter((member) => !keys.includes(member));
}

/** `DBQueryConfig<'many', true, TSchema, TSchema[K]>['with']` → `DBQueryConfigWith<TSchema, TSchema[K]['relations']>`. */
function withEdit(node: ts.IndexedAccessTypeNode, { args }: Config, project: Project): TypeEdit {
  const { text } = node.getSourceFile();
  const list = layOutArguments(args, relationsOfTable(args, project), text, project);
  const end = isGivenUndefined(node, project) ? '> | undefined' : '>';
  return { ...rangeOf(node), node, pieces: (names) => [names.drizzle('DBQueryConfigWith'), '<', ...list, end] };
}

/** The type arguments of `DBQueryConfigWith` for a configuration. */
function relationsOfTable([, , tables, table]: readonly ts.TypeNode[], project: Project) {
  const index = quoted('relations', project.styleOf(table!.getSourceFile().fileName));
  return [[rangeOf(tables!)], [rangeOf(table!), `[${index}]`]];
}

/** `DBQueryConfig<…>` → `DBQueryConfig<…> & { with?: DBQueryConfigWith<TSchema, TSchema[K]['relations']> }` */
function addWith({ node, args }: Config, project: Project): TypeEdit {
  const { semicolon, newline, indent, width } = project.styleOf(node.getSourceFile().fileName);
  const { text } = node.getSourceFile();
  const isIndexed = ts.isIndexedAccessTypeNode(node.parent) || ts.isTypeOperatorNode(node.parent);
  const [open, close] = isIndexed ? ['(', ')'] : ['', ''];
  const [tables, table] = relationsOfTable(args, project);
  const lineStart = text.lastIndexOf('\n', node.getStart()) + 1;
  const [lead = ''] = /^\s*/.exec(text.slice(lineStart)) ?? [];
  const pieces = (names: Names): Piece[] => {
    const head = `with?: ${names.drizzle('DBQueryConfigWith')}<`;
    const line = `${text.slice(lineStart, node.end)} & { ${head}${text.slice(args[2]!.pos, args[3]!.end)}['relations']> };`;
    const isLong = line.replace(/\s*\n\s*/g, '').length > width;
    const [before, after] = isLong
      ? [`${newline}${lead}${indent}`, `${semicolon ? ';' : ''}${newline}${lead}`]
      : [' ', ' '];
    return [open, rangeOf(node), ` & {${before}${head}`, ...tables!, ', ', ...table!, `>${after}}${close}`];
  };
  return { ...rangeOf(node), node, pieces };
}

/** `Omit<Config<K>, 'limit'>` → `Pick<Config<K>, 'columns' | 'with' | 'extras'>` */
function pickEdit(node: ts.TypeReferenceNode, members: readonly string[], project: Project): TypeEdit {
  const style = project.styleOf(node.getSourceFile().fileName);
  const keys = members.map((member) => quoted(member, style)).join(' | ');
  const [first, last] = node.typeArguments!;
  const between = { start: first!.end, end: last!.getStart() };
  const start = { start: node.typeName.end, end: first!.end };
  const end = { start: last!.end, end: node.end };
  return { ...rangeOf(node), node, pieces: () => ['Pick', start, between, keys || 'never', end] };
}

/** `Config<K>['columns']` → `Config<K>['columns'] | undefined` */
function orUndefined(node: ts.IndexedAccessTypeNode): TypeEdit {
  return { ...rangeOf(node), node, pieces: () => [rangeOf(node), ' | undefined'] };
}

/**
 * Whether a type is the constraint of a type parameter with `undefined` as its default, or an alias used as one. v1's
 * members were optional in a type that was known, so the constraint allowed it.
 */
function isGivenUndefined({ parent }: ts.Node, project: Project): boolean {
  if (ts.isTypeParameterDeclaration(parent)) return parent.default?.kind === ts.SyntaxKind.UndefinedKeyword;
  if (!ts.isTypeAliasDeclaration(parent)) return false;
  const uses = usesOfAlias(parent, project) ?? [];
  return uses.some(({ parent: use }) => ts.isTypeReferenceNode(use) && isGivenUndefined(use, project));
}
