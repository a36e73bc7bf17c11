import { ts } from '../../ts.cts';
import { choice, parenthesized, source, text, type Code, type CodeEntry } from '../../edits/code.ts';
import type { QueryContext } from '../../filter/context.ts';
import { commentsOf } from '../../filter/comments.ts';
import { usesParameters } from '../../filter/sql/rebind.ts';
import {
  isAnd,
  isFunction,
  isNullish,
  memberNamed,
  nameText,
  propertyValue,
  returnedExpression,
  unwrap,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import type { Style } from '../../edits/style.ts';
import { extraCode, type ExtrasPlace } from './extra-value.ts';
import { constantsOf, type Constants } from './extras-constants.ts';
import { extrasInOrder, lostName, nameOfExtra } from './extras-in-order.ts';
import { rewriteHeldExtras } from './held-extras.ts';
import { enterCallback } from './query-context.ts';
import { failOpaque } from './opaque-config.ts';
import { writeProperty } from '../write-property.ts';

/**
 * Rewrites the `extras` of a query level. v2 wants an object whose values are callbacks or SQL, silently ignores a
 * function in place of the object, no longer re-aliases global columns, and names an extra by its key.
 *
 * ```ts
 * extras: { lower: sql`lower(${users.name})`.as('lower') } // v1
 * extras: { lower: (t, { sql }) => sql`lower(${t.name})` } // v2
 * ```
 *
 * Extras that cannot be read are reported as `RQB_CONFIG_OPAQUE` and set `use.failed`.
 */
export function rewriteExtras(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  const value = ts.isMethodDeclaration(property) ? property : propertyValue(property);
  const extras = value && extrasCode(value, context, { property, project, constants: undefined });
  if (!extras) {
    const inner = value && unwrap(value);
    if (inner && isFunction(inner) && !isSimple(inner)) context.fail('RQB_EXTRAS_STATEMENTS', property);
    else failOpaque('`extras`', property, use, project);
  } else if (extras.changed) writeProperty(property, 'extras', extras.code, project);
}

/** The v2 code for v1 extras, and whether it differs from what is written. */
interface Extras {
  code: Code;
  changed: boolean;
}

/**
 * Reads extras as an object, a callback that returns one, a choice between them, or a constant or call that holds them.
 *
 * @returns `undefined` when the extras cannot be read
 */
function extrasCode(node: ts.Node, context: QueryContext, place: ExtrasPlace): Extras | undefined {
  const { project, constants } = place;
  const inner = unwrap(node);
  const part = (child: ts.Node) => extrasCode(child, context, place);
  if (isNullish(inner) || inner.kind === ts.SyntaxKind.FalseKeyword) return { code: source(inner), changed: false };
  if (isFunction(inner)) {
    const extras = callbackCode(inner, enterCallback(inner, context), place);
    return extras && { ...extras, changed: true };
  }
  if (ts.isObjectLiteralExpression(inner)) return objectCode(inner, context, place);
  if (ts.isConditionalExpression(inner)) {
    const [whenTrue, whenFalse] = [part(inner.whenTrue), part(inner.whenFalse)];
    // The callback goes away, and its parameters with it.
    if (!whenTrue || !whenFalse || isOfCallback(inner.condition, context, constants)) return undefined;
    const code = choice(inner.condition, whenTrue.code, whenFalse.code);
    return { code, changed: whenTrue.changed || whenFalse.changed };
  }
  if (isAnd(inner)) {
    const extras = isOfCallback(inner.left, context, constants) ? undefined : part(inner.right);
    return extras && { ...extras, code: { kind: 'sequence', parts: [source(inner.left), text(' && '), extras.code] } };
  }
  if (constants && constants.neededBy(inner).length > 0) return undefined;
  const isHeld = rewriteHeldExtras(inner as ts.Expression, context, project, (held, local) =>
    extrasCode(held, local, { ...place, constants: undefined }),
  );
  return isHeld ? { code: source(inner), changed: false } : undefined;
}

/** The extras that a v1 callback returns. Its constants go to the keys that need them. */
function callbackCode(fn: FunctionNode, context: QueryContext, place: ExtrasPlace): Extras | undefined {
  const returned = returnedExpression(fn);
  if (!returned || isSimple(fn)) return returned && extrasCode(returned, context, place);
  const constants = place.constants ? undefined : constantsOf(fn, context);
  const extras = constants && extrasCode(returned, context, { ...place, constants });
  if (!extras || !constants.isMovable()) return undefined;
  const { code } = extras;
  const comments = constants.comments();
  if (comments.length === 0) return extras;
  const first = code.kind === 'object' ? code.entries[0] : undefined;
  if (code.kind !== 'object' || !first) return undefined;
  const entries = code.entries.with(0, { ...first, comments: [...comments, ...(first.comments ?? [])] });
  return { ...extras, code: { ...code, entries } };
}

/** Whether an expression uses a parameter or a constant of the v1 callback, which goes away. */
function isOfCallback(node: ts.Node, context: QueryContext, constants: Constants | undefined): boolean {
  return usesParameters(node, context) || (constants?.neededBy(node).length ?? 0) > 0;
}

/** The object with each value turned into a callback. A value that is a function already is v2's form and stays. */
function objectCode(object: ts.ObjectLiteralExpression, context: QueryContext, place: ExtrasPlace): Extras | undefined {
  const { property, project, constants } = place;
  const entries: CodeEntry[] = [];
  let changed = false;
  for (const member of object.properties) {
    const comments = commentsOf(member);
    if (ts.isSpreadAssignment(member)) {
      const extras = extrasCode(member.expression, context, place);
      if (!extras) return undefined;
      const isPlain = extras.code.kind === 'source' && isWord(extras.code.node);
      entries.push({ kind: 'spread', value: isPlain ? extras.code : parenthesized(extras.code), comments });
      changed ||= extras.changed;
      continue;
    }
    const initializer = propertyValue(member);
    if (!member.name || !initializer) return undefined;
    const key = nameText(member.name);
    // A key that uses the parameters of a v1 callback has no place in an object.
    if (key === undefined && isOfCallback(member.name, context, constants)) return undefined;
    const name = key ?? member.name.getText();
    const written = constants?.follow(initializer) ?? initializer;
    const isMigrated = isFunction(unwrap(written));
    if (isMigrated && written !== initializer) return undefined;
    checkName(name, written, property, context, project.styleOf(member.getSourceFile().fileName));
    changed ||= !isMigrated;
    const extra = isMigrated
      ? { value: source(initializer), comments: [] }
      : extraCode(name, member, written, context, place);
    if (!extra) return undefined;
    const { value } = extra;
    const all = [...extra.comments, ...comments];
    entries.push({ kind: 'property', name, computed: key === undefined, value, comments: all });
  }
  return { code: { kind: 'object', entries }, changed };
}

function isSimple({ body }: FunctionNode): boolean {
  return body !== undefined && (!ts.isBlock(body) || body.statements.length === 1);
}

/** Whether an expression needs no parentheses after `...`: a name, a member access or a call. */
function isWord(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node);
}

/** Fails the query when its `orderBy` names an extra that v2 does not know there, and it cannot be written in its place. */
function checkName(
  key: string,
  extra: ts.Expression,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  style: Style,
): void {
  const name = nameOfExtra(extra);
  if (name === undefined || !ts.isObjectLiteralExpression(property.parent)) return;
  const siblings = property.parent.properties;
  const place = lostName(key, name, siblings);
  // Inside of a callback of the extras the context is that of the callback.
  const outer = { ...context, callback: undefined };
  const order = memberNamed(siblings, 'orderBy');
  if (place && order && extrasInOrder(order, outer, style, name).length === 0)
    context.fail('RQB_EXTRAS_NAME', place, { name });
}
