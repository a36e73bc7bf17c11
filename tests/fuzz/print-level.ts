import { kindsOf } from './kinds.ts';
import {
  columnOf,
  relationsOf,
  tableOf,
  type Condition,
  type Extra,
  type Level,
  type Order,
  type OrderItem,
  type Table,
  type Where,
  type World,
} from './model.ts';
import { keyText } from './project.ts';
import {
  callbackScope,
  declare,
  flag,
  moduleScope,
  parameter,
  sharedScope,
  sharedSheet,
  valueScope,
  type CallbackForm,
  type Scope,
  type Sheet,
} from './sheet.ts';
import { printCondition } from './print-condition.ts';
import { printValue } from './print-value.ts';

/** Keys of the columns that a level selects. */
export function selected(world: World, level: Level, isRoot: boolean): Set<string> {
  const table = tableOf(world, level.table);
  const { form, keys = [] } = level.columns ?? {};
  const isTaken = (key: string) =>
    form === undefined ? true : form === 'exclude' ? !keys.includes(key) : keys.includes(key);
  const isReadable = (key: string) => isRoot || !kindsOf[world.dialect][columnOf(table, key).kind]!.rootOnly;
  return new Set(table.columns.map(({ key }) => key).filter((key) => isTaken(key) && isReadable(key)));
}

/** Members of one level's configuration, as source text. */
export function printLevel(
  level: Level,
  sheet: Sheet,
  { isRoot, isUntyped, isModule }: { isRoot: boolean; isUntyped: boolean; isModule: boolean },
): string[] {
  const { world } = sheet;
  const table = tableOf(world, level.table);
  const own = valueScope(sheet, level, table, isRoot, isUntyped);
  const scope = isModule ? moduleScope(own) : own;
  const members: string[] = [];
  const columns = columnsText(level, scope);
  if (columns) members.push(columns);
  if (level.extras) members.push(extrasText(level.extras, scope));
  if (level.where) members.push(whereText(level.where, scope));
  if (level.order) members.push(orderText(level.order, scope));
  if (level.limit) members.push(limitText(level.limit, scope));
  if (level.offset) members.push(offsetText(level.offset, scope));
  if (level.with?.length) members.push(`with: ${withText(level.with, level.withForm, scope)}`);
  return members;
}

/** The relations of a level: in place, or a constant that holds them. */
function withText(entries: NonNullable<Level['with']>, wanted: Level['withForm'], scope: Scope): string {
  const { sheet } = scope;
  const form = scope.isUntyped && wanted !== 'ternary' && wanted !== 'called' ? 'inline' : (wanted ?? 'inline');
  sheet.shapes.add(`with as a whole ${form}`);
  const isOwn = form === 'inline' || form === 'ternary';
  const at = form === 'elsewhere' ? sharedScope(scope) : scope;
  const nested = entries.map((entry) => relationText(entry, isOwn ? at : { ...at, isUntyped: true }));
  const object = `{ ${nested.join(', ')} }`;
  if (form === 'inline') return object;
  if (form === 'ternary') return `${flag(scope, true)} ? ${object} : {}`;
  const name = sheet.fresh('nested');
  if (form === 'elsewhere') sheet.sharedNames.add(name);
  if (form === 'called') {
    declare(at, `const ${name} = () => (${asConst(object)});`);
    return `${name}()`;
  }
  const value = form === 'member' ? `{ all: ${object} }` : form === 'const' ? asConst(object) : object;
  declare(at, `const ${name} = ${value};`);
  return form === 'member' ? `${name}.all` : name;
}

