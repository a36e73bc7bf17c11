import type { Where } from './model-condition.ts';
import type { Order } from './model.ts';
import { member } from './project.ts';
import { tableName, type Scope } from './sheet.ts';

/** What a callback's header takes, known once its body is written. */
export interface CallbackScope extends Scope {
  /** `(t, { eq })`, with only what is used. */
  header(): string;
  /** The same with types, for a callback outside of the query. */
  typedHeader(): string;
}

/** How a callback is written, and where it takes columns and operators from. */
export type CallbackForm = 'callback' | 'renamed' | 'whole' | 'destructured' | 'imported' | 'global';

/** The forms of a callback by the forms of a `where` or `orderBy` that is one. */
export const callbackForms: Partial<Record<Where['form'] | Order['form'], CallbackForm>> = {
  callback: 'callback',
  renamed: 'renamed',
  whole: 'whole',
  destructured: 'destructured',
  imported: 'imported',
  global: 'global',
};

/** Operators that v1 gave to callbacks. */
const given = new Set(
  'and between eq exists gt gte ilike inArray isNull isNotNull like lt lte ne not notBetween notExists notLike notIlike notInArray or sql asc desc'.split(
    ' ',
  ),
);
const givenToOrders = new Set(['sql', 'asc', 'desc']);

/** The scope inside of a callback. */
export function callbackScope(outer: Scope, form: CallbackForm, parameter: string, isOrder: boolean): CallbackScope {
  const { sheet } = outer;
  const operators = new Set<string>();
  const columns = new Map<string, string>();
  const used = new Set<string>();
  let usesTable = false;
  const names = isOrder ? givenToOrders : given;
  const whole = sheet.fresh('op');
  return {
    ...outer,
    outer,
    operator(name) {
      const isImported = form === 'imported' || form === 'global' || !names.has(name.split('.')[0]!);
      if (isImported) return outer.operator(name);
      operators.add(name);
      if (form === 'whole') return `${whole}.${name}`;
      return form === 'renamed' ? `${name}Of` : name;
    },
    column(key) {
      if (form === 'global') return outer.column(key);
      usesTable = true;
      used.add(key);
      if (form !== 'destructured') return member(parameter, key);
      const name = columns.get(key) ?? `c${key.replace(/\W/g, '')}`;
      columns.set(key, name);
      return name;
    },
    element(key, keys) {
      if (form === 'global') return outer.element(key, keys);
      if (form === 'destructured') return undefined;
      usesTable = true;
      for (const each of keys) used.add(each);
      return `${parameter}[${key}]`;
    },
    typedHeader() {
      if (!usesTable && operators.size === 0) return '()';
      const columns = [...used].map((key) => `'${key}'`).join(' | ') || 'never';
      const table = `${parameter}: Pick<typeof ${tableName(sheet, outer.table.variable)}, ${columns}>`;
      if (operators.size === 0) return `(${table})`;
      const type = isOrder ? 'OrderByOperators' : 'Operators';
      sheet.types.add(type);
      return `(${table}, { ${[...operators].join(', ')} }: ${type})`;
    },
    header() {
      const first =
        form === 'destructured'
          ? `{ ${[...columns].map(([key, name]) => `'${key}': ${name}`).join(', ')} }`
          : parameter;
      const list = [...operators].map((name) => (form === 'renamed' ? `${name}: ${name}Of` : name));
      const second = list.length === 0 ? '' : form === 'whole' ? whole : `{ ${list.join(', ')} }`;
      if (form === 'global') return '()';
      if (second) return `(${first}, ${second})`;
      return usesTable ? `(${first})` : '()';
    },
  };
}
