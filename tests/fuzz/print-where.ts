import type { Condition, Where } from './model-condition.ts';
import { printCondition } from './print-condition.ts';
import { printValue } from './print-value.ts';
import { heldCallbackText, isHeldCallback } from './print-callback.ts';
import { callbackForms, callbackScope } from './callback-scope.ts';
import { declare, flag, insideFunction, type Scope } from './sheet.ts';

/** A subquery in a callback names tables, which the callback's parameter must not hide then. */
const hasSubquery = (condition: Condition): boolean => JSON.stringify(condition).includes('"is":"subquery"');

/** `where` of a level, in the form that was drawn if that is possible at its place. */
export function whereText({ form: wanted, parameter: name, flag: value, condition }: Where, scope: Scope): string {
  const { sheet } = scope;
  const values = [
    'given-option',
    'awaited-constant',
    'value',
    'shorthand',
    'config-spread',
    'and-spread',
    'asserted',
    'quoted',
    'awaited',
    'let',
  ];
  const isCallback = !values.includes(wanted);
  const isTaken = wanted === 'shorthand' && sheet.taken.has('where');
  const isImpossible =
    (scope.at === 'module' && (isHeldCallback(wanted) || ['shorthand', 'let', 'given-option'].includes(wanted))) ||
    (wanted === 'awaited-constant' && !(sheet.canAwait && scope.isRoot && scope.outer === scope)) ||
    (wanted === 'awaited' && !(sheet.canAwait && scope.isRoot && condition.is === 'compare'));
  const form = (scope.isUntyped && isCallback) || isTaken || isImpossible ? 'value' : wanted;
  sheet.shapes.add(`where ${scope.isRoot ? 'root' : 'nested'} ${form}`);
  if (form === 'value') return `where: ${printCondition(condition, scope)}`;
  if (form === 'config-spread')
    return `...(${flag(scope, value)} ? { where: ${printCondition(condition, scope)} } : {})`;
  if (form === 'and-spread') return `...(${flag(scope, value)} && { where: ${printCondition(condition, scope)} })`;
  if (form === 'quoted') return `'where': ${printCondition(condition, scope)}`;
  if (form === 'asserted') {
    sheet.types.add('SQL');
    return `where: (${printCondition(condition, scope)})${value ? '!' : ' as SQL | undefined'}`;
  }
  if (form === 'awaited' && condition.is === 'compare') {
    sheet.isAsync = true;
    // Whether a promise gives undefined is for its type to say.
    const value = /^(?:missing|null)/.test(condition.value.form)
      ? { ...condition.value, form: 'parameter' as const }
      : condition.value;
    const given = `await Promise.resolve(${printValue(condition.column, value, scope)})`;
    return `where: ${scope.operator(condition.operator)}(${scope.column(condition.column)}, ${given})`;
  }
  if (form === 'given-option') {
    const find = sheet.fresh('filterOf');
    sheet.types.add('SQL');
    declare(scope, `const ${find} = (options: { where?: SQL } = {}) => options.where;`);
    return `where: ${find}({ where: ${printCondition(condition, scope)} })`;
  }
  if (form === 'awaited-constant') {
    sheet.isAsync = true;
    const [make, held] = [sheet.fresh('make'), sheet.fresh('filter')];
    const body = `await Promise.resolve();\n    return ${printCondition(condition, insideFunction(scope))};`;
    declare(scope, `const ${make} = async () => {\n    ${body}\n  };`);
    declare(scope, `const ${held} = await ${make}();`);
    return `where: ${held}`;
  }
  if (form === 'let') {
    const variable = sheet.fresh('filter');
    const other = `${scope.operator('isNotNull')}(${scope.column(scope.table.primary[0]!)})`;
    sheet.types.add('SQL');
    const text = printCondition(condition, scope);
    const branches = `if (${flag(scope, value)}) ${variable} = ${text};\n  else ${variable} = ${other};`;
    declare(scope, `let ${variable}: SQL | undefined;\n  ${branches}`);
    return `where: ${variable}`;
  }
  if (form === 'shorthand') {
    sheet.taken.add('where');
    declare(scope, `const where = ${printCondition(condition, scope)};`);
    return 'where';
  }
  const safeName = hasSubquery(condition) || isHeldCallback(form) ? 'fields' : name;
  const inner = callbackScope(scope, callbackForms[form] ?? 'callback', safeName, false);
  const text = printCondition(condition, inner);
  if (isHeldCallback(form) && form !== 'held-callback')
    return `where: ${heldCallbackText(form, { value, text, inner }, scope)}`;
  switch (form) {
    case 'held-callback': {
      const variable = sheet.fresh('filter');
      declare(scope, `const ${variable} = ${inner.typedHeader()} => ${text};`);
      return `where: ${variable}`;
    }
    case 'method':
      return `where${inner.header()} { return ${text}; }`;
    case 'block':
      return `where: ${inner.header()} => { return ${text}; }`;
    case 'statements':
      return `where: ${inner.header()} => { const part = ${text}; return part; }`;
    case 'early': {
      const other = `${inner.operator('isNotNull')}(${inner.column(scope.table.primary[0]!)})`;
      if (!value) {
        const last = `else { const part = ${other}; return part; }`;
        return `where: ${inner.header()} => { if (!${flag(scope, false)}) { return ${text}; } ${last} }`;
      }
      const test = flag(scope, true);
      return `where: ${inner.header()} => { if (${test}) return ${text}; return ${other}; }`;
    }
    default:
      return `where: ${inner.header()} => ${text}`;
  }
}
