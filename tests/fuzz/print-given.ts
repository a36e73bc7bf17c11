import type { Value } from './model-condition.ts';
import { declare, flag, parameter, type Scope } from './sheet.ts';

/** A value as text, another one of its column, and their type. */
interface Given {
  js: string;
  other: string;
  type: string;
}

/** A value that statements before the query give, or that is computed or missing in one of many ways. */
export function printGiven(column: string, form: Value['form'], { js, other, type }: Given, scope: Scope): string {
  const { sheet } = scope;
  const name = sheet.fresh('given');
  const optional = () => parameter(scope, `${type} | undefined`, js, column);
  // In a class inside of the function TypeScript knows nothing of the test.
  const tested = () => {
    if (sheet.canAwait) return name;
    const own = sheet.fresh('own');
    declare(scope, `const ${own} = ${name};`);
    return own;
  };
  switch (form) {
    case 'narrowed':
      declare(scope, `const ${name} = ${optional()};\n  if (${name} === undefined) return undefined;`);
      return tested();
    case 'thrown':
      declare(scope, `const ${name} = ${optional()} ?? null;\n  if (${name} === null) throw new Error('none');`);
      return tested();
    case 'narrowed-path': {
      const path = parameter(scope, `{ user?: { value?: ${type} } } | undefined`, `{ user: { value: ${js} } }`);
      // What a test of a path says is forgotten inside of functions.
      if (!sheet.canAwait || scope.outer !== scope || scope.isInFunction) return `${path}?.user?.value ?? ${js}`;
      declare(scope, `if (${path}?.user?.value === undefined) return undefined;`);
      return `${path}.user.value`;
    }
    case 'defaulted': {
      const isSet = js.length % 2 === 0;
      const whole = parameter(scope, `{ value?: ${type} }`, isSet ? `{ value: ${js} }` : '{}');
      declare(scope, `const { value: ${name} = ${isSet ? other : js} } = ${whole};`);
      return name;
    }
    case 'first':
      declare(scope, `const [${name}] = ${parameter(scope, `(${type})[]`, `[${js}]`)};`);
      return `${name}!`;
    case 'made':
      return made(js, type, scope) ?? js;
    case 'enum': {
      if (!/^(?:string|number)$/.test(type)) return js;
      sheet.module.push(`enum ${name} {\n  One = ${js},\n  Other = ${other},\n}`);
      return `${name}.One`;
    }
    case 'typeof': {
      if (type !== 'string' && type !== 'number') return js;
      const isPlain = js.length % 2 === 0;
      const value = parameter(scope, `${type} | { id: ${type} }`, isPlain ? js : `{ id: ${js} }`);
      return `typeof ${value} === '${type}' ? ${value} : ${value}.id`;
    }
    case 'satisfied':
      return `(${parameter(scope, type, js)} satisfies ${type})`;
    case 'next':
      // Asked twice, it would be another one.
      declare(scope, `const ${name} = [${js}, ${other}, ${other}] as (${type})[];`);
      return `${name}.shift() as ${type}`;
    case 'missing-first':
      declare(scope, `const [${name}] = ${parameter(scope, `(${type})[]`, '[]')};`);
      return `${name}!`;
    case 'missing-found':
      return `${parameter(scope, `(${type})[]`, `[${js}]`)}.find(() => ${flag(scope, false)})!`;
    case 'missing-record':
      declare(scope, `const { one: ${name} } = ${parameter(scope, `Record<string, ${type}>`, '{}')};`);
      return `${name}!`;
    case 'missing-cast':
      return `${parameter(scope, `${type} | undefined`, 'undefined')} as ${type}`;
    case 'missing-json':
      return `JSON.parse(${parameter(scope, 'string', "'{}'")}).value`;
    case 'missing-unset':
      declare(scope, `let ${name}: ${type} | undefined;\n  if (${flag(scope, false)}) ${name} = ${js};`);
      return `${name}!`;
    default:
      return js;
  }
}

/** A value that is put together or converted where it is needed. */
function made(js: string, type: string, scope: Scope): string | undefined {
  const iso = /^new Date\((.*)\)$/.exec(js)?.[1];
  if (iso) return `new Date(${parameter(scope, 'string', iso)})`;
  if (type === 'bigint') return `BigInt(${parameter(scope, 'string', `'${js.slice(0, -1)}'`)})`;
  if (type === 'number') return `parseFloat(${parameter(scope, 'string', `'${js}'`)})`;
  if (type !== 'string' || /\\/.test(js)) return undefined;
  const content = js.slice(1, -1);
  const [start, end] = [content.slice(0, 1), content.slice(1)].map((text) => parameter(scope, 'string', `'${text}'`));
  return js.length % 2 === 0 ? `\`\${${start}}\${${end}}\`` : `${start} + ${end}`;
}
