import { ts } from '../../ts.cts';
import { propertyName } from '../../edits/style.ts';
import type { Database, Table, Value } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import { isOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import type { NeededImport } from '../changes.ts';
import type { Project } from '../project.ts';
import { namespaceName, tableName } from './table-names.ts';

/** The first argument of `defineRelations`: its code, and the imports that the code needs. */
export interface SchemaArgument {
  text: string;
  imports: NeededImport[];
}

/**
 * The tables imported from the modules that define them, for schema objects that cannot be imported themselves. A
 * module whose exported tables are all wanted, under their own names, is imported as a namespace and spread. Undefined
 * when a table is not exported, or its module cannot be imported safely.
 */
export function fromTables(
  database: Database,
  isSafe: (path: string) => boolean,
  home: string,
  project: Project,
): SchemaArgument | undefined {
  const parts: string[] = [];
  const imports: NeededImport[] = [];
  const byModule = new Map<string, [string, Table][]>();
  for (const [key, table] of database.tables)
    byModule.set(table.path, [...(byModule.get(table.path) ?? []), [key, table]]);
  const packages = fromPackages(database.schema.value, project);
  const used = new Set(packages.map(({ key }) => key));
  for (const [path, tables] of byModule) {
    if (!isSafe(path)) return undefined;
    const names = tables.map(([key, table]) => ({ key, table, name: exportName(path, key, table, project) }));
    if (names.some(({ name }) => name === undefined)) return undefined;
    const exportedTables = project.evaluator
      .exportNames(path)
      .filter((name) => project.evaluator.exported(path, name)?.kind === 'table');
    const isWhole = names.every(({ key, name }) => key === name) && exportedTables.length === names.length;
    if (isWhole && names.length > 1 && !hasQueries(path, project)) {
      const local = namespaceName(path, home, byModule.size === 1 ? 'schema' : camelCase(path), project, used);
      used.add(local);
      imports.push({ from: path, name: '*', local, typeOnly: false });
      parts.push(`...${local}`);
    } else {
      for (const { key, table, name } of names) {
        const local = tableName([name!, key], table, home, project, used);
        used.add(local);
        imports.push({ from: path, name: name!, local, typeOnly: false });
        parts.push(key === local ? key : `${propertyName(key, project.styleOf(home))}: ${local}`);
      }
    }
  }
  for (const { key, module, name } of packages) {
    imports.push({ from: module, name, local: key, typeOnly: false });
    parts.push(key);
  }
  const [first] = parts;
  if (parts.length === 1 && first?.startsWith('...')) return { text: first.slice(3), imports };
  return { text: `{ ${parts.join(', ')} }`, imports };
}

/**
 * Whether a file has relational queries. What its functions return may follow from the relations then, whose type must
 * not follow from all that the file exports.
 */
export function hasQueries(path: string, { scan }: Project): boolean {
  return scan.sites.some((site) => site.path === path);
}

/**
 * The members of a schema object that are imported from packages whose source is not available. They are passed on
 * whatever they are: v2 ignores what is no table, as v1 did.
 */
function fromPackages(value: Value, project: Project): { key: string; module: string; name: string }[] {
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return [];
  return value.node.properties.flatMap((property) => {
    const key = property.name && nameText(property.name);
    if (key === undefined || !/^[\w$]+$/.test(key)) return [];
    const member = project.evaluator.member(value, key);
    const isHere = member.kind !== 'external' || !isOutOfSight(member);
    return isHere || member.name.includes('.') ? [] : [{ key, module: member.module, name: member.name }];
  });
}

/** The name under which a module exports a table: preferably its key in the schema. */
function exportName(path: string, key: string, table: Table, project: Project): string | undefined {
  const isIt = (name: string) => {
    const value = project.evaluator.exported(path, name);
    return value?.kind === 'table' && isSameTable(value.table, table);
  };
  return isIt(key) ? key : project.evaluator.exportNames(path).find(isIt);
}

/** The name of a namespace for the tables of a file: `user-roles.ts` → `userRolesTables`. */
function camelCase(path: string): string {
  const [name = 'schema'] = path.split('/').slice(-1);
  const base = name.replace(/\.[^.]+$/, '').replace(/[-._](\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${base === 'index' ? 'schema' : base.replace(/\W/g, '')}Tables`;
}
