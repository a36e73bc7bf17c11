import { ts } from '../../ts.cts';
import { memberNamed, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import type { ResultWalk } from './result-walk.ts';
import type { Step } from './returned-results.ts';

/** Notes values that reach the same places as the result. `path` is the way to the key in these, too. */
export function noteOthers(values: readonly ts.Node[], path: readonly Step[], { found }: ResultWalk): void {
  found.mixed.push(...values);
  found.standIns.push(...values.flatMap((value) => membersAt(value, path)));
}

/** The members at the end of a path into object and list literals. */
function membersAt(value: ts.Node, path: readonly Step[]): ts.ObjectLiteralElementLike[] {
  const [step, ...rest] = path;
  const inner = unwrap(value);
  if (ts.isAwaitExpression(inner)) return membersAt(inner.expression, path);
  if (ts.isArrayLiteralExpression(inner))
    return step === '[]' ? inner.elements.flatMap((element) => membersAt(element, rest)) : [];
  const isObject = ts.isObjectLiteralExpression(inner) && step !== undefined;
  const member = isObject ? memberNamed(inner.properties, step) : undefined;
  if (!member || rest.length === 0) return member ? [member] : [];
  const held = propertyValue(member);
  return held ? membersAt(held, rest) : [];
}
