import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import { isJavaScript } from '../../read/sources.ts';
import { declarationOf } from '../../read/scope.ts';
import { isConst, nameText, unwrap } from '../../read/syntax.ts';
import { declarationOfName } from '../../read/types.ts';
import { isSameOffset } from './offset.ts';
import type { Project } from '../project.ts';

/**
 * The object literal of a variable that is given members of a configuration one by one, when its type is that of a
 * relational query, so that it takes those of v2 as well: `const config: Parameters<typeof db.query.users.findMany>[0] = {}`.
 */
export function writtenConfig(node: ts.Expression, project: Project): ts.ObjectLiteralExpression | undefined {
  const inner = unwrap(node);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const object = unwrap(declaration.initializer);
  return ts.isObjectLiteralExpression(object) && takesConfig(declaration, project) ? object : undefined;
}

function takesConfig(declaration: ts.VariableDeclaration, project: Project): boolean {
  const { type } = declaration;
  if (!isConst(declaration)) return false;
  if (!type) return isJavaScript(declaration.getSourceFile());
  return type.kind === ts.SyntaxKind.AnyKeyword || isConfigType(type, project);
}

function isConfigType(type: ts.TypeNode, project: Project): boolean {
  if (/\b_?query\b[^;]*\bfind(?:Many|First)\b|\bDBQueryConfig</.test(type.getText())) return true;
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  return declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && isConfigType(declaration.type, project);
}

/** Whether the type of a parameter says that there is nothing in it that v2 reads differently: `{ limit?: number }`. */
export function isWindow(node: ts.Expression, table: Table, project: Project): boolean {
  const inner = unwrap(node);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isParameter(declaration) || !declaration.type) return false;
  const members = membersOf(declaration.type, project);
  const harmless = isSameOffset(table) ? ['limit', 'offset'] : ['limit'];
  return members?.every(({ name }) => name && harmless.includes(nameText(name) ?? '')) ?? false;
}

function membersOf(type: ts.TypeNode, project: Project): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  const declaration = ts.isTypeReferenceNode(type) ? declarationOfName(type.typeName, project) : undefined;
  if (!declaration) return undefined;
  if (ts.isTypeAliasDeclaration(declaration)) return membersOf(declaration.type, project);
  return ts.isInterfaceDeclaration(declaration) && !declaration.heritageClauses ? declaration.members : undefined;
}
