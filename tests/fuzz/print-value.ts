import type { Value } from './model-condition.ts';
import { columnOf } from './model.ts';
import { printGiven } from './print-given.ts';
import { declare, flag, parameter, typeOf, type Scope } from './sheet.ts';
import { valuesOf } from './values.ts';

/** Another value of a column than one of its samples. */
function otherValue(column: string, sample: number, scope: Scope): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  return values[(sample + 1) % values.length]!;
}

/** A value for a comparison with a column. */
export function printValue(column: string, { sample, form }: Value, scope: Scope): string {
  const { sheet } = scope;
  const values = valuesOf(sheet.world, scope.table, columnOf(scope.table, column));
  const js = values[sample % values.length]!;
  const type = typeOf(scope, column);
  sheet.shapes.add(`value ${form}`);
  if (scope.at === 'module') return js;
  switch (form) {
    case 'literal':
      return js;
    case 'parameter':
      return parameter(scope, type, js, column);
    case 'converted':
      if (type === 'string') return `\`\${${parameter(scope, 'string', js)}}\``;
      return type === 'number' ? `Number(${parameter(scope, 'string', `'${js}'`)})` : parameter(scope, type, js);
    case 'constant': {
      const name = sheet.fresh('value');
      // Elements of a list are widened in a constant that does not say what they are.
      declare(scope, `const ${name}${/^\(.*\)\[\]$/.test(type) ? `: ${type}` : ''} = ${js};`);
      return name;
    }
    case 'cast':
      return `${parameter(scope, 'unknown', js)} as ${type}`;
    case 'default': {
      const isSet = sample % 2 === 0;
      const value = parameter(scope, `${type} | undefined`, isSet ? js : 'undefined');
      return `${value} ?? ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'or': {
      // What `||` takes for nothing is left to the tests of `??`.
      const isSet = sample % 2 === 0 && !/^(?:0n?|false|'')$/.test(js);
      const value = parameter(scope, `${type} | undefined`, isSet ? js : 'undefined');
      return `${value} || ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'chain': {
      const isSet = sample % 2 === 0;
      const value = parameter(scope, `{ value?: ${type} } | undefined`, isSet ? `{ value: ${js} }` : 'undefined');
      return `${value}?.value ?? ${isSet ? otherValue(column, sample, scope) : js}`;
    }
    case 'there':
      return `${parameter(scope, `${type} | undefined`, js)}!`;
    case 'choice': {
      // An object or list would be read-only, too.
      if (!/^['\d]/.test(js)) return js;
      const name = sheet.fresh('choices');
      declare(scope, `const ${name} = { one: ${js}, other: ${otherValue(column, sample, scope)} } as const;`);
      return `${name}.one`;
    }
    case 'conditional': {
      const isFirst = sample % 2 === 0;
      const other = otherValue(column, sample, scope);
      return `${flag(scope, isFirst)} ? ${isFirst ? js : other} : ${isFirst ? other : js}`;
    }
    case 'path':
      return `${parameter(scope, `{ value: ${type} }`, `{ value: ${js} }`)}.value`;
    case 'call':
      sheet.taken.add('same()');
      return `same(${parameter(scope, type, js)})`;
    case 'element':
      return `${parameter(scope, `(${type})[]`, `[${js}]`)}[0]!`;
    case 'arithmetic':
      if (type === 'number') return `${parameter(scope, type, js)} + 0`;
      if (type === 'boolean') return `!${parameter(scope, type, js === 'true' ? 'false' : 'true')}`;
      return type === 'string' ? `${parameter(scope, type, js)}.concat('')` : parameter(scope, type, js);
    case 'got':
      return `new Map([['one', ${parameter(scope, type, js)}]]).get('one')!`;
    case 'chain-there':
      return `${parameter(scope, `{ value?: ${type} } | undefined`, `{ value: ${js} }`)}?.value!`;
    case 'index':
      return `${parameter(scope, `Record<string, ${type}>`, `{ one: ${js} }`)}['one']`;
    case 'placeholder': {
      const name = sheet.fresh('hole');
      sheet.placeholders.push(`${name}: ${parameter(scope, type, js)}`);
      return `${scope.operator('sql')}.placeholder('${name}')`;
    }
    case 'missing':
      return `${parameter(scope, `${type} | undefined`, 'undefined')}!`;
    case 'missing-any':
      return parameter(scope, 'any', 'undefined');
    case 'missing-index':
      return `${parameter(scope, `Record<string, ${type}>`, '{}')}.one`;
    case 'null':
      return `${parameter(scope, `${type} | null`, 'null')}!`;
    default:
      return printGiven(column, form, { js, other: otherValue(column, sample, scope), type }, scope);
  }
}

/** A value that a parameter takes, which a placeholder is not. */
export const plainValue = (value: Value): Value =>
  value.form === 'placeholder' ? { ...value, form: 'literal' } : value;
