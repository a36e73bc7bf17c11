import type { Where } from './model-condition.ts';
import type { Order } from './model.ts';
import { callbackScope, type CallbackScope } from './callback-scope.ts';
import { declare, flag, parameter, type Scope } from './sheet.ts';

/** Whether a callback stands outside of the query, or is one of two. */
export const isHeldCallback = (form: Where['form'] | Order['form']): boolean =>
  form === 'held-callback' || form === 'made-callback' || form.startsWith('callback-');

/** A callback whose body is written: what chooses it, its body, and its own scope. */
interface Callback {
  value: boolean;
  text: string;
  inner: CallbackScope;
}

/** A v1 callback for `where` or `orderBy` that a constant, a choice, an object or a function gives. */
export function heldCallbackText(
  form: Where['form'] | Order['form'],
  { value, text, inner }: Callback,
  scope: Scope,
  isOrder = false,
): string {
  const { sheet } = scope;
  const [key] = scope.table.primary;
  const choice = () => flag(scope, value);
  const written = `${inner.typedHeader()} => ${text}`;
  const held = (code: string) => {
    const name = sheet.fresh('callback');
    declare(scope, `const ${name} = ${code};`);
    return name;
  };
  /** Another callback, which takes less or as much. */
  const other = () => {
    const own = callbackScope(scope, 'callback', 'row', isOrder);
    const body = `${own.operator(isOrder ? 'desc' : 'isNotNull')}(${own.column(key!)})`;
    return `${own.typedHeader()} => ${body}`;
  };
  switch (form) {
    case 'callback-choice':
      return `${choice()} ? ${inner.header()} => ${text} : undefined`;
    case 'callback-of-two':
      return `${choice()} ? ${held(written)} : ${held(other())}`;
    case 'callback-or-sql':
      return `${choice()} ? ${held(written)} : ${scope.operator('isNotNull')}(${scope.column(key!)})`;
    case 'callback-or-value':
      return `${choice()} ? ${held(written)} : ${scope.operator('desc')}(${scope.column(key!)})`;
    case 'callback-if-there':
      return `${parameter(scope, '{ on: true } | undefined', value ? '{ on: true }' : 'undefined')} && ${held(written)}`;
    case 'callback-by-name': {
      const map = held(`{ first: ${written}, other: ${other()} }`);
      return `${map}[${parameter(scope, "'first' | 'other'", value ? "'first'" : "'other'")}]`;
    }
    case 'callback-assigned': {
      const [first, name] = [held(written), sheet.fresh('chosen')];
      const second = `() => ${scope.operator(isOrder ? 'desc' : 'isNotNull')}(${scope.column(key!)})`;
      const type = isOrder ? '' : `: typeof ${first} | undefined`;
      // What `sql<boolean>` gives has another type than what operators give.
      const changed = isOrder ? first : `(${second}) as unknown as typeof ${first}`;
      declare(scope, `let ${name}${type} = ${first};\n  if (!${choice()}) ${name} = ${changed};`);
      return name;
    }
    case 'callback-chosen':
      return held(`${choice()} ? ${held(written)} : ${isOrder ? held(other()) : 'undefined'}`);
    case 'made-callback': {
      const name = held(`(isOn: boolean) => ${inner.typedHeader()} => isOn ? ${text} : undefined`);
      return `${name}(${choice()})`;
    }
    default:
      return held(written);
  }
}
