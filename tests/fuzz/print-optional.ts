import type { Condition } from './model-condition.ts';
import { columnOf } from './model.ts';
import type { Of } from './presence.ts';
import { printValue } from './print-value.ts';
import { declare, flag, moduleScope, parameter, typeOf, type Scope } from './sheet.ts';
import { valuesOf } from './values.ts';

/** The commonest condition of all: only when there is a value. */
export function printOptional(
  { operator, column, sample, form: wanted, flag: isSet }: Of<'optional'>,
  scope: Scope,
): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  const js = values[sample % values.length]!;
  const type = typeOf(scope, column);
  const compare = (value: string) => `${scope.operator(operator)}(${scope.column(column)}, ${value})`;
  const given = (whole: string, text: string) =>
    parameter(scope, `${whole} | undefined`, isSet ? text : 'undefined', column);
  const key = scope.table.primary[0]!;
  const [last] = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, key));
  const isNull = `${scope.operator('isNull')}(${scope.column(column)})`;
  if (scope.at === 'module')
    return `${flag(scope, isSet)} ? ${compare(js)} : ${wanted === 'or-null' ? isNull : 'undefined'}`;
  const isText = type === 'string';
  const isImpossible = (wanted === 'typeof' && !isText && type !== 'number') || (wanted === 'not-other' && !isText);
  const form = isImpossible ? 'defined' : wanted;
  switch (form) {
    case 'object': {
      const value = given(`{ value: ${type} }`, `{ value: ${js} }`);
      return `${value} && ${compare(`${value}.value`)}`;
    }
    case 'list': {
      const value = given(`(${type})[]`, `[${js}]`);
      return `${value}?.length ? ${scope.operator('inArray')}(${scope.column(column)}, ${value}) : undefined`;
    }
    case 'nullish': {
      const value = parameter(scope, `${type} | null | undefined`, isSet ? js : 'null', column);
      return `${value} != null ? ${compare(value)} : undefined`;
    }
    case 'typeof': {
      const value = parameter(scope, `${type} | { all: true }`, isSet ? js : '{ all: true }', column);
      return `typeof ${value} === '${type}' ? ${compare(value)} : undefined`;
    }
    case 'not': {
      const value = given(type, js);
      return `(${value} === undefined ? undefined : ${compare(value)})`;
    }
    case 'not-other': {
      const value = parameter(scope, "string | 'all' | undefined", isSet ? js : "'all'", column);
      const isEmpty = js === "''";
      return `${isEmpty ? `${value} !== undefined` : value} && ${value} !== 'all' ? ${compare(value)} : undefined`;
    }
    case 'or-null': {
      const value = parameter(scope, `${type} | null`, isSet ? js : 'null', column);
      // A flag in front of it would not tell the compiler that the value is there.
      return `(${value} === null ? ${isNull} : ${compare(value)})`;
    }
    case 'cursor': {
      const value = given(`{ value: ${type}; last: ${typeOf(scope, key)} }`, `{ value: ${js}, last: ${last} }`);
      const more = `${scope.operator('ne')}(${scope.column(key)}, ${value}.last)`;
      const same = `${scope.operator('eq')}(${scope.column(column)}, ${value}.value)`;
      const both = `${scope.operator('and')}(${same}, ${more})`;
      return `${value} ? ${scope.operator('or')}(${compare(`${value}.value`)}, ${both}) : undefined`;
    }
    default: {
      const value = given(type, js);
      // Zero, false and the empty text are there as well.
      const isTruthy = form === 'truthy' && !/^(?:0n?|false|'')$/.test(js);
      return `${value}${isTruthy ? '' : ' !== undefined'} ? ${compare(value)} : undefined`;
    }
  }
}

/** A comparison whose operator is known at run time only. */
export function printOperator({ form, operators, column, value, flag: isFirst }: Of<'chosen'>, scope: Scope): string {
  const [first, second] = operators;
  const name = scope.sheet.fresh('compare');
  const choose = (at: Scope) => `${flag(at, isFirst)} ? ${at.operator(first)} : ${at.operator(second)}`;
  const { outer } = scope;
  const operands = `${scope.column(column)}, ${printValue(column, value, scope)}`;
  switch (form) {
    case 'held':
      declare(outer, `const ${name} = ${choose(outer)};`);
      return `${name}(${operands})`;
    case 'in-place':
      return `(${choose(scope)})(${operands})`;
    case 'map': {
      const key = (text: string) => (outer.at === 'module' ? text : parameter(outer, "'first' | 'other'", text));
      declare(outer, `const ${name} = { first: ${outer.operator(first)}, other: ${outer.operator(second)} };`);
      return `${name}[${key(isFirst ? "'first'" : "'other'")}](${operands})`;
    }
    case 'given': {
      const outside = moduleScope(scope);
      const type = typeOf(outside, column);
      const body = `return by(${outside.column(column)}, value);`;
      declare(outside, `function ${name}(by: typeof ${outside.operator(first)}, value: ${type}) {\n  ${body}\n}`);
      const given = printValue(
        column,
        /^(?:placeholder|next)$/.test(value.form) ? { ...value, form: 'literal' } : value,
        scope,
      );
      return `${name}(${scope.operator(isFirst ? first : second)}, ${given})`;
    }
  }
}

/** A condition that may not be there, and what stands in for it. */
export function printFallback(
  { form, flag: isSet, member, otherwise }: Of<'fallback'>,
  scope: Scope,
  print: (condition: Condition, scope: Scope) => string,
): string {
  const other = `(${print(otherwise, scope)})`;
  const at = form === 'held' || form === 'grown' ? scope.outer : scope;
  const text = `${flag(at, isSet)} ? ${print(member, at)} : undefined`;
  if (form === '??' || form === '||') return `((${text}) ${form} ${other})`;
  const name = scope.sheet.fresh('base');
  declare(at, `const ${name} = ${text};`);
  if (form === 'held') return `(${name} ?? ${other})`;
  return `(${name} ? ${scope.operator('and')}(${name}, ${other}) : ${other})`;
}
