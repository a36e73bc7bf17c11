import fc from 'fast-check';
import type { Kind } from './kind.ts';
import { kindsOf } from './kinds.ts';
import { relationsOf, type Column, type Condition, type Table, type Value, type Where, type World } from './model.ts';
import { cellText } from './project.ts';
import { between, chance, pick, type Draw } from './world.ts';

/** Where a condition stands. */
export interface Place {
  world: World;
  table: Table;
  /** Whether the query is prepared, so that placeholders are filled. */
  prepared: boolean;
  isRoot: boolean;
  /** The condition may stay SQL that is built outside of the query. */
  isApart?: boolean;
}

const kindOf = ({ world }: Place, { kind }: Column): Kind => kindsOf[world.dialect][kind]!;

/** Every value worth comparing a column with: those in its rows, then those of its kind. */
export function valuesOf(world: World, table: Table, column: Column): string[] {
  const inRows = table.rows.flatMap((row) => {
    const cell = row[column.key];
    return cell ? [cellText(world, table, column.key, cell)] : [];
  });
  const samples = kindsOf[world.dialect][column.kind]!.samples.map(([, js]) => js);
  return [...new Set([...inRows, ...samples])];
}

const valueForms = [
  'literal',
  'literal',
  'parameter',
  'parameter',
  'constant',
  'cast',
  'default',
  'or',
  'chain',
  'there',
  'choice',
  'conditional',
  'path',
  'call',
  'element',
  'converted',
  'arithmetic',
  'got',
  'chain-there',
  'index',
] as const;

function makeValue(g: Draw, place: Place, column: Column): Value {
  const max = valuesOf(place.world, place.table, column).length - 1;
  const isMissing = chance(g, 6) && mayBeMissing(place, column);
  const rare = isMissing ? pick(g, ['missing', 'missing-any', 'missing-index', 'null'] as const) : undefined;
  const prepared = place.prepared && chance(g, 40) ? ('placeholder' as const) : undefined;
  return { sample: g(fc.nat, { max }), form: prepared ?? rare ?? pick(g, valueForms) };
}

/** Whether both versions can send undefined to a column. */
function mayBeMissing(place: Place, column: Column): boolean {
  const { type, list } = kindOf(place, column);
  // A column that encodes its values fails over a missing one, under v1 already.
  const isEncoded =
    ['Date', 'Cents', 'Buffer', 'unknown', '{ a?: number; b?: string[] }'].includes(type) || list === true;
  // Where 1.0 cannot encode undefined, the tool writes null, but not into SQL that is left as it is.
  const failsInV2 = ['date', 'timestampText', 'timestamptzText'].includes(column.kind) && place.isApart === true;
  return !isEncoded && column.kind !== 'lowercase' && !failsInV2;
}

const heldForms = [
  'constant',
  'typed',
  'let',
  'assigned',
  'grown',
  'grown',
  'switch',
  'early',
  'early-held',
  'chosen',
  'function',
  'member',
  'module',
  'shared',
  'twice',
  'helper',
  'builder',
  'builder',
  'table-helper',
  'method',
  'elsewhere',
  'elsewhere',
  'helper-elsewhere',
  'two-queries',
  'chain',
  'iife',
  'guard-helper',
  'guard-helper',
  'column-helper',
  'rest-helper',
  'list-helper',
] as const;

const sqlForms = [
  'compare',
  'function',
  'operand',
  'unqualified',
  'named',
  'raw',
  'in',
  'left',
  'alternative',
  'value',
  'identifier',
] as const;

/** A random v1 condition on one table. */
export function makeCondition(g: Draw, place: Place, depth: number): Condition {
  const { table } = place;
  const within = () => makeCondition(g, place, depth - 1);
  const some = (min: number, max: number) => Array.from({ length: between(g, min, max) }, within);
  const branch = depth > 0 ? g(fc.nat, { max: 99 }) : 0;
  if (branch >= 94) return makeCollected(g, place, depth);
  if (branch >= 86) {
    const form = pick(g, heldForms);
    return { is: 'held', form, flag: chance(g, 70), member: makeCondition(g, { ...place, isApart: true }, depth - 1) };
  }
  if (branch >= 78) {
    const form = pick(g, ['ternary', 'ternary', 'else', 'and'] as const);
    return {
      is: 'when',
      form,
      flag: chance(g, 60),
      member: within(),
      otherwise: form === 'else' ? within() : undefined,
    };
  }
  if (branch >= 74) return { is: 'nothing', form: pick(g, ['undefined', 'and', 'or'] as const) };
  if (branch >= 66) return { is: 'not', member: within() };
  if (branch >= 40) {
    const form = pick(g, ['plain', 'plain', 'plain', 'spread', 'sql-join', 'conditional-spread'] as const);
    const operator = pick(g, ['and', 'and', 'or'] as const);
    return { is: 'group', operator, form, members: some(1, 4), flag: chance(g, 60) };
  }
  return makeLeaf(g, place, table);
}

function makeCollected(g: Draw, place: Place, depth: number): Condition {
  const within = () => makeCondition(g, { ...place, isApart: true }, Math.min(depth - 1, 1));
  return {
    is: 'collected',
    operator: pick(g, ['and', 'and', 'or'] as const),
    form: pick(g, [
      'spread',
      'spread',
      'tested',
      'with-more',
      'from-map',
      'filtered',
      'concat',
      'reduce',
      'loop',
      'boolean',
    ] as const),
    first: Array.from({ length: between(g, 0, 2) }, within),
    pushed: Array.from({ length: between(g, 0, 3) }, () => ({ flag: chance(g, 60), member: within() })),
  };
}