function relationText({ key, form, flag: value, level }: NonNullable<Level['with']>[number], scope: Scope): string {
  const { sheet } = scope;
  sheet.shapes.add(`with ${form}`);
  if (form === 'off') return `${keyText(key)}: undefined`;
  const isElsewhere = form === 'elsewhere';
  const isUntyped = scope.isUntyped || ['held', 'const', 'called'].includes(form) || isElsewhere;
  const own = isElsewhere ? sharedSheet(sheet) : sheet;
  const members = printLevel(form === 'true' ? { ...level, ...bare } : level, own, {
    isRoot: false,
    isUntyped,
    isModule: isElsewhere || scope.at === 'module',
  });
  const text = `{ ${members.join(', ')} }`;
  // `true` of a constant would be any boolean.
  const object = members.length === 0 ? (isUntyped ? '{}' : 'true') : text;
  if (form === 'when') return `${keyText(key)}: ${flag(scope, value)} ? ${object} : undefined`;
  if (form === 'spread') return `...(${flag(scope, value)} ? { ${keyText(key)}: ${object} } : {})`;
  if (form === 'level-spread' && members.length > 0) {
    // Without parameters of its own a callback has no type in a constant.
    const base = members.filter((text) => /^(?:columns|limit|orderBy: \[)/.test(text));
    const name = sheet.fresh('base');
    declare(scope, `const ${name} = { ${base.join(', ')} };`);
    return `${keyText(key)}: { ...${name}, ${members.filter((text) => !base.includes(text)).join(', ')} }`;
  }
  if (!['held', 'const', 'elsewhere', 'called'].includes(form) || object === 'true')
    return `${keyText(key)}: ${object}`;
  const name = sheet.fresh('nested');
  if (isElsewhere) sheet.sharedNames.add(name);
  if (form === 'called') {
    declare(scope, `const ${name} = () => (${asConst(object)});`);
    return `${keyText(key)}: ${name}()`;
  }
  const written = form === 'const' ? asConst(object) : object;
  declare(isElsewhere ? sharedScope(scope) : scope, `const ${name} = ${written};`);
  return `${keyText(key)}: ${name}`;
}

/** A constant that keeps its literals; v1 took no read-only list of orders. */
export const asConst = (object: string): string =>
  /orderBy: (?:.*\? )?\[/.test(object) ? object : `${object} as const`;

/** What is taken away from a relation that is given as `true`. */
export const bare = {
  where: undefined,
  order: undefined,
  limit: undefined,
  columns: undefined,
  extras: undefined,
  with: undefined,
} satisfies Partial<Level>;

function columnsText(level: Level, scope: Scope): string | undefined {
  const { world } = scope.sheet;
  const all = scope.table.columns.map(({ key }) => key);
  const taken = selected(world, level, scope.isRoot);
  const form = level.columns?.form ?? (taken.size < all.length ? 'exclude' : undefined);
  if (form === undefined) return undefined;
  scope.sheet.shapes.add(`columns ${form}`);
  const entry = (key: string, value: string) => `${keyText(key)}: ${value}`;
  const included = all.filter((key) => taken.has(key));
  const excluded = all.filter((key) => !taken.has(key));
  const entries =
    form === 'exclude'
      ? excluded.map((key) => entry(key, 'false'))
      : ['include', 'held', 'spread', 'empty'].includes(form)
        ? included.map((key) => entry(key, 'true'))
        : form === 'mixed'
          ? [...excluded.slice(0, 1).map((key) => entry(key, 'false')), ...included.map((key) => entry(key, 'true'))]
          : included.map((key, index) => entry(key, index === 0 ? flag(scope, true) : 'true'));
  const object = `{ ${entries.join(', ')} }`;
  if (form === 'spread') return `columns: { ...${object} }`;
  if (form !== 'held') return `columns: ${object}`;
  const name = scope.sheet.fresh('columns');
  declare(scope, `const ${name} = ${object} as const;`);
  return `columns: ${name}`;
}

function extrasText({ form, list }: NonNullable<Level['extras']>, scope: Scope): string {
  const { sheet } = scope;
  const isHeld = form === 'object' || scope.isUntyped;
  sheet.shapes.add(`extras ${isHeld ? 'object' : form}`);
  const inner = isHeld ? scope : callbackScope(scope, 'callback', 't', true);
  const object = `{ ${list.map((extra) => `${keyText(extra.key)}: ${extraText(extra, inner)}`).join(', ')} }`;
  if (isHeld) return `extras: ${object}`;
  const header = (inner as ReturnType<typeof callbackScope>).header();
  return form === 'method' ? `extras${header} { return ${object}; }` : `extras: ${header} => (${object})`;
}

function extraText({ form, name, column, right }: Extra, scope: Scope): string {
  const { sheet, table } = scope;
  const at = form === 'helper' ? scope.outer : scope;
  const sql = at.operator('sql');
  const c = `\${${at.column(column)}}`;
  const isText = ['text', 'textEnum'].includes(columnOf(table, column).kind);
  const as = `.as('${name}')`;
  sheet.shapes.add(`extra ${form}`);
  switch (form) {
    case 'text':
      return `${sql}<string>\`'x'\`${as}`;
    case 'column':
      return `${sql}\`${c}\`${as}`;
    case 'sum':
      return `${sql}<number>\`${isText ? `length(${c})` : `coalesce(${c}, ${c})`}\`${as}`;
    case 'pair':
      return `${sql}<boolean>\`(${c} is null or \${${at.column(right)}} is null)\`${as}`;
    case 'typed':
      return `${sql}<string>\`${isText ? `upper(${c})` : `(${c} is null)`}\`${as}`;
    case 'helper': {
      const held = sheet.fresh('extra');
      declare(at, `const ${held} = ${sql}<number>\`${isText ? `length(${c})` : `(${c} is null)`}\`${as};`);
      return held;
    }
  }
}

const callbackForms: Partial<Record<Where['form'] | Order['form'], CallbackForm>> = {
  callback: 'callback',
  renamed: 'renamed',
  whole: 'whole',
  destructured: 'destructured',
  imported: 'imported',
  global: 'global',
};

/** A subquery in a callback names tables, which the callback's parameter must not hide then. */
const hasSubquery = (condition: Condition): boolean => JSON.stringify(condition).includes('"is":"subquery"');

function whereText({ form: wanted, parameter: name, flag: value, condition }: Where, scope: Scope): string {
  const { sheet } = scope;
  const values = ['value', 'shorthand', 'config-spread', 'and-spread', 'asserted', 'quoted', 'awaited', 'let'];
  const isCallback = !values.includes(wanted);
  const isTaken = wanted === 'shorthand' && sheet.taken.has('where');
  const isImpossible =
    (scope.at === 'module' && ['shorthand', 'let', 'held-callback'].includes(wanted)) ||
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
  const safeName = hasSubquery(condition) || form === 'held-callback' ? 'fields' : name;
  const inner = callbackScope(scope, callbackForms[form] ?? 'callback', safeName, false);
  const text = printCondition(condition, inner);
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
      const test = flag(scope, true);
      return `where: ${inner.header()} => { if (${test}) return ${text}; return ${other}; }`;
    }
    default:
      return `where: ${inner.header()} => ${text}`;
  }
}

