import { isValid } from './compare.ts';
import type { Query, World } from './model.ts';
import { isDetermined } from './determined.ts';

export interface Case {
  world: World;
  query: Query;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The plainest form of what is chosen by `form`, `config`, …: tried in the place of any other. */
const plainest: Record<string, readonly string[]> = {
  form: [
    'literal',
    'value',
    'plain',
    'spread',
    'constant',
    'callback',
    'array',
    'level',
    'include',
    'object',
    'compare',
  ],
  config: ['literal'],
  receiver: ['parameter'],
  file: ['named'],
  columnForm: ['import'],
  method: ['findMany'],
  layout: ['one-file'],
  client: ['object'],
  helpers: ['destructured'],
  withForm: ['inline'],
  parameter: ['t'],
  arguments: ['object'],
};

/** Parts a case can do without. */
const optional = new Set([
  'where',
  'order',
  'limit',
  'offset',
  'columns',
  'extras',
  'with',
  'schema',
  'name',
  'casing',
  'comments',
]);

/** Every case that is one step simpler. */
function* simpler(value: Json, key = ''): Generator<Json> {
  if (Array.isArray(value)) {
    if (value.length > 3) yield value.slice(0, value.length >> 1);
    for (let index = value.length - 1; index >= 0; index--) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) for (const next of simpler(item, key)) yield value.with(index, next);
    return;
  }
  if (typeof value === 'string') {
    for (const plain of plainest[key] ?? []) if (plain !== value) yield plain;
    return;
  }
  if (typeof value === 'boolean') {
    if (value && key === 'prepared') yield false;
    return;
  }
  if (typeof value === 'number') {
    if (value > 0 && key === 'sample') yield 0;
    return;
  }
  if (value === null) return;
  // A condition in another may stand for it.
  for (const part of [value.member, value.otherwise, value.members, value.first, value.pushed]) {
    for (const inner of Array.isArray(part) ? part : [part]) {
      const condition =
        inner && typeof inner === 'object' && !Array.isArray(inner) && 'member' in inner && !('is' in inner)
          ? inner.member
          : inner;
      if ('is' in value && condition && typeof condition === 'object' && 'is' in condition) yield condition;
    }
  }
  for (const name of Object.keys(value)) {
    if (optional.has(name) && value[name] !== undefined) {
      const { [name]: _, ...rest } = value;
      yield rest;
    }
  }
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    for (const next of simpler(item, name)) yield { ...value, [name]: next };
  }
}

/** Walks to a simplest case that still fails; `fails` must not throw. */
export async function shrink(start: Case, fails: (candidate: Case) => Promise<boolean>, limit = 400): Promise<Case> {
  let current = await shrinkWorld(start, fails);
  let left = limit;
  for (let progress = true; progress && left > 0;) {
    progress = false;
    // What did not help before will hardly help now: go on behind it, and start anew only at the end.
    let tried = 0;
    for (let found = true; found && left > 0;) {
      found = false;
      let index = 0;
      for (const next of simpler(current as unknown as Json)) {
        if (index++ < tried) continue;
        tried = index;
        const candidate = next as unknown as Case;
        if (!isRunnable(candidate)) continue;
        if (left-- <= 0) break;
        if (!(await fails(candidate))) continue;
        current = candidate;
        tried--;
        progress = found = true;
        break;
      }
    }
  }
  return current;
}

/** Takes away whatever tables, relations and columns the query does not name, all at once. */
async function shrinkWorld(start: Case, fails: (candidate: Case) => Promise<boolean>): Promise<Case> {
  let current = start;
  const attempt = async (world: World) => {
    const candidate = { query: current.query, world };
    if (isRunnable(candidate) && (await fails(candidate))) current = candidate;
  };
  for (const { variable } of start.world.tables) {
    const { world } = current;
    const relations = world.relations.filter(({ table, target }) => table !== variable && target !== variable);
    await attempt({ ...world, relations, tables: world.tables.filter((table) => table.variable !== variable) });
  }
  for (const { variable } of current.world.tables) {
    for (const { key } of current.world.tables.find((table) => table.variable === variable)!.columns) {
      const { world } = current;
      const without = world.tables.map((table) =>
        table.variable === variable
          ? { ...table, columns: table.columns.filter((column) => column.key !== key) }
          : table,
      );
      await attempt({ ...world, tables: without });
    }
  }
  return current;
}

function isRunnable({ world, query }: Case): boolean {
  try {
    return (
      isConsistent(world) &&
      isValid(world, query.level) &&
      isDetermined(world, query.level, query.method === 'findFirst')
    );
  } catch {
    return false;
  }
}

/** Whether relations name tables and columns that are still there. */
function isConsistent({ tables, relations }: World): boolean {
  const has = (variable: string, keys: string[] = []) => {
    const table = tables.find((candidate) => candidate.variable === variable);
    return table !== undefined && keys.every((key) => table.columns.some((column) => column.key === key));
  };
  return (
    tables.every(({ variable, name, primary }) => Boolean(name) && primary.length > 0 && has(variable, primary)) &&
    relations.every(({ table, target, fields, references }) => has(table, fields) && has(target, references))
  );
}
