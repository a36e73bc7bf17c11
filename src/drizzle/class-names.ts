import { atRelease, capabilitiesOf, newestTarget, releases, type Capabilities, type Release } from './capabilities.ts';
import { cores, drivers, exceptions, movedModules, withoutClient, type Forms, type Table } from './class-forms.ts';
import { dialectOfDriver } from './drivers.ts';
import { originOf } from './moved-exports.ts';

/**
 * What a type parameter stands for. `schema` and `tables` are v1's `TFullSchema` and `TSchema` (its relational config),
 * `relations` is v2's `TRelations`; the others are the same in both.
 */
export type Role = 'kind' | 'result' | 'prepared' | 'client' | 'root' | 'schema' | 'tables' | 'table' | 'relations';

export interface Parameter {
  /** A role, or `=Name` for a type of the class's own module, or `=unknown`. */
  role: Role | `=${string}`;
  /** Whether the parameter has a default and may be left out at the end. */
  optional: boolean;
}

/** A generic class, type or function of drizzle-orm, with its type parameters in order. */
export interface Form {
  /** The part of the module name after `drizzle-orm/`. */
  module: string;
  name: string;
  parameters: readonly Parameter[];
}

/** The same thing in v1 and in v2. */
export interface Successor {
  from: Form;
  /** Its form in the releases of 1.0 that had the type parameters of v1 and of v2 side by side. */
  between: Form | undefined;
  /** Undefined when it is gone. */
  to: Form | undefined;
}

const byRelease = new Map<Release, Map<string, Successor>>();

/**
 * What became of a generic name that v1's drizzle-orm exports; undefined when its type parameters say nothing about a schema.
 *
 * @param module the full module name, deep ones such as `drizzle-orm/pg-core/session` included
 */
export function successorOf(module: string, name: string, capabilities: Capabilities): Successor | undefined {
  const successors = successorsOf(capabilities);
  const origin = originOf(module, name);
  const [, path = ''] = /^drizzle-orm(?:\/(.*))?$/.exec(origin.module) ?? [];
  for (let current = path; ; current = current.replace(/(?:^|\/)[^/]*$/, '')) {
    const found = successors.get(`${current} ${origin.name}`);
    if (found || current === '') return found;
  }
}

/** The names that `successorOf` may know, whatever the module and target: releases differ only in what became of them. */
export const knownNames: ReadonlySet<string> = new Set(
  [...successorsOf(capabilitiesOf(newestTarget)).keys()].map((key) => key.replace(/^.* /, '')),
);

/** All that is known for a target. */
export function allSuccessors(capabilities: Capabilities): Successor[] {
  return [...successorsOf(capabilities).values()];
}

/** The module that exports what a deep module of v1 did, when that one is gone. */
export function movedModule(module: string): string | undefined {
  const moved = movedModules[module.replace(/^drizzle-orm\//, '')];
  return moved === undefined ? undefined : `drizzle-orm/${moved}`;
}

const coreName =
  /\b(?:(?:Pg|MySql|SingleStore)(?:Database|Transaction|Session)|BaseSQLiteDatabase|SQLite(?:Transaction|Session)|ExtractTablesWithRelations|DBQueryConfig|BuildQueryResult|Tables?RelationalConfig)\b|RelationalQuery|\wDatabase<\s*typeof\b/;
const coreNameParts = [
  'Database',
  'Transaction',
  'Session',
  'ExtractTables',
  'QueryConfig',
  'QueryResult',
  'Relational',
];

/** Whether a text has a name that v1 exports and v2 does not, or that has other type parameters: a cheap test. */
export function hasCoreName(text: string): boolean {
  // Looking for plain strings is many times faster than the expression.
  return coreNameParts.some((part) => text.includes(part)) && coreName.test(text);
}

function successorsOf(capabilities: Capabilities): Map<string, Successor> {
  let successors = byRelease.get(capabilities.release);
  if (!successors) byRelease.set(capabilities.release, (successors = read(capabilities)));
  return successors;
}

function read(capabilities: Capabilities): Map<string, Successor> {
  const successors = new Map<string, Successor>();
  for (const table of [cores, driverForms(), exceptions]) {
    for (const [module, forms] of Object.entries(table)) {
      for (const [before, entry] of Object.entries(forms)) {
        const from = formOf(before, module);
        const table = typeof entry === 'object' ? entry : { [releases[0]]: entry };
        const after = atRelease(table, capabilities);
        const to = after ? formOf(after, module) : undefined;
        const between = Object.values(table)
          .map((form) => formOf(form, module))
          .filter(isBetween);
        const isSame = (form: Form) => form.name === from.name && form.module === from.module;
        successors.set(`${module} ${from.name}`, { from, between: between.find(isSame), to });
        for (const form of between) {
          const key = `${form.module} ${form.name}`;
          if (!successors.has(key)) successors.set(key, { from: form, between: form, to });
        }
      }
    }
  }
  return successors;
}

/** Whether a form is about v1 and v2 at once. */
export function isBetween({ parameters }: Form): boolean {
  const has = (wanted: Role) => parameters.some(({ role }) => role === wanted);
  return has('schema') && has('relations');
}

/** The drivers' `drizzle()`, database, transaction and session classes, which are all alike. */
function driverForms(): Table {
  const table: Table = {};
  for (const [module, names] of Object.entries(drivers)) {
    const dialect = dialectOfDriver(module) ?? 'pg';
    const until = releases.find((release) => !capabilitiesOf(release).schemaOption.includes(dialect))!;
    const client = withoutClient.has(module) ? '' : ', client?';
    const [database = '', ...others] = names.split(' ');
    const forms: Forms = {};
    const add = (name: string, from: string, between: string, to: string, isGone = false) => {
      forms[`${name}<${from}>`] = { [releases[0]]: `${name}<${between}>`, [until]: isGone ? '' : `${name}<${to}>` };
    };
    add('drizzle', `schema?${client}`, `schema?, relations?${client}`, `relations?${client}`);
    add(database, 'schema?', 'schema?, relations?', 'relations?');
    for (const name of others)
      add(name.replace('-', ''), 'schema, tables', 'schema, relations, tables', 'relations', name.startsWith('-'));
    table[module] = forms;
  }
  return table;
}

function formOf(text: string, module: string): Form {
  const [, moved, name = '', list = ''] = /^(?:(.*)#)?(\w+)<(.*)>$/.exec(text) ?? [];
  const parameters = list.split(', ').map((parameter): Parameter => {
    const optional = parameter.endsWith('?');
    return { role: (optional ? parameter.slice(0, -1) : parameter) as Parameter['role'], optional };
  });
  return { module: moved ?? module, name, parameters };
}