/** The items that count, as the flags have it. */
export function effectiveItems({ form, flag: value, items }: Order): OrderItem[] {
  if ((form === 'when' || form === 'config-spread') && !value) return [];
  return form === 'spread' && !value ? items.slice(1) : items;
}

function orderText(order: Order, scope: Scope): string {
  const { sheet } = scope;
  const isCallback = ['callback', 'global', 'destructured', 'block', 'method'].includes(order.form);
  const isTaken = order.form === 'shorthand' && (sheet.taken.has('orderBy') || scope.at === 'module');
  const isApart = ['held', 'shorthand', 'called', 'by-map', 'by-switch', 'elsewhere'].includes(order.form);
  const isNothing = order.items.length === 0 && isApart;
  const form = (scope.isUntyped && isCallback) || isTaken || isNothing ? 'array' : order.form;
  sheet.shapes.add(`order ${scope.isRoot ? 'root' : 'nested'} ${form}`);
  const inner =
    isCallback && form !== 'array'
      ? callbackScope(scope, callbackForms[form] ?? 'callback', order.parameter, true)
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
    case 'shorthand':
      sheet.taken.add('orderBy');
      declare(scope, `const orderBy = ${list};`);
      return 'orderBy';
    case 'config-spread':
      return `...(${flag(scope, order.flag)} ? { orderBy: ${list} } : {})`;
    case 'when':
      return `orderBy: ${flag(scope, order.flag)} ? ${short} : undefined`;
    case 'choice':
      return `orderBy: ${flag(scope, true)} ? ${short} : ${otherOrder(scope)}`;
    case 'spread':
      return `orderBy: [...(${flag(scope, order.flag)} ? [${items[0] ?? ''}] : []), ${items.slice(1).join(', ')}]`;
    default:
      return `orderBy: ${header} => ${short}`;
  }
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
    case 'nulls':
      return `${sql()}\`\${${c}} ${direction === 'asc' ? 'asc nulls first' : 'desc nulls last'}\``;
  }
}

function limitText({ value, form, flag: isSet }: NonNullable<Level['limit']>, scope: Scope): string {
  scope.sheet.shapes.add(`limit ${form}`);
  if (form === 'literal') return `limit: ${value}`;
  if (form === 'optional') return `limit: ${maybe(scope, value, isSet)}`;
  if (form === 'default') return `limit: ${maybe(scope, value, isSet)} ?? ${value + 1}`;
  const given = parameter(scope, 'number', String(value));
  if (form === 'parameter') return `limit: ${given}`;
  if (form === 'spread') return `...(${flag(scope, true)} ? { limit: ${given} } : {})`;
  const name = scope.sheet.fresh('limit');
  scope.sheet.placeholders.push(`${name}: ${given}`);
  return `limit: ${scope.outer.operator('sql')}.placeholder('${name}')`;
}

function offsetText({ value, form, flag: isSet }: NonNullable<Level['offset']>, scope: Scope): string {
  scope.sheet.shapes.add(`offset ${form}`);
  switch (form) {
    case 'literal':
      return `offset: ${value}`;
    case 'parameter':
      return `offset: ${parameter(scope, 'number', String(value))}`;
    case 'page':
      return `offset: (${parameter(scope, 'number', '2')} - 1) * ${parameter(scope, 'number', String(value))}`;
    case 'optional':
      return `offset: ${maybe(scope, value, isSet)}`;
  }
}

function maybe(scope: Scope, value: number, isSet: boolean): string {
  const js = isSet ? String(value) : 'undefined';
  // Of a value that is asserted in place TypeScript knows whether `??` has anything to do.
  if (scope.at === 'module') return `({ count: ${js} } as { count?: number }).count`;
  return parameter(scope, 'number | undefined', js);
}

/** Whether the order of a level leaves no two rows beside each other by chance. */
export function isTotal(level: Level, table: Table): boolean {
  const items = level.order ? effectiveItems(level.order) : [];
  return table.primary.every((key) => items.some(({ column, form }) => column === key && form !== 'function'));
}

/** Whether a query's result is determined by the data alone: whatever cuts rows off must have ordered them. */
export function isDetermined(world: World, level: Level, isFirst: boolean): boolean {
  const table = tableOf(world, level.table);
  const isCut = isFirst || level.limit !== undefined || level.offset !== undefined;
  if (isCut && !isTotal(level, table)) return false;
  return (level.with ?? []).every(({ key, level: nested }) => {
    return (
      relationsOf(world, level.table).some((relation) => relation.key === key) && isDetermined(world, nested, false)
    );
  });
}
