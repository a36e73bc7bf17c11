import { isWrittenAny, writtenType } from '../../filter/values/written-type.ts';
import type { GivenCallback } from '../../filter/context.ts';
import { isFunction, isNullish, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { givenValues } from './given-values.ts';

/**
 * Whether a variable or parameter that stands as a `where` or `orderBy` holds a v1 callback `(table, operators) => …`,
 * judged by its written type, else by what the calls of its function pass for it.
 *
 * @returns `'always'` when it is a callback whenever it is set, `'sometimes'` when it may be SQL as well, `undefined`
 *   when no callback is known
 */
export function givenCallback(node: ts.Expression, project: Project): GivenCallback | undefined {
  const written = writtenType(node);
  const byType = written && callbackOfType(written.type, project);
  if (byType) return byType;
  const given = givenValues(node, project)?.filter((value) => !isNullish(unwrap(value))) ?? [];
  const callbacks = given.filter((value) => {
    const known = project.evaluator.evaluate(value);
    return (
      isFunction(unwrap(value)) ||
      (known.kind === 'expression' && isFunction(known.node) && !ts.isCallExpression(value))
    );
  });
  if (callbacks.length === 0) return undefined;
  // Under a written type that is not known to be a callback's the compiler would refuse to call the value unchecked.
  const isUntyped = !written || isWrittenAny(node);
  return isUntyped && callbacks.length === given.length ? 'always' : 'sometimes';
}

/** Like `givenCallback`, for a type: function types, unions of them (`| undefined` aside) and type aliases. */
function callbackOfType(type: ts.TypeNode, project: Project, depth = 0): GivenCallback | undefined {
  if (ts.isParenthesizedTypeNode(type)) return callbackOfType(type.type, project, depth);
  if (ts.isFunctionTypeNode(type)) return 'always';
  if (ts.isUnionTypeNode(type)) {
    const kinds = type.types
      .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
      .map((part) => callbackOfType(part, project, depth));
    if (kinds.every((kind) => kind === 'always')) return 'always';
    return kinds.some((kind) => kind !== undefined) ? 'sometimes' : undefined;
  }
  const declaration = ts.isTypeReferenceNode(type) && depth < 8 ? declarationOfName(type.typeName, project) : undefined;
  return declaration && ts.isTypeAliasDeclaration(declaration)
    ? callbackOfType(declaration.type, project, depth + 1)
    : undefined;
}
