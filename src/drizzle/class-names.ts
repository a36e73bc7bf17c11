import { atRelease, capabilitiesOf, newestTarget, releases, type Capabilities, type Release } from './capabilities.ts';
import { cores, drivers, exceptions, movedModules, withoutClient, type Forms, type Table } from './class-forms.ts';
import { dialectOfDriver } from './drivers.ts';
import { originOf } from './moved-exports.ts';

/**
 * The meaning of a type parameter of a drizzle-orm class: `schema` is v1's `TFullSchema`, `tables` v1's `TSchema` (the
 * schema as `ExtractTablesWithRelations` describes it), `relations` v2's `TRelations`. The others mean the same in v1
 * and v2.
 */
export type Role = 'kind' | 'result' | 'prepared' | 'client' | 'root' | 'schema' | 'tables' | 'table' | 'relations';

/** One type parameter of a `Form`. */
export interface Parameter {
  /** A role; or `=Name` for a type exported by the same module (or `=unknown`), to be written as it is. */
  role: Role | `=${string}`;
  /** Whether the parameter has a default, so that it may be omitted when no later one is given. */
  optional: boolean;
}

/** A generic class, type or function of drizzle-orm, with its type parameters in order. */
export interface Form {
  /** The part of the module name after `drizzle-orm/`. */
  module: string;
  name: string;
  parameters: readonly Parameter[];
}

/** The v1 form and the v2 form of the same class, type or function. */
export interface Successor {
  from: Form;
  /**
   * The form with the type parameters of both v1 and v2 (`schema` and `relations`), for names that some releases of 1.0
   * had under their v1 name; undefined when there was none.
   */
  between: Form | undefined;
  /** The form at the target release; undefined when the name no longer exists there. */
  to: Form | undefined;
}

/** Caches what `successorsOf` returns. */
const byRelease = new Map<Release, Map<string, Successor>>();

/**
 * Looks up what a generic name exported by v1 is at the target release. Returns undefined for names whose type
 * parameters do not mention a schema. A name that is not known in its own module is looked up in the modules above it.
 *
 * @param module full module name, deep ones such as `drizzle-orm/pg-core/session` included
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

/** All names for which `successorOf` can have an answer, whatever the module and release. Serves as a cheap test. */
export const knownNames: ReadonlySet<string> = new Set(
  [...successorsOf(capabilitiesOf(newestTarget)).keys()].map((key) => key.replace(/^.* /, '')),
);

/** All names with their v1 and v2 forms at the target release. */
export function allSuccessors(capabilities: Capabilities): Successor[] {
  return [...successorsOf(capabilities).values()];
}

/** The module to import from instead of a v1 module that 1.0 no longer has; undefined for other modules. */
export function movedModule(module: string): string | undefined {
  const moved = movedModules[module.replace(/^drizzle-orm\//, '')];
  return moved === undefined ? undefined : `drizzle-orm/${moved}`;
}

/** Matches names whose type parameters changed, and driver types such as `NodePgDatabase<typeof schema>`. */
const coreName =
  /\b(?:(?:Pg|MySql|SingleStore)(?:Database|Transaction|Session)|BaseSQLiteDatabase|SQLite(?:Transaction|Session)|ExtractTablesWithRelations|DBQueryConfig|BuildQueryResult|Tables?RelationalConfig)\b|RelationalQuery|\wDatabase<\s*typeof\b/;
/** Plain texts of which one is in everything that `coreName` matches. */
const coreNameParts = [
  'Database',
  'Transaction',
  'Session',
  'ExtractTables',
  'QueryConfig',
  'QueryResult',
  'Relational',
];

/**
 * Whether a file text mentions a class or type that v2 renamed or gave other type parameters. A cheap test on text,
 * used to decide which files to parse.
 */
export function hasCoreName(text: string): boolean {
  // Plain text searches are many times faster than the regular expression.
  return coreNameParts.some((part) => text.includes(part)) && coreName.test(text);
}

/** All successors for a release, by module and name. */
function successorsOf(capabilities: Capabilities): Map<string, Successor> {
  let successors = byRelease.get(capabilities.release);
  if (!successors) byRelease.set(capabilities.release, (successors = read(capabilities)));
  return successors;
}

/** Builds the look-up table for a release. Later tables override earlier ones, so `exceptions` come last. */
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

/** Whether a form has type parameters for both the v1 schema and the v2 relations, as in the early releases of 1.0. */
export function isBetween({ parameters }: Form): boolean {
  const has = (wanted: Role) => parameters.some(({ role }) => role === wanted);
  return has('schema') && has('relations');
}

/**
 * Generates the forms of `drizzle()` and of the database, transaction and session classes of every driver, which follow
 * one pattern: v1's `<schema?>` becomes `<schema?, relations?>`, and `<relations?>` from the release on in which the
 * dialect no longer accepts `schema`.
 */
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

/** Parses the notation of class-forms.ts: `module#Name<role?, =Type>`. */
function formOf(text: string, module: string): Form {
  const [, moved, name = '', list = ''] = /^(?:(.*)#)?(\w+)<(.*)>$/.exec(text) ?? [];
  const parameters = list.split(', ').map((parameter): Parameter => {
    const optional = parameter.endsWith('?');
    return { role: (optional ? parameter.slice(0, -1) : parameter) as Parameter['role'], optional };
  });
  return { module: moved ?? module, name, parameters };
}
