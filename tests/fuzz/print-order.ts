import type { Order, OrderItem } from './model.ts';
import { heldCallbackText, isHeldCallback } from './print-callback.ts';
import { callbackForms, callbackScope } from './callback-scope.ts';
import { declare, flag, moduleScope, parameter, sharedScope, type Scope } from './sheet.ts';

/** `orderBy` of a level, in the form that was drawn if that is possible at its place. */
export function orderText(order: Order, scope: Scope): string {
  const { sheet } = scope;
  const isCallback =
    isHeldCallback(order.form) || ['callback', 'global', 'destructured', 'block', 'method'].includes(order.form);
  const isTaken =
    (order.form === 'shorthand' && (sheet.taken.has('orderBy') || scope.at === 'module')) ||
    ((isHeldCallback(order.form) || order.form === 'sorts') && scope.at === 'module');
  const isApart = [
    'pushed',
    'sorts',
    'held',
    'shorthand',
    'called',
    'by-map',
    'by-switch',
    'early',
    'elsewhere',
  ].includes(order.form);
  const isNothing = order.items.length === 0 && isApart;
  const form = (scope.isUntyped && isCallback) || isTaken || isNothing ? 'array' : order.form;
  sheet.shapes.add(`order ${scope.isRoot ? 'root' : 'nested'} ${form}`);
  const inner =
    isCallback && form !== 'array'
      ? callbackScope(scope, callbackForms[form] ?? 'callback', isHeldCallback(form) ? 'fields' : order.parameter, true)
      : form === 'elsewhere'
        ? sharedScope(scope)
        : scope;
  const items = order.items.map((item) => itemText(item, inner));
  const list = `[${items.join(', ')}]`;
  const short = items.length === 1 ? items[0]! : list;
  const header = 'header' in inner ? (inner as ReturnType<typeof callbackScope>).header() : '';
  switch (form) {
    case 'value':
      return `orderBy: ${short}`;
    case 'array':
      return `orderBy: ${list}`;
    case 'block':
      return `orderBy: ${header} => { return ${list}; }`;
    case 'method':
      return `orderBy${header} { return ${list}; }`;
    case 'held': {
      const name = sheet.fresh('order');
      declare(scope, `const ${name} = ${short};`);
      return `orderBy: ${name}`;
    }
    case 'elsewhere': {
      const name = sheet.fresh('order');
      sheet.sharedNames.add(name);
      declare(inner, `const ${name} = ${short};`);
      return `orderBy: ${name}`;
    }
    case 'called': {
      const name = sheet.fresh('order');
      declare(scope, `const ${name} = () => ${list};`);
      return `orderBy: ${name}()`;
    }
    case 'by-map': {
      const name = sheet.fresh('orders');
      declare(scope, `const ${name} = { first: ${short}, other: ${otherOrder(scope)} };`);
      return `orderBy: ${name}[${firstOrOther(scope)}]`;
    }
    case 'by-switch': {
      const name = sheet.fresh('order');
      const cases = `case 'first':\n      return ${list};\n    default:\n      return [${otherOrder(scope)}];`;
      declare(scope, `const ${name} = (sort: 'first' | 'other') => {\n    switch (sort) {\n    ${cases}\n    }\n  };`);
      return `orderBy: ${name}(${firstOrOther(scope)})`;
    }
    case 'early': {
      const name = sheet.fresh('order');
      const body = `if (${flag(scope, !order.flag)}) return undefined;\n    return ${short};`;
      declare(scope, `const ${name} = () => {\n    ${body}\n  };`);
      return `orderBy: ${name}()`;
    }
    case 'shorthand':
      sheet.taken.add('orderBy');
      declare(scope, `const orderBy = ${list};`);
      return 'orderBy';
    case 'pushed': {
      const name = sheet.fresh('orders');
      sheet.types.add('SQL').add('AnyColumn');
      const pushes = items.map((item) => `${name}.push(${item});`);
      declare(scope, `const ${name}: (SQL | AnyColumn)[] = [];\n  ${pushes.join('\n  ')}`);
      return `orderBy: ${name}`;
    }
    case 'sorts':
      return `orderBy: ${sortsText(order, scope)}`;
    case 'config-spread':
      return `...(${flag(scope, order.flag)} ? { orderBy: ${list} } : {})`;
    case 'when':
      return `orderBy: ${flag(scope, order.flag)} ? ${short} : undefined`;
    case 'choice':
      return `orderBy: ${flag(scope, true)} ? ${short} : ${otherOrder(scope)}`;
    case 'spread':
      return `orderBy: [...(${flag(scope, order.flag)} ? [${items[0] ?? ''}] : []), ${items.slice(1).join(', ')}]`;
    default:
      if (isHeldCallback(form)) {
        const callback = { value: order.flag, text: short, inner: inner as ReturnType<typeof callbackScope> };
        return `orderBy: ${heldCallbackText(form, callback, scope, true)}`;
      }
      return `orderBy: ${header} => ${short}`;
  }
}

