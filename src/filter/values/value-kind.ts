import { ts } from '../../ts.cts';
import { listOver } from '../../read/syntax/list-over.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { isAlternative, isConst, isFunction, isNullish, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { assignedValues } from '../../read/syntax/writes.ts';
import { isStrictlyTyped, type PassedValue, type QueryContext } from '../context.ts';
import { isKnownPrimitive, isKnownToBeThere } from './guards.ts';
import { isSql } from './is-sql.ts';
import { hidesFromChecker, isTrusted, mayBeNullish, mayHoldNullish } from './nullish.ts';
import { isOfCast } from './of-cast.ts';
import { isDrizzle } from './operators.ts';
import { mayBeObject } from './unchecked.ts';
import { namesType, writtenType } from './written-type.ts';

/** What kind of value is on the right of a comparison, as far as syntax tells; it decides how v2 takes the value. */
export type ValueKind =
  /** A primitive, or anything that is not known to be one of the other kinds. */
  | 'plain'
  /** SQL, a column or a subquery: the types of an object filter reject these. */
  | 'sql'
  /** `sql.placeholder('…')`. */
  | 'placeholder'
  /**
   * An object, array, Date or Buffer: `{ createdAt: date }` would silently be no condition, so it needs `{ eq: date }`.
   */
  | 'object'
  | 'null'
  | 'undefined'
  /** May be null or undefined at run time although v1's types did not notice. */
  | 'nullish';

/**
 * Classifies a value given to a v1 operator.
 *
 * @param depth how many constants have been followed already
 */
export function valueKind(node: ts.Expression, context: QueryContext, depth = 0): ValueKind {
  const inner = unwrap(node);
  if (isSql(inner, context)) return 'sql';
  if (inner.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (isUndefined(inner)) return 'undefined';
  if (ts.isCallExpression(inner) && isDrizzle(inner.expression, 'placeholder', context)) return 'placeholder';
  const passed = unsurePassed(node, context, depth);
  const isDoubtful =
    mayBeNullish(node, context, depth) || !isTrusted(node, context) || passed.some(({ kind }) => kind === 'nullish');
  if (isDoubtful && !isKnownToBeThere(node, context)) return 'nullish';
  // A value of unchecked type may be an object even if it is defined, and v2 would take its keys for operators.
  const isUntyped = context.javascript && isDoubtful;
  const isOpen =
    isUntyped ||
    mayBeObject(inner, context.evaluator) ||
    mayBeObject(node, context.evaluator) ||
    passed.some((each) => mayBeObject(each.value, context.evaluator));
  if (isOpen && !isKnownPrimitive(node, context)) return 'object';
  if (isDoubtful) return 'plain';
  if (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isNewExpression(inner))
    return 'object';
  if (ts.isConditionalExpression(inner))
    return kindOfEither(valueKind(inner.whenTrue, context, depth), valueKind(inner.whenFalse, context, depth));
  if (depth < 4 && ts.isIdentifier(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && ts.isExpression(value.node) && !isFunction(value.node) && value.node !== inner) {
      const kind = valueKind(value.node, context, depth + 1);
      // With strict null checks, v1 compiled only because a guard stands between the declaration and this use.
      if (kind !== 'undefined' && kind !== 'null' && kind !== 'nullish') return kind;
      return context.strict && !hidesFromChecker(value.node, context) ? 'plain' : 'nullish';
    }
  }
  return 'plain';
}

/**
 * The values passed for a parameter by calls in sight that may be missing, or objects, although its type does not say
 * so: `byEmail(form.get('email') as string)`. Where the type allows null or undefined, a strict compiler has seen to it
 * that the function looks. So for what a value is made of, and the elements of a list that is passed.
 */
function unsurePassed(
  node: ts.Expression,
  context: QueryContext,
  depth: number,
): (PassedValue & { kind: ValueKind })[] {
  if (depth > 3) return [];
  const parts = partsOf(node);
  if (parts.length > 0)
    return parts.flatMap((part) => (isKnownToBeThere(part, context) ? [] : unsurePassed(part, context, depth + 1)));
  const type = writtenType(node);
  const isAllowed = type && (type.isOptional || namesType(type.type, 'undefined', 'null', 'any', 'unknown'));
  if (isAllowed && isStrictlyTyped(context)) return [];
  return passedFor(node, context).flatMap((passed) => {
    const { value, context: there, part } = passed;
    if (part !== 'whole') {
      const isUnsure =
        part === 'elements' ? mayHoldNullish(value, there, depth + 1) : isOfCast(value, there, part.member);
      return isUnsure ? [{ ...passed, kind: 'nullish' }] : [];
    }
    // What may openly be missing is passed only for what may be.
    const isTold = isStrictlyTyped(there) && !hidesFromChecker(value, there) && isOpenlyMissing(value);
    if (isTold) return [];
    const found = valueKind(value, there, depth + 1);
    const kind = found === 'null' || found === 'undefined' ? 'nullish' : found;
    return kind === 'nullish' || (kind === 'object' && mayBeObject(value, context.evaluator))
      ? [{ ...passed, kind }]
      : [];
  });
}

/**
 * The expressions one of which a value is: both ends of a choice, what stands behind `??`, all values of a variable that
 * may be written more than once. None for a path of names, which is followed by itself.
 *
 * @param depth how many constants have been followed already
 */
function partsOf(node: ts.Expression, depth = 0): readonly ts.Expression[] {
  const inner = unwrap(node);
  if (isAlternative(inner)) return [inner.right];
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse];
  const variable = variableOf(inner);
  if (!variable) return [];
  const { initializer } = variable;
  if (!isConst(variable)) return [...(initializer ? [initializer] : []), ...assignedValues(variable)];
  return initializer && depth < 4 && partsOf(initializer, depth + 1).length > 0 ? [initializer] : [];
}

/** What calls in sight pass for a value, or for the list whose elements it stands for. */
function passedFor(node: ts.Expression, context: QueryContext): readonly PassedValue[] {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const list = declaration && listOver(declaration);
  if (!list) return context.passedValues(node);
  return context.passedValues(list).flatMap((each) => (each.part === 'whole' ? { ...each, part: 'elements' } : []));
}

/** Whether a value is written so that its type has undefined or null in it: as such, with `?.`, or from the environment. */
function isOpenlyMissing(value: ts.Expression): boolean {
  const inner = unwrap(value);
  return (
    isNullish(inner) ||
    (inner.flags & ts.NodeFlags.OptionalChain) !== 0 ||
    /^(?:process|import\.meta)\.env\b/.test(inner.getText())
  );
}

/** The place of a call that passes a value which may be missing; undefined when the value itself may be, or is not. */
export function placeOfMissing(node: ts.Expression, context: QueryContext): string | undefined {
  if (mayBeNullish(node, context, 0) || !isTrusted(node, context)) return undefined;
  return unsurePassed(node, context, 0).find(({ kind }) => kind === 'nullish')?.place;
}

/** The kind of a value that is of one kind or another, depending on a condition. */
function kindOfEither(...kinds: readonly ValueKind[]): ValueKind {
  if (kinds.every((kind) => kind === 'plain')) return 'plain';
  if (kinds.includes('sql')) return 'sql';
  const isMissing = kinds.some((kind) => kind === 'undefined' || kind === 'null' || kind === 'nullish');
  return isMissing ? 'nullish' : 'object';
}

/** Whether a value may be missing, or an object where its type says otherwise, and no code around it checks it. */
export function isUnsureValue(node: ts.Expression, context: QueryContext): boolean {
  const kind = valueKind(node, context);
  return kind === 'nullish' || (kind === 'object' && mayBeObject(node, context.evaluator));
}
