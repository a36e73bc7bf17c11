import fc from 'fast-check';
import { kindsOf, type FuzzDialect } from './kinds.ts';
import type { Cell, Column, Relation, Table, World } from './model.ts';

/** Draws a value of an arbitrary: what `fc.gen()` hands out. */
export type Draw = fc.GeneratorValue;

export const pick = <T>(g: Draw, list: readonly T[]): T => list[g(fc.nat, { max: list.length - 1 })]!;
/** True in about `percent` of a hundred cases; shrinks to false. */
export const chance = (g: Draw, percent: number): boolean => g(fc.nat, { max: 99 }) >= 100 - percent;
export const between = (g: Draw, min: number, max: number): number => g(fc.integer, { min, max });

const tableNames = [
  ['users', 'users'],
  ['posts', 'posts'],
  ['tags', 'tag'],
  ['orderItems', 'order_items'],
  ['user', 'user'],
  ['teamTable', 'teams'],
  ['$files', 'file$'],
  ['größen', 'größen'],
  ['notes', 'Notes Table'],
  ['t', 't'],
  ['group', 'group'],
] as const;

const columnNames = [
  ['title', 'title'],
  ['name', 'name'],
  ['createdAt', 'created_at'],
  ['isActive', 'is_active'],
  ['score', 'score'],
  ['URLPath2', 'url_path'],
  ['display-name', 'display_name'],
  ['größe', 'größe'],
  ['1', 'one'],
  ['2', 'two'],
  ['eq', 'eq'],
  ['sql', 'SQL'],
  ['order', 'order'],
  ['t', 't'],
  ['in', 'in'],
  ['where', 'Where It Is'],
  ['AND', 'and'],
  ['with', 'with'],
  ['length', 'length'],
  ['users', 'users'],
] as const;

const relationKeys = [
  'author',
  'parent',
  'items',
  'children',
  'owner',
  'all-of-it',
  'related',
  'list',
  'first',
  'back',
  'über',
  'more',
];

/** A random schema for one dialect, with data. */
export function worlds(dialect: FuzzDialect): fc.Arbitrary<World> {
  return fc.gen().map((g) => makeWorld(g, dialect));
}

function makeWorld(g: Draw, dialect: FuzzDialect): World {
  const casing = chance(g, 15) ? pick(g, ['snake_case', 'camelCase'] as const) : undefined;
  const names = shuffled(g, tableNames).slice(0, between(g, 2, 4));
  const tables = names.map(([variable, name]) => makeTable(g, dialect, variable, name, casing));
  const world: World = {
    dialect,
    tables,
    relations: [],
    casing,
    layout: pick(g, ['one-file', 'relations-file', 'file-per-table']),
    client: pick(g, ['client-first', 'object', 'options']),
    schema: pick(g, ['object', 'object', 'namespace', 'inline']),
    helpers: pick(g, ['destructured', 'destructured', 'whole', 'block', 'function']),
    names: pick(g, ['literal', 'literal', 'constant']),
  };
  for (const table of tables) fillRows(g, table, dialect);
  const links = between(g, 1, 4);
  for (let index = 0; index < links; index++) link(g, world, pick(g, tables), pick(g, tables));
  if (tables.length > 2 && chance(g, 40)) junction(g, world);
  return world;
}

function makeTable(g: Draw, dialect: FuzzDialect, variable: string, name: string, casing: World['casing']): Table {
  const ids = pick(g, ['integer', 'integer', 'text', 'pair'] as const);
  const columns: Column[] =
    ids === 'pair'
      ? [
          { key: 'orgId', name: 'org_id', kind: 'integer', notNull: true },
          { key: 'slug', name: 'slug', kind: 'text', notNull: true },
        ]
      : [{ key: pick(g, ['id', 'id', 'key']), name: pick(g, ['id', undefined]), kind: ids, notNull: true }];
  const primary = columns.map(({ key }) => key);
  const kinds = Object.keys(kindsOf[dialect]);
  for (const [key, dbName] of shuffled(g, columnNames).slice(0, between(g, 2, 6))) {
    const unnamed = chance(g, casing ? 60 : 25) && (casing === undefined || /^[\w-]*[a-z][\w-]*$/i.test(key));
    columns.push({ key, name: unnamed ? undefined : dbName, kind: pick(g, kinds), notNull: chance(g, 40) });
  }
  return {
    variable,
    key: chance(g, 20) ? `${variable}Of` : variable,
    name: chance(g, 15) ? `${name}_x` : name,
    schema: dialect === 'pg' && chance(g, 12) ? pick(g, ['app', 'Other Schema']) : undefined,
    columns,
    primary,
    rows: [],
  };
}