/** What a table of data sends: keys of columns, and a direction for each. */
function sortsText({ items }: Order, scope: Scope): string {
  const keys = [...new Set(items.map(({ column }) => `'${column}'`))].join(' | ');
  const rows = items.map(({ column, direction }) => `{ key: '${column}', isUp: ${direction !== 'desc'} }`);
  const given = parameter(scope, `{ key: ${keys}; isUp: boolean }[]`, `[${rows.join(', ')}]`);
  const column = scope.element(
    'sort.key',
    items.map(({ column }) => column),
  );
  return `${given}.map((sort) => (sort.isUp ? ${scope.operator('asc')}(${column}) : ${scope.operator('desc')}(${column})))`;
}

const otherOrder = (scope: Scope) => `${scope.operator('desc')}(${scope.column(scope.table.primary[0]!)})`;

/** A choice that is made at run time, of the first. */
function firstOrOther(scope: Scope): string {
  const type = "'first' | 'other'";
  return scope.at === 'module' ? `'first' as ${type}` : parameter(scope, type, "'first'");
}

function itemText({ column, direction, form, flag: value }: OrderItem, scope: Scope): string {
  const c = scope.column(column);
  const sql = () => scope.operator('sql');
  const apply = (text: string) => (direction === 'bare' ? text : `${scope.operator(direction)}(${text})`);
  scope.sheet.shapes.add(`order item ${form}`);
  switch (form) {
    case 'plain':
      return apply(c);
    case 'sql':
      return `${sql()}\`\${${c}} ${direction === 'desc' ? 'desc' : 'asc'}\``;
    case 'function':
      return apply(`${sql()}\`\${${c}} is null\``);
    case 'chosen':
      return `${flag(scope, value)} ? ${scope.operator('asc')}(${c}) : ${scope.operator('desc')}(${c})`;
    case 'variable': {
      const name = scope.sheet.fresh('direction');
      const { outer } = scope;
      declare(outer, `const ${name} = ${flag(outer, value)} ? ${outer.operator('asc')} : ${outer.operator('desc')};`);
      return `${name}(${c})`;
    }
    case 'helper': {
      const outside = moduleScope(scope);
      const name = outside.sheet.fresh('orderOf');
      outside.sheet.types.add('AnyColumn');
      const body = `direction === 'asc' ? ${outside.operator('asc')}(column) : ${outside.operator('desc')}(column)`;
      declare(outside, `const ${name} = (column: AnyColumn, direction: 'asc' | 'desc') => ${body};`);
      const wanted = direction === 'desc' ? "'desc'" : "'asc'";
      return `${name}(${c}, ${scope.at === 'module' ? wanted : parameter(scope, "'asc' | 'desc'", wanted)})`;
    }
    case 'dynamic': {
      const keys = [...new Set([column, scope.table.primary[0]!])];
      const key = () => parameter(scope, keys.map((each) => `'${each}'`).join(' | '), `'${column}'`);
      return apply((scope.at === 'function' && scope.element(key(), keys)) || c);
    }
    case 'mapped': {
      const { outer } = scope;
      const name = outer.sheet.fresh('sortable');
      const other = outer.column(scope.table.primary[0]!);
      declare(outer, `const ${name} = { first: ${outer.column(column)}, other: ${other} };`);
      return apply(`${name}[${firstOrOther(outer)}]`);
    }
    case 'returned': {
      const outside = moduleScope(scope);
      const name = outside.sheet.fresh('sortOf');
      const cases = `case 'first':\n      return ${outside.column(column)};`;
      const other = outside.column(scope.table.primary[0]!);
      const body = `switch (sort) {\n    ${cases}\n  }\n  return ${other};`;
      declare(outside, `function ${name}(sort: 'first' | 'other') {\n  ${body}\n}`);
      return apply(`${name}(${firstOrOther(scope)})`);
    }
    case 'returned-direction': {
      const outside = moduleScope(scope);
      const name = outside.sheet.fresh('directionOf');
      const body = `if (isUp) return ${outside.operator('asc')};\n  return ${outside.operator('desc')};`;
      declare(outside, `function ${name}(isUp: boolean) {\n  ${body}\n}`);
      return `${name}(${flag(scope, value)})(${c})`;
    }
    case 'nulls':
      return `${sql()}\`\${${c}} ${direction === 'asc' ? 'asc nulls first' : 'desc nulls last'}\``;
  }
}
