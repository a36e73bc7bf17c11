import { columnOf } from './model.ts';
import type { Of } from './presence.ts';
import { declare, flag, parameter, typeOf, type Scope } from './sheet.ts';
import { valuesOf } from './values.ts';

/** A list of values for `inArray`. */
export function printList({ operator, column, samples, form }: Of<'in'>, scope: Scope): string {
  const values = valuesOf(scope.sheet.world, scope.table, columnOf(scope.table, column));
  const js = `[${samples.map((sample) => values[sample % values.length]).join(', ')}]`;
  const type = typeOf(scope, column);
  if (form === 'literal' || scope.at === 'module') return js;
  if (form === 'parameter') return parameter(scope, `(${type})[]`, js);
  if (form === 'placeholder') {
    const holes = samples.map((sample) => {
      const name = scope.sheet.fresh('hole');
      scope.sheet.placeholders.push(`${name}: ${parameter(scope, type, values[sample % values.length]!)}`);
      return `${scope.operator('sql')}.placeholder('${name}')`;
    });
    return `[${holes.join(', ')}]`;
  }
  if (form === 'missing') return `[${parameter(scope, `${type} | undefined`, 'undefined')}!, ${js.slice(1)}`;
  if (form === 'default') return `${parameter(scope, `(${type})[] | undefined`, js)} ?? []`;
  if (form === 'called') {
    scope.sheet.taken.add('same()');
    return `same(${parameter(scope, `(${type})[]`, js)})`;
  }
  if (form === 'mapped') return `${parameter(scope, `(${type})[]`, js)}.map((item) => item)`;
  const given = () => parameter(scope, `(${type})[]`, js);
  const name = scope.sheet.fresh('list');
  switch (form) {
    case 'set':
      return `[...new Set(${given()})]`;
    case 'extended':
      return `[...${given()}, ${parameter(scope, type, values[samples.length % values.length]!)}]`;
    case 'keys':
      return `[...new Map(${given()}.map((item) => [item, true] as const)).keys()]`;
    case 'flat':
      return `${given()}.flatMap((item) => [item, item])`;
    case 'filtered':
      return `${parameter(scope, `(${type} | undefined)[]`, js)}.filter((item) => item !== undefined)`;
    case 'chosen':
      return `${flag(scope, samples.length % 2 === 0)} ? ${given()} : [${values[0]}]`;
    case 'frozen':
      // An object or a list would be read-only, too.
      if (!/^\[(?:['\d].*)?\]$/.test(js)) return js;
      declare(scope, `const ${name} = ${js} as const;`);
      return samples.length % 2 === 0 ? `[...${name}]` : operator === 'inArray' ? name : `[...${name}]`;
    case 'values':
      return `Object.values(${parameter(scope, `Record<string, ${type}>`, `{ ...${js} }`)})`;
    case 'pushed': {
      const pushes = [`${name}.push(...${given()});`, `if (${flag(scope, true)}) ${name}.push(${values[0]});`];
      declare(scope, `const ${name}: (${type})[] = [];\n  ${pushes.join('\n  ')}`);
      return name;
    }
  }
  declare(
    scope,
    `const ${name}: ${form === 'readonly' && operator === 'inArray' ? 'readonly ' : ''}(${type})[] = ${js};`,
  );
  return name;
}
