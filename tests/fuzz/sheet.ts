import { kindsOf } from './kinds.ts';
import { columnOf, type FileStyle, type Level, type Query, type Table, type World } from './model.ts';
import { member } from './project.ts';

/** What one query needs besides its own expression, collected while it is written. */
export interface Sheet {
  world: World;
  style: FileStyle;
  /** Names taken from drizzle-orm and tables taken from the schema, by their own names. */
  drizzle: Set<string>;
  types: Set<string>;
  tables: Set<string>;
  usesSchema: boolean;
  usesCents: boolean;
  /** Declarations before the function and statements at its start. */
  module: string[];
  statements: string[];
  parameters: { name: string; type: string; js: string }[];
  /** How the function takes them, and what else it takes. */
  arguments: Query['arguments'];
  defaults: string[];
  /** Whether the query may hold an `await`, and whether it does. */
  canAwait: boolean;
  isAsync: boolean;
  placeholders: string[];
  /** Shapes that occur, for the statistics. */
  shapes: Set<string>;
  /** Names that may be declared once: `where`, `orderBy`. */
  taken: Set<string>;
  /** What stands in a module that the queries import from, and the names of it that this one uses. */
  shared: Sheet | undefined;
  sharedNames: Set<string>;
  fresh(prefix: string): string;
}

export function makeSheet(world: World, style: FileStyle, index: number, args: Query['arguments'] = 'object'): Sheet {
  let count = 0;
  return {
    world,
    style,
    drizzle: new Set(),
    types: new Set(),
    tables: new Set(),
    usesSchema: false,
    usesCents: false,
    module: [],
    statements: [],
    parameters: [],
    arguments: args,
    defaults: [],
    canAwait: false,
    isAsync: false,
    placeholders: [],
    shapes: new Set(),
    taken: new Set(),
    shared: undefined,
    sharedNames: new Set(),
    // What stands in the module needs a name of its own among all queries.
    fresh: (prefix) => `${prefix}${index}_${count++}`,
  };
}

/** How names are written at one place: outside of callbacks, or inside one. */
export interface Scope {
  sheet: Sheet;
  table: Table;
  /** Where further declarations go. */
  at: 'module' | 'function';
  isRoot: boolean;
  /** Whether it is the body of a function inside of the query's own. */
  isInFunction?: boolean;
  /** Nothing tells the types of a callback's parameters here. */
  isUntyped: boolean;
  column(key: string): string;
  /** The column of one of these keys that an expression chooses; undefined where the table has no name. */
  element(key: string, keys: readonly string[]): string | undefined;
  operator(name: string): string;
  /** The scope outside of the callback. */
  outer: Scope;
}

/** An import of drizzle-orm in the file's own way. */
export function drizzleName(sheet: Sheet, name: string): string {
  sheet.drizzle.add(name);
  if (sheet.style === 'namespace') return `orm.${name}`;
  return sheet.style === 'renamed' ? `${name}_` : name;
}

export function tableName(sheet: Sheet, variable: string): string {
  sheet.tables.add(variable);
  if (sheet.style === 'namespace') return `tables.${variable}`;
  return sheet.style === 'renamed' ? `${variable}Table` : variable;
}

