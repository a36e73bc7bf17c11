// Runs every query of a compiled project against its own fresh database and prints the results as JSON.
//   node run-queries.mjs <client> <project folder> [mutants]
// It runs in its own process so that the two drizzle-orm versions never meet.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plain } from './plain.mjs';

const [client, folder, mode] = process.argv.slice(2);
const seed = join(folder, 'seed.sql');
const kinds = ['queries', 'ordered'];

const open = {
  async pglite(seed) {
    const { PGlite } = await import('@electric-sql/pglite');
    const pg = new PGlite();
    await pg.exec(seed);
    return pg;
  },
  async 'better-sqlite3'(seed) {
    const { default: Database } = await import('better-sqlite3');
    const sqlite = new Database(':memory:');
    sqlite.exec(seed);
    return sqlite;
  },
  async libsql(seed) {
    const { createClient } = await import('@libsql/client');
    const libsql = createClient({ url: ':memory:' });
    await libsql.executeMultiple(seed);
    return libsql;
  },
  /** Never connects: the queries of that project only ask for their SQL. */
  async mysql2() {
    const { createPool } = await import('mysql2/promise');
    const pool = createPool({ host: '127.0.0.1', port: 1 });
    return Object.assign(pool, { close: () => pool.end() });
  },
};

async function run(query, db) {
  try {
    return { rows: plain(await query(db)) };
  } catch (error) {
    return { error: String(error?.message ?? error), cause: error?.cause ? String(error.cause.message) : undefined };
  }
}

/** Every `with` entry of a config, the config itself included, as [path, config]. */
function* configs(config, path = []) {
  if (config === null || typeof config !== 'object') return;
  yield [path, config];
  for (const [name, nested] of Object.entries(config.with ?? {})) yield* configs(nested, [...path, name]);
}

const separator = (chunk) => {
  const text = Array.isArray(chunk?.value) && chunk.value.length === 1 ? chunk.value[0] : undefined;
  return text === ' and ' || text === ' or ';
};

/** How many members of and()/or() can be left out of a v1 condition. */
function memberCount(node) {
  const chunks = node?.queryChunks;
  if (!Array.isArray(chunks)) return 0;
  const own = chunks.some(separator) ? chunks.filter((chunk) => !separator(chunk)).length : 0;
  return chunks.reduce((sum, chunk) => sum + memberCount(chunk), own);
}

/** The condition without its n-th member of an and()/or(). */
function withoutMember(node, n) {
  const counter = { left: n };
  const visit = (current) => {
    if (!Array.isArray(current?.queryChunks)) return current;
    let chunks = current.queryChunks;
    if (chunks.some(separator)) {
      const members = chunks.filter((chunk) => !separator(chunk));
      const glue = chunks.find(separator);
      const kept = members.filter(() => counter.left-- !== 0);
      chunks = kept.flatMap((member, index) => (index === 0 ? [member] : [glue, member]));
    }
    const copy = Object.assign(Object.create(Object.getPrototypeOf(current)), current);
    copy.queryChunks = chunks.map(visit);
    return copy;
  };
  return visit(node);
}

/** What can be taken away from one query, as long as it is still a query. */
function collectMutants(config, call) {
  const found = [];
  for (const [path, level] of configs(config)) {
    for (const key of ['where', 'orderBy', 'limit', 'offset', 'columns', 'extras']) {
      if (level[key] !== undefined) found.push({ call, path, key });
    }
  }
  return found;
}

function mutate(config, mutant) {
  if (mutant.path.length > 0) {
    const [name, ...path] = mutant.path;
    return { ...config, with: { ...config.with, [name]: mutate(config.with[name], { ...mutant, path }) } };
  }
  if (mutant.member === undefined) return { ...config, [mutant.key]: undefined };
  const change = (condition) => withoutMember(condition, mutant.member);
  const { where } = config;
  return { ...config, where: typeof where === 'function' ? (...args) => change(where(...args)) : change(where) };
}

/** Counts members of callback conditions too, by calling them while the query is built. */
function countMembers(config, mutant, report) {
  if (mutant.path.length > 0) {
    const [name, ...path] = mutant.path;
    return {
      ...config,
      with: { ...config.with, [name]: countMembers(config.with[name], { ...mutant, path }, report) },
    };
  }
  const { where } = config;
  const seen = (condition) => {
    report(memberCount(condition), condition === undefined);
    return condition;
  };
  return { ...config, where: typeof where === 'function' ? (...args) => seen(where(...args)) : seen(where) };
}

/**
 * Takes one part at a time away from a query (a whole where, one member of and()/or(), an orderBy, a limit, …) and
 * tells which of these changed the result.
 */
async function runMutants(query, db, ordered) {
  const builder = Object.getPrototypeOf(db.query[Object.keys(db.query)[0]]);
  const original = { findMany: builder.findMany, findFirst: builder.findFirst };
  let calls = 0;
  let onCall = (config) => config;
  for (const name of ['findMany', 'findFirst']) {
    builder[name] = function (config, ...rest) {
      return original[name].call(this, config === undefined ? config : onCall(config, calls++), ...rest);
    };
  }
  const stable = (outcome) => JSON.stringify(ordered ? outcome : sorted(outcome));
  const attempt = async (hook) => {
    calls = 0;
    onCall = hook;
    return run(query, db);
  };
  const mutants = [];
  const outcome = await attempt((config, call) => {
    let counted = config;
    for (const mutant of collectMutants(config, call)) {
      if (mutant.key !== 'where') {
        mutants.push(mutant);
        continue;
      }
      counted = countMembers(counted, mutant, (members, none) => {
        if (
          none ||
          mutants.some(
            (other) => other.key === 'where' && other.call === call && String(other.path) === String(mutant.path),
          )
        )
          return;
        mutants.push(mutant);
        for (let member = 0; member < members; member++) mutants.push({ ...mutant, member });
      });
    }
    return counted;
  });
  const baseline = stable(outcome);
  const outcomes = [];
  for (const mutant of mutants) {
    const result = await attempt((config, call) => (call === mutant.call ? mutate(config, mutant) : config));
    outcomes.push({ ...mutant, changed: stable(result) !== baseline });
  }
  Object.assign(builder, original);
  return { outcome, mutants: outcomes };
}

function sorted(value) {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    const keyed = items.map((item) => [JSON.stringify(item), item]);
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]));
}

const load = (path) => import(pathToFileURL(join(folder, 'dist', path)).href);

const { createDb } = await load('db.js');
const connection = await open[client](existsSync(seed) ? readFileSync(seed, 'utf8') : '');
const db = createDb(connection);
if (db.$client !== connection) throw new Error('createDb() did not use the client it was given');

const results = {};
const mutants = {};
for (const file of readdirSync(join(folder, 'dist', 'queries')).filter((name) => name.endsWith('.js'))) {
  const name = file.slice(0, -'.js'.length);
  const module = await load(join('queries', file)).catch((error) => {
    results[`${name}/(load)`] = { error: String(error) };
    return {};
  });
  for (const kind of kinds) {
    for (const [key, query] of Object.entries(module[kind] ?? {})) {
      const { outcome, mutants: tried } =
        mode === 'mutants' ? await runMutants(query, db, kind === 'ordered') : { outcome: await run(query, db) };
      results[`${name}/${key}`] = outcome;
      mutants[`${name}/${key}`] = tried;
    }
  }
}
await connection.close?.();
process.stdout.write(JSON.stringify({ results, mutants }));
