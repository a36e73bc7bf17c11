import { basename } from '../../path.ts';
import { ts } from '../../ts.cts';
import { casedFactories, columnName, type Casing } from '../../drizzle/casing.ts';
import type { Column, Database, Dialect } from '../../facts.ts';
import { readCasingUsers, type CasingOption, type CasingUser } from '../../read/casing.ts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { isOutOfSight, tablesOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import { reportColumnNames } from './column-names.ts';
import type { Project } from '../project.ts';
import { type Definition, nearestUsers, readDefinitions, unnamedColumns } from './definitions.ts';
import { casedFactory, type FactoryMove } from './table-factory.ts';

/** What becomes of the `casing` options of a project. */
export interface CasingPlan {
  /** Databases whose tables cannot take over the casing. They are left alone, and the reason is reported. */
  blocked: ReadonlySet<Database>;
  /** Removes the options of the other databases and changes their tables. */
  apply(isMigrated: (database: Database) => boolean): void;
}

/**
 * Plans the removal of the `casing` option, which drizzle-orm 1.0 and drizzle-kit 1.0 ignore in the releases that have
 * no such option: every column without an explicit name would silently be named like its key. The casing moves to the
 * tables (`pgTable` → `snakeCase.table`). Tables whose columns all have names stay as they are, because an explicit
 * name wins in both versions. So do all tables if the option did not change the name of any column.
 */
