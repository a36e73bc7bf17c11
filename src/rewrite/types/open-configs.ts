import { ts } from '../../ts.cts';
import { declarationOfName } from '../../read/types/types.ts';
import type { Project } from '../project.ts';
import { areAllMigrated } from './condition-types.ts';
import { indexOf, rangeOf, type TypeEdit } from './type-edits.ts';

/**
 * Keeps `['with']` and `Pick<…, 'with'>` valid on the configuration of queries on a table that is a type parameter: in
 * v2 a table has `with` only when it has relations, so that the access cannot be resolved before the table is known.
 *
 * ```ts
 * type With<N extends keyof Query> = NonNullable<Parameters<Query[N]['findFirst']>[0]>['with']; // v1
 * type With<N extends keyof Query> =
 *   NonNullable<Parameters<Query[N]['findFirst']>[0]> extends { with?: infer With } ? With : never; // v2
 * ```
 */
export function openConfigEdit(node: ts.Node, project: Project): TypeEdit[] {
  if (project.databases.length === 0 || !areAllMigrated(project)) return [];
  if (ts.isIndexedAccessTypeNode(node)) {
    if (indexOf(node) !== 'with' || !isOpenConfig(node.objectType, project)) return [];
    const isWhole = ts.isTypeReferenceNode(node.parent) || ts.isTypeAliasDeclaration(node.parent);
    const [open, close] = isWhole ? ['', ''] : ['(', ')'];
    const lead = leadOf(node, project);
    const start = lead === undefined ? node.getStart() : node.pos;
    const pieces: TypeEdit['pieces'] = () => [lead ?? '', open, rangeOf(node.objectType), member, close];
    return [{ node, start, end: node.end, pieces }];
  }
  const [object, keys] = ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : [];
  const isPick = keys !== undefined && (node as ts.TypeReferenceNode).typeName.getText() === 'Pick';
  const names = keys && ts.isUnionTypeNode(keys) ? keys.types : keys ? [keys] : [];
  const hasWith = names.some((name) => /^(['"])with\1$/.test(name.getText())) && names.every(ts.isLiteralTypeNode);
  if (!isPick || !hasWith || !isOpenConfig(object!, project)) return [];
  const pieces: TypeEdit['pieces'] = () => [`Extract<keyof ${object!.getText()}, `, rangeOf(keys), '>'];
  return [{ ...rangeOf(keys), node: keys, pieces }];
}

/** What an access to `with` becomes, behind the type of the object. */
const member = ' extends { with?: infer With } ? With : never';

/** The line break in front of the type of an alias whose line gets too long; undefined where none is needed. */
function leadOf({ pos, end, parent }: ts.IndexedAccessTypeNode, project: Project): string | undefined {
  const { text, fileName } = parent.getSourceFile();
  const { width, indent, newline } = project.styleOf(fileName);
  const line = text.slice(text.lastIndexOf('\n', pos) + 1, end);
  if (!ts.isTypeAliasDeclaration(parent) || line.length + member.length < width) return undefined;
  return `${newline}${/^\s*/.exec(line)![0]}${indent}`;
}

/** How many aliases may be followed. */
const maxDepth = 8;

/** Whether a type is the configuration of `findFirst` or `findMany` of a table that is a type parameter. */
function isOpenConfig(node: ts.TypeNode, project: Project, depth = 0): boolean {
  if (depth > maxDepth) return false;
  if (ts.isParenthesizedTypeNode(node)) return isOpenConfig(node.type, project, depth);
  if (ts.isIndexedAccessTypeNode(node)) return indexesParameters(node, project);
  if (!ts.isTypeReferenceNode(node)) return false;
  const [first] = node.typeArguments ?? [];
  if (/^(?:NonNullable|Required|Exclude)$/.test(node.typeName.getText()))
    return first !== undefined && isOpenConfig(first, project, depth + 1);
  const declaration = declarationOfName(node.typeName, project);
  const isGiven = node.typeArguments?.some((argument) => isTypeParameter(argument, project)) === true;
  return (
    isGiven &&
    declaration !== undefined &&
    ts.isTypeAliasDeclaration(declaration) &&
    isOpenConfig(declaration.type, project, depth + 1)
  );
}

/** Whether a type is `Parameters<Query[N]['findFirst']>[0]` of a type parameter `N`. */
function indexesParameters({ objectType }: ts.IndexedAccessTypeNode, project: Project): boolean {
  const isParameters = ts.isTypeReferenceNode(objectType) && objectType.typeName.getText() === 'Parameters';
  const [method] = isParameters ? (objectType.typeArguments ?? []) : [];
  if (!method || !ts.isIndexedAccessTypeNode(method) || !/^find(?:First|Many)$/.test(indexOf(method) ?? ''))
    return false;
  const table = method.objectType;
  return ts.isIndexedAccessTypeNode(table) && isTypeParameter(table.indexType, project);
}

function isTypeParameter(node: ts.TypeNode, project: Project): boolean {
  const declaration =
    ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)
      ? declarationOfName(node.typeName, project)
      : undefined;
  return declaration !== undefined && ts.isTypeParameterDeclaration(declaration);
}
