import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isConst, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { isNeverAssigned } from '../../read/syntax/writes.ts';
import { literalsOf } from '../results/shape-members.ts';
import { laterWritesOf } from './later-writes.ts';
import { isSameOffset } from './offset.ts';
import type { Project } from '../project.ts';

/**
 * The object literal of a constant that may be given members one by one, because its type takes those of v2 as well:
 * `const config: Parameters<typeof db.query.users.findMany>[0] = {}`, `any`, or none in JavaScript. Under an inferred
 * type, only numbers may be written. `undefined` for any other expression: its new members would not compile.
 */
export function writtenConfig(node: ts.Expression, project: Project): ts.ObjectLiteralExpression | undefined {
  const inner = unwrap(node);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const object = unwrap(declaration.initializer);
  return ts.isObjectLiteralExpression(object) && takesConfig(object, declaration, project) ? object : undefined;
}

/** Whether the type of a variable takes the v2 configuration that its object becomes, and what is written to it later. */
function takesConfig(
  object: ts.ObjectLiteralExpression,
  declaration: ts.VariableDeclaration,
  project: Project,
): boolean {
  const { type } = declaration;
  if (!isConst(declaration) && !isNeverAssigned(declaration)) return false;
  if (!type) return isJavaScript(declaration.getSourceFile()) || takesOnlyNumbers(object);
  return type.kind === ts.SyntaxKind.AnyKeyword || isConfigType(type, project);
}

/** Whether all that is written to an object later is a limit or an offset, whose types are the same in v2. */
function takesOnlyNumbers(object: ts.ObjectLiteralExpression): boolean {
  const writes = laterWritesOf(object);
  return writes.length > 0 && writes.every(({ member }) => member?.name === 'limit' || member?.name === 'offset');
}

/** Types that have the members of their first argument, or some of them. */
const partOfType = /^(?:Partial|Readonly|Required|NonNullable|Exclude|Extract|Pick|Omit)$/;

/** Whether a type is derived from a relational query or is `DBQueryConfig<…>`, also through type aliases. */
function isConfigType(type: ts.TypeNode, project: Project): boolean {
  if (/\b_?query\b[^;]*\bfind(?:Many|First)\b|\bDBQueryConfig</.test(type.getText())) return true;
  if (!ts.isTypeReferenceNode(type)) return false;
  const whole = partOfType.test(type.typeName.getText()) ? type.typeArguments?.[0] : undefined;
  if (whole) return isConfigType(whole, project);
  const declaration = declarationOfName(type.typeName, project);
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && isConfigType(declaration.type, project);
}

/**
 * Whether a configuration that is a parameter has a type which allows only members that v2 reads like v1:
 * `{ limit?: number }`, `Pick<DBQueryConfig<…>, 'columns'>`, and `offset` where the dialect needs no limit beside it.
 */
export function isHarmless(node: ts.Expression, table: Table, project: Project): boolean {
  const inner = unwrap(node);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isParameter(declaration) || !declaration.type) return false;
  const harmless = isSameOffset(table) ? ['columns', 'limit', 'offset'] : ['columns', 'limit'];
  return keysOfType(declaration.type, project)?.every((key) => harmless.includes(key)) ?? false;
}

/** The members of a configuration in v1. */
const configKeys = ['columns', 'with', 'extras', 'where', 'orderBy', 'limit', 'offset'];

/** The keys of a type, also where it is a part of another; `undefined` when some are not known. */
function keysOfType(type: ts.TypeNode, project: Project): readonly string[] | undefined {
  if (ts.isTypeReferenceNode(type)) {
    const [whole, keys] = type.typeArguments ?? [];
    const utility = type.typeName.getText();
    const named = literalsOf(keys).map(({ text }) => text);
    if (whole && /^(?:Partial|Readonly|Required|NonNullable)$/.test(utility)) return keysOfType(whole, project);
    if (utility === 'Pick') return named.length > 0 ? named : undefined;
    if (whole && utility === 'Omit') return keysOfType(whole, project)?.filter((key) => !named.includes(key));
    const declaration = declarationOfName(type.typeName, project);
    if (declaration && ts.isTypeAliasDeclaration(declaration)) return keysOfType(declaration.type, project);
  }
  if (isConfigType(type, project)) return configKeys;
  return membersOfType(type, project)?.map(({ name }) => (name && nameText(name)) ?? '');
}

/**
 * The members of a type literal, or of the alias or interface that a name stands for; `undefined` when some are
 * elsewhere.
 */
export function membersOfType(type: ts.TypeNode, project: Project): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  if (!declaration) return undefined;
  if (ts.isTypeAliasDeclaration(declaration)) return membersOfType(declaration.type, project);
  return ts.isInterfaceDeclaration(declaration) && !declaration.heritageClauses ? declaration.members : undefined;
}
