import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import { parses } from '../../read/modules/sources.ts';
import { targetOf } from '../../read/modules/specifiers.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { firstFree } from '../first-free.ts';
import type { Project } from '../project.ts';

// The names by which the file of the new relations (`home`) imports tables and modules of tables.

/**
 * The name of a namespace import in `home`: the one it already has there, else the wanted one, with a number if it is
 * taken.
 */
export function namespaceName(
  path: string,
  home: string,
  wanted: string,
  project: Project,
  used: ReadonlySet<string>,
): string {
  const file = project.sources.get(home)?.ast;
  for (const statement of file?.statements ?? []) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (bindings && ts.isNamespaceImport(bindings) && targetOf(statement, project.resolver) === path)
      return bindings.name.text;
  }
  const isFree = (name: string) => !used.has(name) && name !== 'relations' && !(file && lookUp(name, file));
  if (isFree(wanted)) return wanted;
  for (let index = 1; ; index++) if (isFree(`${wanted}${index}`)) return `${wanted}${index}`;
}

/**
 * The name of a table that is imported by itself: the first of the wanted ones that nothing else has there. A default
 * export has no name of its own.
 *
 * @param used names of other tables that are imported with it
 */
export function tableName(
  wanted: readonly [string, ...string[]],
  table: Table,
  home: string,
  project: Project,
  used: ReadonlySet<string>,
): string {
  const file = project.sources.get(home)?.ast;
  const isFree = (name: string) => {
    if (used.has(name) || name === 'relations' || !parses('name.ts', `const ${name} = 0;`)) return false;
    const declaration = file && lookUp(name, file);
    if (!declaration) return true;
    const value = declaration.name && ts.isIdentifier(declaration.name) && project.evaluator.evaluate(declaration.name);
    return value ? value.kind === 'table' && isSameTable(value.table, table) : false;
  };
  return firstFree(wanted, isFree);
}
