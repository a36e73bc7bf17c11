import fc from 'fast-check';
import type { Kind } from './kind.ts';
import { kindsOf } from './kinds.ts';
import type { Value } from './model-condition.ts';
import type { Column, Table, World } from './model.ts';
import { cellText } from './project.ts';
import { chance, pick, type Draw } from './world.ts';

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

/** The kind of a column. */
export const kindOf = ({ world }: Place, { kind }: Column): Kind => kindsOf[world.dialect][kind]!;

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
  'narrowed',
  'narrowed-path',
  'thrown',
  'defaulted',
  'first',
  'made',
  'made',
  'enum',
  'typeof',
  'satisfied',
  'next',
] as const;

const missingForms = [
  'missing',
  'missing-any',
  'missing-index',
  'null',
  'missing-first',
  'missing-found',
  'missing-record',
  'missing-cast',
  'missing-json',
  'missing-unset',
] as const;

/** A random value to compare a column with. */
export function makeValue(g: Draw, place: Place, column: Column): Value {
  const max = valuesOf(place.world, place.table, column).length - 1;
  const isMissing = chance(g, 8) && mayBeMissing(place, column);
  const rare = isMissing ? pick(g, missingForms) : undefined;
  const prepared = place.prepared && chance(g, 40) ? ('placeholder' as const) : undefined;
  return { sample: g(fc.nat, { max }), form: prepared ?? rare ?? pick(g, valueForms) };
}

/** Whether both versions can send undefined to a column. */
export function mayBeMissing(place: Place, column: Column): boolean {
  const { type, list } = kindOf(place, column);
  // A column that encodes its values fails over a missing one, under v1 already.
  const isEncoded =
    ['Date', 'Cents', 'Buffer', 'unknown', '{ a?: number; b?: string[] }'].includes(type) || list === true;
  // Where 1.0 cannot encode undefined, the tool writes null, but not into SQL that is left as it is.
  const failsInV2 = ['date', 'timestampText', 'timestamptzText'].includes(column.kind) && place.isApart === true;
  return !isEncoded && column.kind !== 'lowercase' && !failsInV2;
}
