import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { successorOf } from '../../drizzle/class-names.ts';
import { betterAuthSince } from '../../drizzle/needs.ts';
import { quoted } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { nameText, unwrap } from '../../read/syntax/syntax.ts';
import { declaredRange } from '../packages/dependencies.ts';
import { databaseOfExpression } from './internals.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { schemaName } from '../imports/schema-name.ts';
import { standingOf } from '../packages/version-range.ts';

type Placements = ReadonlyMap<Database, Placement | undefined>;

const betterAuth = '@better-auth/drizzle-adapter';
/** The entry point of the better-auth adapter for v2. */
const betterAuthEntry = `${betterAuth}/relations-v2`;

/**
 * Handles the adapters of authentication libraries, which run relational queries on the database, read its schema or
 * check its class. The better-auth adapter is switched to its v2 entry point where the declared version has one; the
 * others are reported. In bridge mode the database still has the schema of v1, so only adapters that would not load are
 * reported.
 */
export function rewriteAdapters(placements: Placements, project: Project): void {
  for (const { ast, path } of project.mentioning(/drizzle-adapter|adapters\/drizzle|adapter-drizzle/)) {
    if (project.changes.deleted().has(path)) continue;
    for (const statement of ast.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const module = specifierOf(statement);
      if (module === '@auth/drizzle-adapter') reportAuthJs(statement, project);
      else if (project.mode === 'bridge') continue;
      else if (module === betterAuth || module === 'better-auth/adapters/drizzle')
        rewriteBetterAuth(statement, placements, project);
      else if (module === '@lucia-auth/adapter-drizzle') reportLucia(statement, project);
    }
  }
}

/** The drizzle-orm classes that `@auth/drizzle-adapter` imports as values, to tell the dialect of a database. */
const askedFor = [
  ['drizzle-orm/pg-core', 'PgDatabase'],
  ['drizzle-orm/mysql-core', 'MySqlDatabase'],
  ['drizzle-orm/sqlite-core', 'BaseSQLiteDatabase'],
] as const;

/**
 * Reports `@auth/drizzle-adapter` when the target has renamed one of the classes that it imports: it then fails to
 * load.
 */
function reportAuthJs(statement: ts.ImportDeclaration, project: Project): void {
  const isThere = ([module, name]: (typeof askedFor)[number]) =>
    successorOf(module, name, project.capabilities)?.to?.name === name;
  if (askedFor.every(isThere)) return;
  project.changes.report('RQB_ADAPTER_FAILS', statement, {
    name: '@auth/drizzle-adapter',
    remedy:
      'Use a release of it that names drizzle-orm 1.0 once there is one; until then copy its adapter for your dialect into the project.',
  });
}

/** Reports the Lucia adapter, which works at run time but whose types name renamed classes. */
function reportLucia(statement: ts.ImportDeclaration, project: Project): void {
  project.changes.report('RQB_ADAPTER', statement, {
    name: '@lucia-auth/adapter-drizzle',
    why: 'It works with the database of v2, but its types name classes that have other names now.',
    remedy: 'Keep `skipLibCheck` on; Lucia is deprecated and will not be updated.',
  });
}

/**
 * Imports the better-auth adapter from its v2 entry point. When the declared version has none, that is reported, and
 * the schema is passed to the adapter explicitly.
 */
function rewriteBetterAuth(statement: ts.ImportDeclaration, placements: Placements, project: Project): void {
  const { changes } = project;
  const file = statement.getSourceFile();
  const range = declaredRange(file.fileName, betterAuth, project);
  if (range !== undefined && standingOf(range, betterAuthSince) === 'current') {
    const { moduleSpecifier } = statement;
    const text = quoted(betterAuthEntry, project.styleOf(file.fileName));
    changes.replace(file.fileName, moduleSpecifier.getStart(), moduleSpecifier.end, text);
    return;
  }
  const has = range === undefined ? `Add ${betterAuth} 1.7 or newer` : `Update ${betterAuth} to 1.7 or newer`;
  changes.report('RQB_ADAPTER', statement, {
    name: 'drizzleAdapter',
    why: 'With joins it runs v1 queries; an entry for v2 comes with release 1.7.',
    remedy: `${has}, in the same version as better-auth, and import \`drizzleAdapter\` from \`${betterAuthEntry}\`.`,
  });
  for (const call of callsOf(statement)) giveSchema(call, placements, project);
}

/** The calls of the functions that a statement imports. */
function callsOf(statement: ts.ImportDeclaration): ts.CallExpression[] {
  const bindings = statement.importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.flatMap((specifier) =>
    (identifiersOf(statement.getSourceFile()).get(specifier.name.text) ?? []).flatMap(({ parent }) =>
      ts.isCallExpression(parent) &&
      ts.isIdentifier(parent.expression) &&
      declarationOf(parent.expression) === specifier
        ? [parent]
        : [],
    ),
  );
}

/**
 * Adds `schema` to the options of `drizzleAdapter(db, { provider })`. Without it the adapter reads the schema from the
 * database object, which has none in v2.
 */
function giveSchema(call: ts.CallExpression, placements: Placements, project: Project): void {
  const [db, config] = call.arguments;
  const options = config && unwrap(config);
  if (!db || !options || !ts.isObjectLiteralExpression(options)) return;
  const isGiven = options.properties.some(
    (property) => ts.isSpreadAssignment(property) || nameText(property.name!) === 'schema',
  );
  if (isGiven) return;
  const path = call.getSourceFile().fileName;
  const database = databaseOfExpression(db, project);
  const placement = database && placements.get(database);
  const name = placement && schemaName(path, database, placement, project);
  const last = options.properties.at(-1);
  if (name === undefined || !last) {
    project.changes.report('RQB_ADAPTER_SCHEMA', call, { name: call.expression.getText() });
    return;
  }
  const [, indent] = /(\r?\n[ \t]*)$/.exec(call.getSourceFile().text.slice(0, last.getStart())) ?? [];
  const text = name === 'schema' ? 'schema' : `schema: ${name}`;
  project.changes.replace(path, last.end, last.end, `,${indent ?? ' '}${text}`);
}
