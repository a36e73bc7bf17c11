import { ts } from '../ts.cts';
import { capabilitiesOf } from '../drizzle/capabilities.ts';
import type { Casing } from '../drizzle/casing.ts';
import { dialectOfDriver } from '../drizzle/drivers.ts';
import type { ClientCall, Database, Dialect, Value } from '../facts.ts';
import { isKitConfig, membersOf, readSchema, type KitSchema } from './kit-config.ts';
import type { Scan } from './scan.ts';
import { rangeOf, type PackageInfo } from './package-info.ts';
import type { Resolver } from './resolve.ts';
import type { Sources } from './sources.ts';
import { nameText, propertyValue, unwrap } from './syntax.ts';
import { noEnv, type Evaluator } from './value.ts';

/** A `casing` member of an options object. */
export interface CasingOption {
  property: ts.ObjectLiteralElementLike;
  /** `unclear` when the value is decided at run time, undefined when it is `undefined`. */
  casing: Casing | 'unclear' | undefined;
}

/** Something that says, or does not say, how columns without a name are called. */
export interface CasingUser {
  path: string;
  dialect: Dialect | undefined;
  /** Undefined also where the installed drizzle-orm ignores it. */
  option: CasingOption | undefined;
  casing: Casing | undefined;
  /** An option that has no effect already. */
  ignored: CasingOption | undefined;
  /** A configuration of drizzle-kit. */
  isKit: boolean;
  /** The files it makes the database of. */
  kitSchema: KitSchema | undefined;
  /** The `drizzle()` call; undefined when only options for one are in sight. */
  driver: ClientCall | undefined;
  /** It is given tables, as `schema` or as `relations`. */
  hasTables: boolean;
  database: Database | undefined;
}

interface Facts {
  scan: Scan;
  databases: readonly Database[];
  sources: Sources;
  resolver: Resolver;
  evaluator: Evaluator;
}

/** Every `drizzle()` call, configuration of drizzle-kit and loose options object that may have a `casing`. */
export function readCasingUsers({ scan, databases, sources, resolver, evaluator }: Facts): CasingUser[] {
  const isIgnoredAt = (path: string) => isIgnoredIn(resolver.packageOf(path));
  const users = scan.clients.map((client): CasingUser => {
    const option = optionOf(client, 'casing', evaluator);
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

/** Whether the declared drizzle-orm ignores `casing`; undefined when the package does not say. */
function isIgnoredIn(info: PackageInfo | undefined): boolean | undefined {
  const [version] = /\d+\.\d+\.\d+(?:-[\w.]+)?/.exec(rangeOf('drizzle-orm', info) ?? '') ?? [];
  return version === undefined ? undefined : !version.startsWith('0.') && !capabilitiesOf(version).casingOption;
}

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

interface Option {
  property: ts.ObjectLiteralElementLike;
  value: Value;
}

/** An option a `drizzle()` call is given, directly or through spreads. */
function optionOf({ node }: ClientCall, name: string, evaluator: Evaluator): Option | undefined {
  for (const argument of node.arguments.toReversed()) {
    const option = findOption(evaluator.evaluate(argument), name, evaluator);
    if (option) return option;
  }
  return undefined;
}

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

/** The dialect of a client: that of its tables, else that of its driver. */
function dialectOfClient({ schema, driver }: ClientCall): Dialect | undefined {
  const [table] = schema?.tables.values() ?? [];
  return table?.dialect ?? dialectOfDriver(driver);
}

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
