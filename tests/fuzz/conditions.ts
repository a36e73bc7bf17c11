import fc from 'fast-check';
import type { Condition } from './model-condition.ts';
import { relationsOf, type Column, type Table } from './model.ts';
import { kindOf, makeValue, mayBeMissing, valuesOf, type Place } from './values.ts';
import { between, chance, pick, type Draw } from './world.ts';

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

const optionalForms = [
  'truthy',
  'truthy',
  'defined',
  'object',
  'list',
  'nullish',
  'typeof',
  'not',
  'not-other',
  'or-null',
  'cursor',
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
  if (branch >= 83) {
    const form = pick(g, ['??', '||', 'held', 'grown'] as const);
    return { is: 'fallback', form, flag: chance(g, 50), member: within(), otherwise: within() };
  }
  if (branch >= 77) {
    const form = pick(g, ['ternary', 'ternary', 'else', 'and'] as const);
    return {
      is: 'when',
      form,
      flag: chance(g, 60),
      member: within(),
      otherwise: form === 'else' ? within() : undefined,
    };
  }
  if (branch >= 73) return { is: 'nothing', form: pick(g, ['undefined', 'and', 'or'] as const) };
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
    const form = pick(g, optionalForms);
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
        'set',
        'extended',
        'keys',
        'flat',
        'filtered',
        'chosen',
        'frozen',
        'values',
        'pushed',
        ...(mayBeMissing(place, column) ? (['missing'] as const) : []),
        ...(place.prepared ? (['placeholder'] as const) : []),
      ] as const),
    };
  }
  if (chance(g, 12)) {
    const form = pick(g, ['held', 'in-place', 'map', 'given'] as const);
    const operators = pick(g, kind.sorted ? sortedPairs : equalPairs);
    // The function that is given an operator stays as it is.
    const chosen = makeValue(g, form === 'given' ? { ...place, isApart: true } : place, column);
    return { is: 'chosen', form, operators: [...operators], column: key, value: chosen, flag: chance(g, 50) };
  }
  const operators = kind.sorted ? ['eq', 'eq', 'eq', 'ne', 'gt', 'gte', 'lt', 'lte'] : ['eq', 'ne'];
  return { is: 'compare', operator: pick(g, operators), column: key, value: value() };
}

const equalPairs = [['eq', 'ne']] as const;
const sortedPairs = [
  ['gt', 'lt'],
  ['gte', 'lte'],
  ['eq', 'ne'],
  ['lt', 'gt'],
] as const;

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
