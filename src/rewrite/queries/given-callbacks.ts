import { isWrittenAny, writtenType } from '../../filter/written-type.ts';
import type { GivenCallback } from '../../filter/context.ts';
import { isNullish } from '../../read/leaves.ts';
import { isFunction, unwrap } from '../../read/syntax.ts';
import { declarationOfName } from '../../read/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { givenValues } from './given-values.ts';

/** Whether what stands for a condition or an order is a v1 callback, by its type or by what its function is given. */
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
  // The compiler takes what has another type for that.
  const isUntyped = !written || isWrittenAny(node);
  return isUntyped && callbacks.length === given.length ? 'always' : 'sometimes';
}

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
