import { ts } from '../../ts.cts';
import { docComment } from '../../read/types/doc-types.ts';
import { isJavaScript } from '../../read/modules/sources.ts';
import { type FunctionNode, memberName } from '../../read/syntax/syntax.ts';
import { type ClassMember, hasModifier, memberOf, membersCalled } from './class-members.ts';
import { objectFunction, type ObjectMember } from './object-functions.ts';
import type { Project } from '../project.ts';

/**
 * Whether a function may return a filter object instead of SQL, as far as its declaration tells: it is no generator, has
 * no overloads or decorators and overrides nothing, its written return type (if any) is one of SQL, and
 * no published package exports it.
 */
export function mayReturnFilter(fn: FunctionNode, project: Project): boolean {
  if (!fn.body || fn.asteriskToken) return false;
  const member = memberOf(fn);
  if (member && hasModifier(member, ts.SyntaxKind.OverrideKeyword)) return false;
  if (member && ts.canHaveDecorators(member) && ts.getDecorators(member)) return false;
  if (isOverloaded(fn)) return false;
  const type = returnTypeOf(fn);
  if (type === 'elsewhere' || (type && !isOfCondition(type))) return false;
  // A JSDoc comment that says `SQL` would no longer be true.
  if (isJavaScript(fn.getSourceFile()) && /@(?:returns?|type)\s*\{[^@]*\bSQL\b/.test(docComment(fn) ?? ''))
    return false;
  return !isPublic(fn, memberOf(fn) ?? objectFunction(fn), project);
}

/**
 * The type written for what a function returns, at the function or in the function type of its variable; for
 * `Promise<SQL>` of an async function that in the promise.
 *
 * @returns `undefined` when none is written, `'elsewhere'` when the type has another form, such as a named one
 */
export function returnTypeOf(fn: FunctionNode): ts.TypeNode | 'elsewhere' | undefined {
  const owner = fn.parent;
  const declared = ts.isVariableDeclaration(owner) || ts.isPropertyDeclaration(owner) ? owner.type : undefined;
  const type = fn.type ?? (declared && ts.isFunctionTypeNode(declared) ? declared.type : undefined);
  if (!type) return declared && 'elsewhere';
  if (!isAsync(fn)) return type;
  const isPromise = ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Promise';
  return (isPromise && type.typeArguments?.[0]) || 'elsewhere';
}

/** Whether a function is async: what it returns is a promise of the values it names. */
export function isAsync(fn: FunctionNode): boolean {
  return hasModifier(fn, ts.SyntaxKind.AsyncKeyword);
}

/** Whether a type is one of SQL conditions: `SQL`, `SQL | undefined`, `ReturnType<typeof and>`. */
export function isOfCondition(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isOfCondition);
  return /^(?:undefined|SQL(?:Wrapper)?(?:<.*>)?|ReturnType<typeof (?:and|or|eq|not|sql)>)$/s.test(type.getText());
}

/** Whether other declarations share the function's name. */
function isOverloaded(fn: FunctionNode): boolean {
  const member = memberOf(fn);
  const name = member?.name && memberName(member.name);
  if (member && name !== undefined) return membersCalled(name, member.parent).length > 1;
  if (!ts.isFunctionDeclaration(fn) || !(ts.isSourceFile(fn.parent) || ts.isBlock(fn.parent))) return false;
  const { statements } = fn.parent;
  return statements.some(
    (other) => other !== fn && ts.isFunctionDeclaration(other) && other.name?.text === fn.name?.text,
  );
}

/**
 * Whether a published package exports a function or condition, or the class or object of which it is a member, so that
 * its users are out of sight. A `package.json` with an entry point and without `"private": true` counts as published.
 */
export function isPublic(
  node: ts.Node,
  owner: ClassMember | ObjectMember | undefined,
  { evaluator, resolver }: Project,
): boolean {
  const path = node.getSourceFile().fileName;
  const json = resolver.packageOf(path)?.json ?? {};
  const isPublished = ['exports', 'types', 'typings', 'module', 'publishConfig'].some((key) => key in json);
  if (json['private'] === true || !isPublished) return false;
  if (owner && 'kind' in owner)
    return !hasModifier(owner, ts.SyntaxKind.PrivateKeyword) && !ts.isPrivateIdentifier(owner.name);
  return evaluator.exportNames(path).some((name) => {
    const value = evaluator.exported(path, name);
    return value?.kind === 'expression' && (value.node === node || value.node === owner?.object);
  });
}