function fillRows(g: Draw, table: Table, dialect: FuzzDialect): void {
  const count = between(g, 3, 8);
  for (let index = 0; index < count; index++) {
    const row: Record<string, Cell> = {};
    for (const column of table.columns) {
      const { samples } = kindsOf[dialect][column.kind]!;
      if (!table.primary.includes(column.key)) {
        row[column.key] = !column.notNull && chance(g, 25) ? null : { sample: g(fc.nat, { max: samples.length - 1 }) };
      } else if (table.primary.length === 2) {
        row[column.key] = { id: column.kind === 'integer' ? 1 + (index >> 1) : 'xy'[index & 1]! };
      } else row[column.key] = { id: column.kind === 'integer' ? index + 1 : `k${(index * 7) % 10}` };
    }
    table.rows.push(row);
  }
}

const unused = (g: Draw, world: World, table: Table): string => {
  const taken = new Set([
    ...table.columns.map(({ key }) => key),
    ...world.relations.filter((relation) => relation.table === table.variable).map(({ key }) => key),
  ]);
  const free = relationKeys.filter((key) => !taken.has(key));
  return free.length > 0 ? pick(g, free) : `r${world.relations.length}`;
};

/** Gives a child columns that refer to the parent's key, and relations over them. */
function link(g: Draw, world: World, child: Table, parent: Table): void {
  const isOfPair = ({ table, target }: Relation) =>
    (table === child.variable && target === parent.variable) ||
    (table === parent.variable && target === child.variable);
  const others = world.relations.filter(isOfPair);
  // A second relation of a pair needs a name, and so does the first one then.
  if (others.some(({ name }) => name === undefined)) return;
  const isSelf = child === parent;
  const oneToOne = !isSelf && others.length === 0 && chance(g, 20);
  const named = isSelf || others.length > 0 || (!oneToOne && chance(g, 35));
  const name = named ? `link ${world.relations.length}` : undefined;
  const notNull = chance(g, 40);
  const suffix = world.relations.length;
  const fields = parent.primary.map((key, index) => {
    const { kind } = parent.columns.find((column) => column.key === key)!;
    const column: Column = {
      key: `${pick(g, ['parent', 'owner', 'ref'])}${suffix}${index ? 'B' : 'Id'}`,
      name: chance(g, 70) ? `ref_${suffix}_${index}` : undefined,
      kind,
      notNull,
    };
    child.columns.push(column);
    return column.key;
  });
  const free = shuffled(g, parent.rows);
  for (const [index, row] of child.rows.entries()) {
    const target = oneToOne ? free[index] : pick(g, parent.rows);
    const isNull = target === undefined || (!notNull && chance(g, 20));
    for (const [at, field] of fields.entries()) row[field] = isNull ? null : target[parent.primary[at]!]!;
  }
  if (oneToOne && notNull && child.rows.length > parent.rows.length) child.rows.length = parent.rows.length;
  const add = (relation: Relation) => world.relations.push(relation);
  add({
    table: child.variable,
    key: unused(g, world, child),
    kind: 'one',
    target: parent.variable,
    fields,
    references: [...parent.primary],
    name,
  });
  if (oneToOne) add({ table: parent.variable, key: unused(g, world, parent), kind: 'one', target: child.variable });
  else if (!(isSelf && !named) && chance(g, 85)) {
    // An unnamed side finds a single named one as well.
    const isBare = named && !isSelf && others.length === 0 && chance(g, 15);
    add({
      table: parent.variable,
      key: unused(g, world, parent),
      kind: 'many',
      target: child.variable,
      name: isBare ? undefined : name,
    });
  }
}

/** A table that holds pairs of two others, as many-to-many was written in v1. */
function junction(g: Draw, world: World): void {
  const [left, right] = shuffled(g, world.tables) as [Table, Table];
  const table: Table = {
    variable: 'leftToRight',
    key: 'leftToRight',
    name: 'left_to_right',
    columns: [],
    primary: [],
    rows: [],
  };
  const sides = [left, right].map((side, at) =>
    side.primary.map((key, index) => {
      const { kind } = side.columns.find((column) => column.key === key)!;
      const column: Column = { key: `${'ab'[at]}${index}`, name: `${'ab'[at]}_${index}`, kind, notNull: true };
      table.columns.push(column);
      table.primary.push(column.key);
      return column.key;
    }),
  );
  for (const a of left.rows) {
    for (const b of right.rows) {
      if (!chance(g, 35)) continue;
      const row: Record<string, Cell> = {};
      [a, b].forEach((from, at) =>
        sides[at]!.forEach((field, index) => (row[field] = from[[left, right][at]!.primary[index]!]!)),
      );
      table.rows.push(row);
    }
  }
  world.tables.push(table);
  for (const [at, side] of [left, right].entries()) {
    const name = left === right ? `side ${at}` : undefined;
    world.relations.push({
      table: table.variable,
      key: ['left', 'right'][at]!,
      kind: 'one',
      target: side.variable,
      fields: sides[at]!,
      references: [...side.primary],
      name,
    });
    world.relations.push({
      table: side.variable,
      key: unused(g, world, side),
      kind: 'many',
      target: table.variable,
      name,
    });
  }
}

export function shuffled<T>(g: Draw, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(g(fc.nat, { max: left.length - 1 }), 1)[0]!);
}
