import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { createObjectMembers, functionOfMember } from '../../read/types/object-members.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** Names of what holds a connection string. */
const urlName = /(?:url|uri|dsn|connection_?string|filename)$/i;
/** Names of what holds a client. */
const clientName = /client|pool|sql|conn|db|sqlite|database|pg|neon|connection/i;
/** Methods and functions that return a string. */
const makesString =
  /^(?:String|toString|toLowerCase|trim|replace|replaceAll|concat|join|slice|substring|readFileSync)$/;

/**
 * Whether the first argument of `drizzle()` is a client and not a connection string, judged by its syntax, its type
 * annotation and its name. When nothing tells, it is taken for a client and reported.
 */
export function isClient(argument: ts.Expression, project: Project): boolean {
  const inner = unwrap(argument) as ts.Expression;
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return false;
  if (ts.isNewExpression(inner) || ts.isObjectLiteralExpression(inner)) return true;
  if (ts.isAwaitExpression(inner)) return isClient(inner.expression, project);
  if (ts.isConditionalExpression(inner)) return isClient(inner.whenTrue, project) && isClient(inner.whenFalse, project);
  if (/^process\.env\b|^import\.meta\.env\b/.test(inner.getText())) return false;
  if (ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    const isTyped = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
    const byType = isTyped ? isClientType(declaration.type) : undefined;
    if (byType !== undefined) return byType;
  }
  const value = project.evaluator.evaluate(inner);
  if (value.kind === 'expression' && value.node !== inner && ts.isExpression(value.node))
    return isClient(value.node, project);
  if (ts.isCallExpression(inner)) return isClientCall(inner, project);
  const name = ts.isPropertyAccessExpression(inner) ? inner.name.text : ts.isIdentifier(inner) ? inner.text : '';
  if (urlName.test(name)) return false;
  if (ts.isBinaryExpression(inner)) return isClient(inner.left, project) && isClient(inner.right, project);
  if (value.kind === 'unknown' && !clientName.test(name)) reportUnclear(argument, project);
  return true;
}

/**
 * Whether a call returns a client: `postgres(url)`, `makePool()`. Of `settings.get('DATABASE_URL')` and the like the
 * name that is asked for tells.
 */
function isClientCall(call: ts.CallExpression, project: Project): boolean {
  const callee = unwrap(call.expression);
  const fn = project.evaluator.evaluate(callee);
  const method = ts.isPropertyAccessExpression(callee)
    ? functionOfMember(createObjectMembers(project).memberOf(callee.expression, callee.name.text))
    : undefined;
  const byType = isClientType(fn.kind === 'expression' && isFunction(fn.node) ? fn.node.type : method?.type);
  if (byType !== undefined) return byType;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  const [asked] = call.arguments;
  const names = [name, asked && ts.isStringLiteralLike(asked) ? asked.text : ''];
  if (makesString.test(name) || names.some((each) => urlName.test(each))) return false;
  if (fn.kind !== 'external' && !names.some((each) => clientName.test(each))) reportUnclear(call, project);
  return true;
}

/** Whether an annotated type is that of a client; `undefined` when it is missing or `any`. */
function isClientType(type: ts.TypeNode | undefined): boolean | undefined {
  if (!type || type.kind === ts.SyntaxKind.AnyKeyword) return undefined;
  return type.kind !== ts.SyntaxKind.StringKeyword;
}

function reportUnclear(argument: ts.Expression, { changes }: Project): void {
  changes.report('RQB_CLIENT_UNCLEAR', argument, { argument: unwrap(argument).getText() });
}