/** The scope of values: imported operators, imported tables. */
export function valueScope(sheet: Sheet, level: Level, table: Table, isRoot: boolean, isUntyped: boolean): Scope {
  const scope: Omit<Scope, 'outer'> = {
    sheet,
    table,
    at: 'function',
    isRoot,
    isUntyped,
    operator: (name) => drizzleName(sheet, name),
    element: (key) => `${tableName(sheet, table.variable)}[${key}]`,
    column(key) {
      switch (level.columnForm) {
        case 'schema':
          sheet.usesSchema = true;
          return member(member('schema', table.key), key);
        case 'element':
          return `${tableName(sheet, table.variable)}['${key}']`;
        case 'alias': {
          const name = sheet.fresh('own');
          sheet.statements.push(`const ${name} = ${tableName(sheet, table.variable)};`);
          return member(name, key);
        }
        case 'destructured': {
          const name = sheet.fresh('column');
          sheet.statements.push(`const { '${key}': ${name} } = ${tableName(sheet, table.variable)};`);
          return name;
        }
        case 'holder': {
          const name = sheet.fresh('holder');
          const variable = tableName(sheet, table.variable);
          sheet.statements.push(`const ${name} = { tables: { own: ${variable} } };`);
          return member(`${name}.tables.own`, key);
        }
        case 'given': {
          const name = sheet.fresh('own');
          const variable = tableName(sheet, table.variable);
          sheet.defaults.push(`${name}: typeof ${variable} = ${variable}`);
          return member(name, key);
        }
        case 'computed': {
          const name = sheet.fresh('key');
          sheet.statements.push(`const ${name} = '${key}' as const;`);
          return `${tableName(sheet, table.variable)}[${name}]`;
        }
        default:
          return member(tableName(sheet, table.variable), key);
      }
    },
  };
  const whole = scope as Scope;
  whole.outer = whole;
  return whole;
}

/** The same names from a declaration of the module: nothing of the function is in sight there. */
export function moduleScope({ outer, sheet, table }: Scope): Scope {
  const column = (key: string) => member(tableName(sheet, table.variable), key);
  const element = (key: string) => `${tableName(sheet, table.variable)}[${key}]`;
  const scope: Scope = { ...outer, at: 'module', column, element };
  scope.outer = scope;
  return scope;
}

/** The same names in a function inside of the query's own. */
export function insideFunction(outer: Scope): Scope {
  const scope: Scope = { ...outer, isInFunction: true };
  scope.outer = scope;
  return scope;
}

/** The sheet of the module that the queries import from. */
export function sharedSheet(sheet: Sheet): Sheet {
  if (sheet.shared) return sheet.shared;
  const { fresh } = sheet;
  const own = {
    ...makeSheet(sheet.world, 'named', 0),
    shapes: sheet.shapes,
    fresh: (name: string) => fresh(`${name}S`),
  };
  own.shared = own;
  own.sharedNames = sheet.sharedNames;
  own.placeholders = sheet.placeholders;
  return (sheet.shared = own);
}

/** The scope of a declaration in the module that the queries import from. */
export function sharedScope({ outer, sheet, table }: Scope): Scope {
  const own = sharedSheet(sheet);
  const scope: Scope = {
    ...outer,
    sheet: own,
    at: 'module',
    operator: (name) => drizzleName(own, name),
    column: (key) => member(tableName(own, table.variable), key),
    element: (key) => `${tableName(own, table.variable)}[${key}]`,
  };
  scope.outer = scope;
  return scope;
}

/** The TypeScript type of a column's values. */
export const typeOf = (scope: Scope, key: string): string => {
  const kind = kindsOf[scope.sheet.world.dialect][columnOf(scope.table, key).kind]!;
  if (kind.type === 'Cents') scope.sheet.usesCents = true;
  return kind.type;
};

/** Keys of columns that nothing else in a query's function is called like. */
const freeNames = new Set(['title', 'name', 'createdAt', 'isActive', 'score', 'id', 'key', 'slug', 'orgId']);

/** An argument of the query's function, read where it is used; it may be called like a column it is compared with. */
export function parameter(scope: Pick<Scope, 'at' | 'sheet'>, type: string, js: string, column = ''): string {
  if (scope.at === 'module') return `(${js} as ${type})`;
  const { sheet } = scope;
  const isFree = freeNames.has(column) && !sheet.parameters.some(({ name }) => name === column);
  const name = sheet.arguments === 'named' && isFree ? column : sheet.fresh('v').replace('_', 'n');
  sheet.parameters.push({ name, type, js });
  return sheet.arguments === 'object' ? `p.${name}` : name;
}

/** A condition that is only known at run time. */
export const flag = (scope: Pick<Scope, 'at' | 'sheet'>, value: boolean): string =>
  scope.at === 'module' ? `Number('${Number(value)}') > 0` : parameter(scope, 'boolean', String(value));

export function declare(scope: Scope, text: string): void {
  (scope.at === 'module' ? scope.sheet.module : scope.sheet.statements).push(text);
}
