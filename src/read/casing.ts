import { ts } from '../ts.cts';
import { capabilitiesOf } from '../drizzle/capabilities.ts';
import type { Casing } from '../drizzle/casing.ts';
import { dialectOfDriver } from '../drizzle/drivers.ts';
import type { ClientCall, Database, Dialect, Value } from '../facts.ts';
import { isKitConfig, membersOf, readSchema, type KitSchema } from './modules/kit-config.ts';
import type { Scan } from './sites/scan.ts';
import { rangeOf, type PackageInfo } from './modules/package-info.ts';
import type { Resolver } from './modules/resolve.ts';
import type { Sources } from './modules/sources.ts';
import { nameText, propertyValue, unwrap } from './syntax/syntax.ts';
import { noEnv, type Evaluator } from './values/value.ts';

/** A `casing` member of an options object. */
export interface CasingOption {
  property: ts.ObjectLiteralElementLike;
  /** Its value; `unclear` when that is decided at run time, undefined when it is written as `undefined`. */
  casing: Casing | 'unclear' | undefined;
}

/**
 * A `drizzle()` call, drizzle-kit configuration or options object, and what it says about the names of columns that
 * have no explicit name.
 */
export interface CasingUser {
  path: string;
  /** Undefined when neither tables nor driver nor configuration tell it. */
  dialect: Dialect | undefined;
  /** The `casing` option that is in effect; undefined when there is none or the installed drizzle-orm ignores it. */
  option: CasingOption | undefined;
  /** The casing in effect; undefined also when it is unclear. */
  casing: Casing | undefined;
  /** A `casing` option that the installed drizzle-orm ignores. */
  ignored: CasingOption | undefined;
  /** Whether it is a drizzle-kit configuration. */
  isKit: boolean;
  /** For a drizzle-kit configuration, the schema files it names. */
  kitSchema: KitSchema | undefined;
  /** The `drizzle()` call; undefined for a configuration or a separate options object. */
  driver: ClientCall | undefined;
  /** Whether the call is given tables, as `schema` or as `relations`. */
  hasTables: boolean;
  /** The database of the `drizzle()` call, if it has one. */
  database: Database | undefined;
}

interface Facts {
  scan: Scan;
  databases: readonly Database[];
  sources: Sources;
  resolver: Resolver;
  evaluator: Evaluator;
}

/**
 * Finds every `drizzle()` call (with or without `casing`), and every other object literal with a `casing` that is a
 * drizzle-kit configuration or looks like `drizzle()` options.
 *
 * In 0.x `casing` is an option of `drizzle()`; most releases of 1.0 ignore it (`Capabilities.casingOption`).
 */
