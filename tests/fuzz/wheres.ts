import { makeCondition } from './conditions.ts';
import type { Where } from './model-condition.ts';
import type { Place } from './values.ts';
import { chance, pick, type Draw } from './world.ts';

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

/** A random `where` of a level. */
export function makeWhere(g: Draw, place: Place): Where {
  const form = pick(g, whereForms);
  const at = ['shorthand', 'let', 'held-callback'].includes(form) ? { ...place, isApart: true } : place;
  const condition = makeCondition(g, at, pick(g, [0, 1, 1, 2, 3]));
  return { form, parameter: pick(g, parameters), flag: chance(g, 70), condition };
}

export const makeParameter = (g: Draw): string => pick(g, parameters);
