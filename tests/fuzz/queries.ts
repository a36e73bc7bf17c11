import fc from 'fast-check';
import { kindsOf } from './kinds.ts';
import {
  fileStyles,
  relationsOf,
  tableOf,
  type Extra,
  type Level,
  type Order,
  type OrderItem,
  type Query,
  type Table,
  type World,
} from './model.ts';
import type { Place } from './values.ts';
import { makeParameter, makeWhere } from './wheres.ts';
import { between, chance, pick, shuffled, type Draw } from './world.ts';

/** A random v1 query of one world. */
export function queries(world: World): fc.Arbitrary<Query> {
  return fc.gen().map((g) => makeQuery(g, world));
}

function makeQuery(g: Draw, world: World): Query {
  const prepared = chance(g, 10);
  const method = pick(g, ['findMany', 'findMany', 'findFirst'] as const);
  const receivers = [
    'parameter',
    'parameter',
    'parameter',
    'transaction',
    'transaction-block',
    'either',
    'called',
    'argument',
    'context',
    'element',
    'computed',
    'class',
    'object',
    'asserted',
    'nested-transaction',
    'map',
    'held',
    'table',
    'await',
    'all',
    'execute',
  ] as const;
  const table = pick(g, world.tables);
  const config = pick(g, [
    'literal',
    'literal',
    'literal',
    'literal',
    'held',
    'const',
    'spread',
    'module',
    'ternary',
    'elsewhere',
    'given',
    'satisfies',
    'called',
    'early',
    'mutated',
    'mutated',
    'given-where',
    'given-where',
    'conditional',
    'none',
  ] as const);
  const isApart = config === 'given-where' || config === 'mutated';
  const level = makeLevel(
    g,
    { world, table, prepared, isRoot: true, isApart },
    method === 'findFirst',
    between(g, 0, 3),
  );
  return {
    method,
    file: pick(g, fileStyles),
    receiver: prepared ? pick(g, ['parameter', 'held'] as const) : pick(g, receivers),
    config,
    arguments: pick(g, ['object', 'destructured', 'named'] as const),
    prepared,
    ...(chance(g, 25) ? { comments: between(g, 1, 1_000_000) } : {}),
    // The first row of all is any row.
    level: config === 'none' && method === 'findMany' ? { table: table.variable, columnForm: 'import' } : level,
  };
}

function makeLevel(g: Draw, place: Place, isFirst: boolean, depth: number): Level {
  const { world, table, isRoot } = place;
  const relations = depth > 0 ? shuffled(g, relationsOf(world, table.variable)) : [];
  const chosen = relations.slice(0, pick(g, [0, 1, 1, 2, 3]));
  const level: Level = {
    table: table.variable,
    columnForm: pick(g, [
      'import',
      'import',
      'import',
      'schema',
      'element',
      'alias',
      'destructured',
      'holder',
      'computed',
      'given',
    ] as const),
  };
  if (chance(g, isRoot ? 75 : 45)) level.where = makeWhere(g, place);
  const isCut = isFirst || chance(g, 30);
  if (isCut || chance(g, 40)) level.order = makeOrder(g, place, isCut);
  if (isCut && !isFirst) {
    const own = ['literal', 'parameter', 'spread', 'default', 'optional'] as const;
    const forms = place.prepared ? ([...own, 'placeholder'] as const) : own;
    level.limit = { value: between(g, 0, 4), form: pick(g, forms), flag: chance(g, 50) };
    if (isRoot && chance(g, 40)) {
      const form = pick(g, ['literal', 'parameter', 'page', 'optional'] as const);
      level.offset = { value: between(g, 0, 3), form, flag: chance(g, 50) };
    }
  }
  if (chance(g, 30)) level.columns = makeColumns(g, table);
  if (chance(g, 15)) level.extras = makeExtras(g, place);
  if (chosen.length > 0) {
    level.with = chosen.map(({ key, kind, target }) => {
      const inner = { ...place, table: tableOf(world, target), isRoot: false, isApart: false };
      const nested = makeLevel(g, inner, false, depth - 1);
      // v1 takes neither a condition nor an order nor a limit for one row.
      if (kind === 'one') for (const part of ['where', 'order', 'limit'] as const) delete nested[part];
      const form = pick(g, [
        'level',
        'level',
        'level',
        'true',
        'when',
        'held',
        'const',
        'off',
        'spread',
        'elsewhere',
        'level-spread',
        'called',
      ] as const);
      return { key, form, flag: chance(g, 70), level: nested };
    });
    level.withForm = pick(g, [
      'inline',
      'inline',
      'inline',
      'inline',
      'held',
      'const',
      'ternary',
      'member',
      'elsewhere',
      'called',
      'early',
    ] as const);
    // Without relations or extras there is nothing left to select.
    if (
      chance(g, 8) &&
      level.with.some(({ form }) => ['level', 'true', 'held', 'const', 'elsewhere', 'called'].includes(form))
    )
      level.columns = { form: 'empty', keys: [] };
  }
  return level;
}

