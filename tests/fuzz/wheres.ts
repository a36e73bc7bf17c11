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
  'callback-choice',
  'callback-of-two',
  'callback-or-sql',
  'callback-if-there',
  'callback-by-name',
  'callback-assigned',
  'callback-chosen',
  'made-callback',
  'awaited-constant',
  'given-option',
  'awaited',
  'let',
] as const;

/** Names for a callback's first parameter; one hides what its file imports. */
const parameters = ['t', 'fields', 'row', 'users', 'posts', 'table'];

/** Whether a form builds the condition outside of the query. */
const isBuiltApart = (form: Where['form']) =>
  /callback-|-callback|awaited-|^(?:shorthand|let|given-option)$/.test(form);

/** A random `where` of a level. */
export function makeWhere(g: Draw, place: Place): Where {
  const form = pick(g, whereForms);
  const at = isBuiltApart(form) ? { ...place, isApart: true } : place;
  const condition = makeCondition(g, at, pick(g, [0, 1, 1, 2, 3]));
  return { form, parameter: pick(g, parameters), flag: chance(g, 70), condition };
}

export const makeParameter = (g: Draw): string => pick(g, parameters);