function makeLeaf(g: Draw, place: Place, table: Table): Condition {
  const column = pick(g, table.columns);
  const { key } = column;
  const kind = kindOf(place, column);
  const value = () => makeValue(g, place, column);
  const roll = g(fc.nat, { max: 99 });
  if (column.kind.startsWith('json') && roll < 60)
    return { is: 'json', form: pick(g, ['text', 'left', 'contains'] as const), column: key };
  if (chance(g, 6)) return makeMapped(g, place);
  if (!kind.equal || roll >= 92)
    return { is: 'null', operator: pick(g, ['isNull', 'isNotNull'] as const), column: key };
  if (kind.list && roll >= 50) {
    const operator = pick(g, ['arrayContains', 'arrayContained', 'arrayOverlaps'] as const);
    return {
      is: 'list',
      operator,
      column: key,
      value: { sample: value().sample, form: pick(g, ['literal', 'parameter', 'constant']) },
    };
  }
  if (kind.like && roll >= 75) {
    const operator = pick(g, ['like', 'notLike', ...(place.world.dialect === 'pg' ? ['ilike', 'notIlike'] : [])]);
    const forms = ['literal', 'template', 'parameter'] as const;
    const form = pick(g, place.prepared ? ([...forms, 'placeholder'] as const) : forms);
    return { is: 'like', operator, column: key, pattern: pick(g, ['a%', '%a', '%\\%%', 'A__', '%ü%', '']), form };
  }
  if (roll >= 70) return makeSubqueryOrColumns(g, place, column);
  if (roll >= 55) return { is: 'sql', form: pick(g, sqlForms), column: key, value: value() };
  if (kind.sorted && roll >= 45) {
    const operator = pick(g, ['between', 'notBetween'] as const);
    return { is: 'between', operator, column: key, low: value(), high: value() };
  }
  if (roll >= 40) {
    const form = pick(g, ['truthy', 'defined', 'object', 'list'] as const);
    const operator = pick(g, kind.sorted ? ['eq', 'eq', 'ne', 'gte', 'lt'] : ['eq', 'ne']);
    return { is: 'optional', operator, column: key, sample: value().sample, form, flag: chance(g, 60) };
  }
  if (roll >= 30) {
    const { length } = valuesOf(place.world, table, column);
    return {
      is: 'in',
      operator: pick(g, ['inArray', 'inArray', 'notInArray'] as const),
      column: key,
      samples: Array.from({ length: between(g, 0, 3) }, () => g(fc.nat, { max: length - 1 })),
      form: pick(g, [
        'literal',
        'constant',
        'parameter',
        'readonly',
        'mapped',
        'called',
        'default',
        ...(mayBeMissing(place, column) ? (['missing'] as const) : []),
        ...(place.prepared ? (['placeholder'] as const) : []),
      ] as const),
    };
  }
  const operators = kind.sorted ? ['eq', 'eq', 'eq', 'ne', 'gt', 'gte', 'lt', 'lte'] : ['eq', 'ne'];
  return { is: 'compare', operator: pick(g, operators), column: key, value: value() };
}

/** Conditions on two columns at once. */
function makeMapped(g: Draw, place: Place): Condition {
  const { table } = place;
  const texts = table.columns.filter((column) => kindOf(place, column).like);
  const form = pick(g, ['columns', 'keys', ...(texts.length > 0 ? (['words', 'words'] as const) : [])] as const);
  const from = form === 'words' ? texts : table.columns;
  return {
    is: 'mapped',
    operator: pick(g, ['and', 'or'] as const),
    form,
    left: pick(g, from).key,
    right: pick(g, from).key,
    words: Array.from({ length: between(g, 0, 2) }, () => pick(g, ['a', 'd', 'ü', 'zz'] as const)),
  };
}

function makeSubqueryOrColumns(g: Draw, place: Place, column: Column): Condition {
  const { world, table } = place;
  const relations = relationsOf(world, table.variable).filter(({ fields }) => fields?.length === 1);
  if (relations.length > 0 && chance(g, 40)) {
    const form = pick(g, ['exists', 'notExists', 'in', 'in-plain', 'text'] as const);
    return { is: 'subquery', form, relation: pick(g, relations).key };
  }
  const others = table.columns.filter(({ kind }) => kind === column.kind);
  const operator = pick(g, kindOf(place, column).sorted ? ['eq', 'ne', 'gte', 'lt'] : ['eq', 'ne']);
  const both = { operator, left: column.key, right: pick(g, others).key };
  if (chance(g, 70)) return { is: 'columns', ...both };
  const form = pick(g, ['ternary', 'dynamic', 'held', 'returned'] as const);
  return { is: 'either', form, ...both, value: makeValue(g, place, column), flag: chance(g, 50) };
}

const whereForms = [
  'value',
  'value',
  'value',
  'callback',
  'callback',
  'renamed',
  'whole',
  'destructured',
  'imported',
  'global',
  'block',
  'statements',
  'method',
  'shorthand',
  'early',
  'config-spread',
  'and-spread',
  'asserted',
  'quoted',
  'held-callback',
  'awaited',
  'let',
] as const;

/** Names for a callback's first parameter; one hides what its file imports. */
const parameters = ['t', 'fields', 'row', 'users', 'posts', 'table'];

export function makeWhere(g: Draw, place: Place): Where {
  const form = pick(g, whereForms);
  const at = ['shorthand', 'let', 'held-callback'].includes(form) ? { ...place, isApart: true } : place;
  const condition = makeCondition(g, at, pick(g, [0, 1, 1, 2, 3]));
  return { form, parameter: pick(g, parameters), flag: chance(g, 70), condition };
}

export const makeParameter = (g: Draw): string => pick(g, parameters);
