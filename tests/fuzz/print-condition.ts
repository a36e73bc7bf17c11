import type { Condition } from './model-condition.ts';
import { columnOf } from './model.ts';
import { isJoinable, isPresent, sure, type Of } from './presence.ts';
import { printCollected, printHeld } from './print-held.ts';
import { printJson, printSql, printSubquery } from './print-sql.ts';
import { printFallback, printOperator, printOptional } from './print-optional.ts';
import { printList } from './print-list.ts';
import { printValue } from './print-value.ts';
import { declare, flag, moduleScope, parameter, type Scope } from './sheet.ts';
import { valuesOf } from './values.ts';

/** A condition as v1 source text. */
export function printCondition(condition: Condition, scope: Scope): string {
  const { sheet } = scope;
  const call = (name: string, ...args: string[]) => `${scope.operator(name)}(${args.join(', ')})`;
  const print = (part: Condition) => printCondition(part, scope);
  sheet.shapes.add(`where ${condition.is}${'form' in condition ? ` ${condition.form}` : ''}`);
  if ('operator' in condition) sheet.shapes.add(`operator ${condition.operator}`);
  switch (condition.is) {
    case 'compare':
      return call(
        condition.operator,
        scope.column(condition.column),
        printValue(condition.column, condition.value, scope),
      );
    case 'null':
      return call(condition.operator, scope.column(condition.column));
    case 'in':
      return call(condition.operator, scope.column(condition.column), printList(condition, scope));
    case 'between': {
      const { operator, column, low, high } = condition;
      return call(operator, scope.column(column), printValue(column, low, scope), printValue(column, high, scope));
    }
    case 'like': {
      const js = `'${condition.pattern.replaceAll('\\', '\\\\')}'`;
      const value =
        condition.form === 'literal'
          ? js
          : condition.form === 'parameter'
            ? parameter(scope, 'string', js)
            : condition.form === 'placeholder'
              ? placeholder(scope, parameter(scope, 'string', js))
              : `\`\${${parameter(scope, 'string', js)}}\``;
      return call(condition.operator, scope.column(condition.column), value);
    }
    case 'list': {
      const value = { ...condition.value };
      const values = valuesOf(sheet.world, scope.table, columnOf(scope.table, condition.column));
      // An empty list throws in both versions.
      if (values[value.sample % values.length] === '[]') value.sample = values.findIndex((js) => js !== '[]');
      return call(condition.operator, scope.column(condition.column), printValue(condition.column, value, scope));
    }
    case 'group': {
      if (condition.form === 'sql-join' && isJoinable(condition.members)) {
        const sql = scope.operator('sql');
        const parts = condition.members.map((part) => print(part)).join(', ');
        return `${sql}\`(\${${sql}.join([${parts}], ${sql}\` ${condition.operator} \`)})\``;
      }
      const parts = condition.members.map(print).join(', ');
      if (condition.form === 'conditional-spread') {
        const [last] = condition.members.slice(-1);
        const others = condition.members.slice(0, -1).map(print);
        return call(condition.operator, ...others, `...(${flag(scope, condition.flag)} ? [${print(last!)}] : [])`);
      }
      return condition.form === 'spread' ? call(condition.operator, `...[${parts}]`) : call(condition.operator, parts);
    }
    case 'not':
      return isPresent(condition.member) ? call('not', sure(condition.member, print(condition.member))) : 'undefined';
    case 'when':
      return printWhen(condition, scope);
    case 'optional':
      return printOptional(condition, scope);
    case 'nothing':
      return condition.form === 'undefined' ? 'undefined' : call(condition.form);
    case 'sql':
      return printSql(condition, scope);
    case 'chosen':
      return printOperator(condition, scope);
    case 'fallback':
      return printFallback(condition, scope, printCondition);
    case 'either':
      return call(
        condition.operator,
        printChosen(condition, scope),
        printValue(condition.left, condition.value, scope),
      );
    case 'json':
      return printJson(condition, scope);
    case 'mapped':
      return printMapped(condition, scope);
    case 'columns':
      return call(condition.operator, scope.column(condition.left), scope.column(condition.right));
    case 'subquery':
      return printSubquery(condition, scope);
    case 'held':
      return printHeld(condition, scope, printCondition);
    case 'collected':
      return printCollected(condition, scope, printCondition);
  }
}

/** One of two columns. */
function printChosen({ form, flag: isLeft, left, right }: Of<'either'>, scope: Scope): string {
  const choose = (at: Scope) => `${flag(at, isLeft)} ? ${at.column(left)} : ${at.column(right)}`;
  if (form === 'held') {
    const name = scope.sheet.fresh('chosen');
    const { outer } = scope;
    declare(outer, `const ${name} = ${choose(outer)};`);
    return name;
  }
  if (form === 'returned') {
    const outside = moduleScope(scope);
    const name = scope.sheet.fresh('columnOf');
    const body = `if (isFirst) return ${outside.column(left)};\n  return ${outside.column(right)};`;
    declare(outside, `function ${name}(isFirst: boolean) {\n  ${body}\n}`);
    return `${name}(${flag(scope, isLeft)})`;
  }
  const keys = [...new Set([left, right])];
  const key = () => parameter(scope, keys.map((each) => `'${each}'`).join(' | '), `'${isLeft ? left : right}'`);
  return (form === 'dynamic' && scope.at === 'function' && scope.element(key(), keys)) || choose(scope);
}

/** A list that is made into conditions where it stands. */
function printMapped({ operator, form, left, right, words }: Of<'mapped'>, scope: Scope): string {
  const group = scope.operator(operator);
  if (form === 'words') {
    const list = parameter(scope, 'string[]', JSON.stringify(words).replaceAll('"', "'"));
    const like = (key: string) => `${scope.operator('like')}(${scope.column(key)}, \`%\${word}%\`)`;
    return `${group}(...${list}.map((word) => ${scope.operator('or')}(${like(left)}, ${like(right)})))`;
  }
  if (form === 'columns')
    return `${group}(...[${scope.column(left)}, ${scope.column(right)}].map((each) => ${scope.operator('isNotNull')}(each)))`;
  const name = scope.sheet.fresh('columns');
  // The table that a helper is given has its name only inside of it.
  const outer = scope.at === 'module' ? moduleScope(scope) : scope.outer;
  declare(outer, `const ${name} = { first: ${outer.column(left)}, second: ${outer.column(right)} };`);
  return `${group}(...(['first', 'second'] as const).map((key) => ${scope.operator('isNotNull')}(${name}[key])))`;
}

function placeholder(scope: Scope, value: string): string {
  const name = scope.sheet.fresh('hole');
  scope.sheet.placeholders.push(`${name}: ${value}`);
  return `${scope.operator('sql')}.placeholder('${name}')`;
}

function printWhen({ form, flag: value, member: part, otherwise }: Of<'when'>, scope: Scope): string {
  const then = printCondition(part, scope);
  if (form === 'else' && otherwise) return `${flag(scope, value)} ? ${then} : ${printCondition(otherwise, scope)}`;
  if (form === 'ternary' || scope.at === 'module') return `${flag(scope, value)} ? ${then} : undefined`;
  return `${parameter(scope, '{ on: true } | undefined', value ? '{ on: true }' : 'undefined')} && ${then}`;
}