export function readCasingUsers({ scan, databases, sources, resolver, evaluator }: Facts): CasingUser[] {
  const isIgnoredAt = (path: string) => isIgnoredIn(resolver.packageOf(path));
  const users = scan.clients.map((client): CasingUser => {
    const option = optionOf(client, 'casing', evaluator);
    // A call with `relations` is written for v2, so its `casing` has no effect unless package.json names a release that
    // uses it. One without any tables is judged by package.json alone.
    const isIgnored = client.relations
      ? isIgnoredAt(client.path) !== false
      : !client.schemaNode && isIgnoredAt(client.path);
    return {
      ...user(client.path, option && casingOption(option), dialectOfClient(client), isIgnored === true),
      driver: client,
      hasTables: client.schemaNode !== undefined || client.relations !== undefined,
      database: databases.find(({ clients }) => clients.includes(client)),
    };
  });
  const known = new Set(users.map(({ option, ignored }) => (option ?? ignored)?.property));
  const isMigrated = users.every(({ driver }) => !driver?.schemaNode);
  for (const { ast, text, path } of sources.parsed()) {
    if (!/\bcasing\b/.test(text) || !/drizzle/i.test(text)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node)) {
        const names = membersOf(node);
        const property = names.get('casing');
        const isKit = isKitConfig(names);
        if (property && !known.has(property)) {
          const value = evaluator.member({ kind: 'expression', node, env: noEnv }, 'casing');
          const option = casingOption({ property, value });
          const dialect = kitDialects[stringMember(names.get('dialect')) ?? ''];
          const isIgnored = isMigrated && isIgnoredAt(path) === true;
          if (isKit || option.casing === 'snake_case' || option.casing === 'camelCase')
            users.push({
              ...user(path, option, dialect, isIgnored),
              isKit,
              kitSchema: isKit ? readSchema(path, names.get('schema')) : undefined,
            });
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
  return users;
}

/**
 * Whether the drizzle-orm version that a package.json asks for ignores `casing`; undefined when it names no version.
 */
function isIgnoredIn(info: PackageInfo | undefined): boolean | undefined {
  const [version] = /\d+\.\d+\.\d+(?:-[\w.]+)?/.exec(rangeOf('drizzle-orm', info) ?? '') ?? [];
  return version === undefined ? undefined : !version.startsWith('0.') && !capabilitiesOf(version).casingOption;
}

/** A `CasingUser` with defaults for what only some kinds of users have. */
function user(
  path: string,
  option: CasingOption | undefined,
  dialect: Dialect | undefined,
  isIgnored: boolean,
): CasingUser {
  return {
    path,
    dialect,
    option: isIgnored ? undefined : option,
    casing: isIgnored || option?.casing === 'unclear' ? undefined : option?.casing,
    ignored: isIgnored ? option : undefined,
    isKit: false,
    kitSchema: undefined,
    driver: undefined,
    hasTables: false,
    database: undefined,
  };
}

/** A member of an options object with what its value stands for. */
interface Option {
  property: ts.ObjectLiteralElementLike;
  value: Value;
}

/** The option a `drizzle()` call is given, in its options or in an object spread into them; the last one counts. */
function optionOf({ node }: ClientCall, name: string, evaluator: Evaluator): Option | undefined {
  for (const argument of node.arguments.toReversed()) {
    const option = findOption(evaluator.evaluate(argument), name, evaluator);
    if (option) return option;
  }
  return undefined;
}

/**
 * The member `name` of an object literal, in it or in a spread; searched from the end, because later entries override.
 */
function findOption(value: Value, name: string, evaluator: Evaluator): Option | undefined {
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return undefined;
  for (const property of value.node.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const found = findOption(evaluator.evaluate(property.expression, value.env), name, evaluator);
      if (found) return found;
    } else if (property.name && nameText(property.name) === name) {
      return { property, value: evaluator.member(value, name) };
    }
  }
  return undefined;
}

function casingOption({ property, value }: Option): CasingOption {
  const written = propertyValue(property);
  const isAbsent = written && unwrap(written).getText() === 'undefined';
  return { property, casing: isAbsent ? undefined : casingOf(value) };
}

function casingOf(value: Value): Casing | 'unclear' {
  const node = value.kind === 'expression' ? unwrap(value.node) : undefined;
  const isKnown = node && ts.isStringLiteralLike(node) && (node.text === 'snake_case' || node.text === 'camelCase');
  return isKnown ? (node.text as Casing) : 'unclear';
}

/** The dialect of a client: that of its tables, otherwise that of its driver. */
function dialectOfClient({ schema, driver }: ClientCall): Dialect | undefined {
  const [table] = schema?.tables.values() ?? [];
  return table?.dialect ?? dialectOfDriver(driver);
}

/** Values of `dialect` in a drizzle-kit configuration. */
const kitDialects: Record<string, Dialect> = {
  postgresql: 'pg',
  mysql: 'mysql',
  sqlite: 'sqlite',
  turso: 'sqlite',
  singlestore: 'singlestore',
  gel: 'gel',
};

function stringMember(property: ts.ObjectLiteralElementLike | undefined): string | undefined {
  const value = property && ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
  return value && ts.isStringLiteralLike(value) ? value.text : undefined;
}