export function planCasing(project: Project): CasingPlan {
  const users = project.capabilities.casingOption ? [] : readCasingUsers(project);
  const isBlocked = new Set<CasingUser>();
  const reports = new Set<CasingUser>();
  const unclear = new Set<ts.SourceFile>();
  if (users.every(({ option, ignored }) => !option && !ignored)) return { blocked: new Set(), apply: () => {} };

  for (const user of users) {
    const reason = user.option && reasonToBlock(user, user.option);
    if (user.option && reason) block([user], user.option.property, reason);
  }
  blockTablesOutOfSight();
  const definitions = readDefinitions(users, project);
  definitions.forEach(decide);
  checkSharedColumns();
  for (const user of users) {
    if (user.isKit) checkKit(user);
    if (user.ignored) reportIgnored(user, user.ignored);
  }

  const blocked = new Set(users.flatMap((user) => (isBlocked.has(user) && user.database ? [user.database] : [])));
  return { blocked, apply };

  function nearest(path: string, dialect: Dialect | undefined): CasingUser[] {
    return nearestUsers(path, dialect, users, project);
  }

  /** Blocks the migration of the users and of their databases. The first reason is reported for each. */
  function block(among: readonly CasingUser[], node: ts.Node, reason: string): void {
    for (const user of among) {
      if (!user.option || isBlocked.has(user)) continue;
      for (const other of users) {
        if (other === user || (user.database && other.database === user.database)) isBlocked.add(other);
      }
      if (!reports.has(user)) report(node, reason, user.casing);
      reports.add(user);
    }
  }

  function report(node: ts.Node, reason: string, casing: Casing | undefined): void {
    project.changes.report('RQB_CASING', node, { reason, casing: casing === 'camelCase' ? 'camel' : 'snake' });
  }

  /** Reports a table that no client nearby uses, when the clients elsewhere disagree about casing. Once per file. */
  function reportUnclear(call: ts.CallExpression, columns: readonly Column[] | undefined): void {
    const file = call.getSourceFile();
    const casing = users.find((user) => user.casing)?.casing;
    if (!casing || unclear.has(file)) return;
    if (columns?.every(({ key }) => columnName(key, casing, 'v1') === key)) return;
    unclear.add(file);
    const reason = 'some `drizzle()` calls have it, others do not, and which of them use this table is out of sight';
    report(call, reason, casing);
  }

  /** Decides whether a table definition takes over a casing; what stands against it blocks its users. */
  function decide(definition: Definition): void {
    const cased = definition.users.filter(({ casing }) => casing);
    const columns = unnamedColumns(definition.tables);
    if (definition.users.length === 0) return reportUnclear(definition.call, columns);
    if (cased.length === 0 || columns?.length === 0) return;
    const [{ casing }] = cased as [CasingUser & { casing: Casing }];
    const other = definition.users.find((user) => user.casing !== casing);
    definition.renames = !columns || columns.some(({ key }) => columnName(key, casing, 'v1') !== key);
    if (other && definition.renames)
      return block(cased, definition.call, `\`${basename(other.path)}\` uses this table without it`);
    const odd = columns?.find(({ key }) => columnName(key, casing, 'v1') !== columnName(key, casing, 'v2'));
    if (odd) {
      const [before, after] = [columnName(odd.key, casing, 'v1'), columnName(odd.key, casing, 'v2')];
      return block(cased, odd.node, `\`${odd.key}\` was called \`${before}\` and would be called \`${after}\``);
    }
    if (!project.sources.get(definition.call.getSourceFile().fileName))
      return block(cased, definition.call, 'the file of this table has syntax errors');
    const move = casedFactory(definition.call, casing, project);
    if (typeof move === 'string') return block(cased, definition.call, move);
    definition.casing = casing;
    definition.move = move;
  }

  /**
   * Blocks databases that share a column builder but differ in casing: the builder takes its name from the first table
   * that uses it.
   */
  function checkSharedColumns(): void {
    const seen = new Map<ts.Node, Definition>();
    for (const definition of definitions) {
      for (const { node } of unnamedColumns(definition.tables) ?? []) {
        const first = seen.get(node) ?? definition;
        seen.set(node, first);
        if (first.casing === definition.casing || ts.findAncestor(node, isFunction)) continue;
        const cased = [...first.users, ...definition.users].filter((user) => user.casing);
        block(cased, node, 'tables of databases with different casing share this column');
      }
    }
  }

  /**
   * Blocks a drizzle-kit configuration when a client nearby has another casing and the configured one would rename
   * columns of its tables.
   */
  function checkKit(user: CasingUser): void {
    const clients = nearest(user.path, user.dialect).filter((other) => !other.isKit);
    const other = clients.find(({ casing }) => casing !== user.casing);
    const isRenamed = (definition: Definition) =>
      unnamedColumns(definition.tables)?.some(({ key }) => user.casing && columnName(key, user.casing, 'v1') !== key);
    if (!other || !user.option) return;
    const owned = definitions.filter((definition) => definition.users.includes(other));
    if (owned.some((definition) => isRenamed(definition) ?? true))
      block([user], user.option.property, `\`${basename(other.path)}\` uses its tables without it`);
  }

  /**
   * Reports a leftover `casing` option in a project that is on 1.0 already, when it would change the name of some
   * column.
   */
  function reportIgnored(user: CasingUser, { property, casing }: CasingOption): void {
    const reason = reasonToBlock(user, { property, casing });
    const isDecided = (definition: Definition) => definition.users.includes(user) || !user.driver;
    if (reason && definitions.some((definition) => isDecided(definition) && unnamedColumns(definition.tables)?.length))
      return report(property, reason, undefined);
    if (casing !== 'snake_case' && casing !== 'camelCase') return;
    for (const { call, tables, users: deciders } of definitions) {
      if (!deciders.includes(user) || casedFactory(call, casing, project) === undefined) continue;
      const column = unnamedColumns(tables)?.find(({ key }) => columnName(key, casing, 'v2') !== key);
      if (!column) continue;
      const factory = casedFactories[casing];
      const detail = { column: column.key, name: columnName(column.key, casing, 'v2'), factory };
      return project.changes.report('RQB_CASING_IGNORED', property, detail);
    }
  }

  /** Why it cannot be told which tables an option is for, or what it says; undefined when it can. */
  function reasonToBlock({ driver, isKit }: CasingUser, { casing }: CasingOption): string | undefined {
    if (casing === 'unclear') return 'its value is decided at run time';
    return driver || isKit ? undefined : 'the `drizzle()` call it is for is out of sight';
  }

  /** Blocks databases with tables that come from a package whose source is not available. */
  function blockTablesOutOfSight(): void {
    const cased = users.filter(({ casing }) => casing);
    for (const user of cased) {
      const schema = user.driver?.schema ?? user.database?.schema;
      if (!schema || schema.value.kind !== 'expression') continue;
      for (const name of project.evaluator.keys(schema.value).names) {
        const member = project.evaluator.member(schema.value, name);
        if (isOutOfSight(member)) block([user], schema.node, `the table \`${name}\` of the schema is out of sight`);
      }
    }
    for (const table of tablesOutOfSight(project.mentioning, project.evaluator)) {
      block(
        nearest(table.getSourceFile().fileName, undefined),
        table,
        `the table \`${table.getText()}\` is out of sight`,
      );
    }
  }

  /** An option is removed only when every user of it is migrated, with the tables that it decided on. */
  function apply(isMigrated: (database: Database) => boolean): void {
    const isActive = (user: CasingUser) => !isBlocked.has(user) && (!user.database || isMigrated(user.database));
    const needed = new Set(definitions.flatMap((definition) => (definition.renames ? definition.users : [])));
    const moves = new Map<ts.Node, FactoryMove>();
    for (const { move, users: deciders } of definitions) {
      if (move && deciders.some((user) => user.casing && isActive(user) && needed.has(user))) moves.set(move.at, move);
    }
    moves.forEach(({ edit }) => edit());
    const renamed = new Set<ts.Node>();
    for (const { move, casing, tables } of definitions) {
      for (const { key, node } of (move && moves.has(move.at) && unnamedColumns(tables)) || [])
        if (columnName(key, casing!, 'v2') !== key) renamed.add(node);
    }
    if (renamed.size > 0) reportColumnNames(({ node }) => renamed.has(node), project);
    for (const user of users) {
      if (!user.option) continue;
      const { property } = user.option;
      const involved = users.filter(({ option }) => option?.property === property);
      if (user.isKit) involved.push(...nearest(user.path, user.dialect));
      if (!involved.every(isActive) || !ts.isObjectLiteralExpression(property.parent)) continue;
      project.changes.removeElement(property, property.parent.properties);
      const decides = definitions.some((definition) => definition.users.includes(user));
      if (!user.casing || user.isKit || !decides) continue;
      if (!needed.has(user)) project.changes.report('RQB_CASING_UNUSED', property);
      else if (!user.database) project.changes.report('RQB_CASING_ASSUMED', property);
    }
  }
}