const orderForms = [
  'value',
  'array',
  'array',
  'callback',
  'callback',
  'global',
  'destructured',
  'block',
  'method',
  'held',
  'when',
  'choice',
  'spread',
  'config-spread',
  'shorthand',
  'called',
  'by-map',
  'by-switch',
  'early',
  'elsewhere',
  'callback-choice',
  'callback-of-two',
  'callback-or-value',
  'callback-by-name',
  'callback-assigned',
  'callback-chosen',
  'held-callback',
  'pushed',
  'sorts',
] as const;

function makeOrder(g: Draw, { world, table }: Place, isTotal: boolean): Order {
  const sortable = table.columns.filter(({ kind }) => kindsOf[world.dialect][kind]!.sorted);
  const item = (column: string): OrderItem => ({
    column,
    direction: pick(g, ['asc', 'desc', 'bare'] as const),
    form: pick(g, [
      'plain',
      'plain',
      'plain',
      'plain',
      'sql',
      'function',
      'chosen',
      'variable',
      'nulls',
      'mapped',
      'helper',
      'dynamic',
      'returned',
      'returned-direction',
    ] as const),
    flag: chance(g, 50),
  });
  const items = Array.from({ length: between(g, 0, 3) }, () => item(pick(g, sortable).key));
  if (isTotal || chance(g, 60)) {
    // What a function makes of a key need not tell its rows apart.
    const key = (column: string): OrderItem => {
      const { form, ...rest } = item(column);
      return { ...rest, form: form === 'function' ? 'plain' : form };
    };
    items.push(...table.primary.map(key));
  }
  const form = pick(g, orderForms);
  return { form, parameter: makeParameter(g), flag: isTotal || chance(g, 70), items };
}

function makeColumns(g: Draw, table: Table): Level['columns'] {
  const keys = shuffled(
    g,
    table.columns.map(({ key }) => key),
  );
  const form = pick(g, ['include', 'include', 'exclude', 'mixed', 'chosen', 'held', 'spread'] as const);
  return { form, keys: keys.slice(0, between(g, 1, keys.length - 1)) };
}

function makeExtras(g: Draw, { world, table }: Place): Level['extras'] {
  const readable = table.columns.filter(({ kind }) => ['text', 'integer', 'boolean', 'textEnum'].includes(kind));
  const keys = shuffled(g, ['extra', 'size', 'some-more']).slice(0, between(g, 1, 2));
  const taken = new Set(relationsOf(world, table.variable).map(({ key }) => key));
  const list = keys.flatMap((key): Extra[] => {
    if (readable.length === 0 || taken.has(key)) return [];
    const form = pick(g, ['text', 'column', 'sum', 'typed', 'helper', 'pair'] as const);
    return [
      {
        key,
        name: chance(g, 70) ? key : `${key}_x`,
        form,
        column: pick(g, readable).key,
        right: pick(g, table.columns).key,
      },
    ];
  });
  return list.length > 0 ? { form: pick(g, ['object', 'object', 'callback', 'method'] as const), list } : undefined;
}
