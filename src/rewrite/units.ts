import type { ts } from '../ts.cts';
import { applyEdits } from '../edits/apply.ts';
import type { Edit } from '../edits/edit.ts';
import type { Database } from '../facts.ts';
import type { LeftUnit, MigrateOptions } from '../options.ts';
import type { Unit } from '../result.ts';
import type { Project } from './project.ts';

/** What a query is called when it is to be left alone. */
export function queryId(site: { path: string; node: ts.Node }): string {
  return `${site.path}:${site.node.getStart()}`;
}

/** What a database is called; the same sources give the same databases in the same order. */
export function databaseId(database: Database, project: Project): string {
  return `database:${project.databases.indexOf(database)}`;
}

/** Says why a unit is left alone, when the caller wants it so. */
export function reportIfLeft(
  id: string,
  node: ts.Node | undefined,
  left: readonly LeftUnit[] | undefined,
  project: Project,
): boolean {
  const unit = left?.find((it) => it.id === id);
  if (!unit) return false;
  if (!node) return true;
  const { reason } = unit;
  if (reason === undefined) project.changes.report('RQB_NOT_PICKED', node);
  else
    project.changes.report(id.startsWith('database:') ? 'RQB_VERIFY_DATABASE' : 'RQB_VERIFY_QUERY', node, { reason });
  return true;
}

/** Whether the user chose to keep a database on v1; one finding then says so for all of its parts. */
export function wasNotPicked(database: Database, { leave }: MigrateOptions, project: Project): boolean {
  const id = databaseId(database, project);
  return leave?.some((unit) => unit.id === id && unit.reason === undefined) ?? false;
}

/** Where the units of a migration stand in the sources and in the new texts. */
export function unitsOf(editsOf: (path: string) => Edit[], project: Project): Unit[] {
  const queries = project.scan.sites.map(({ node, path }) => ({ id: queryId({ path, node }), path, node }));
  const parts = project.databases.flatMap((database) => {
    const id = databaseId(database, project);
    return [...database.clients, ...database.blocks].map(({ node, path }) => ({ id, path, node }));
  });
  const made = [...project.placements].flatMap(([database, placement]): Unit[] => {
    if (!placement) return [];
    const id = databaseId(database, project);
    return [{ id, kind: 'database', file: placement.path, before: undefined, after: undefined }];
  });
  const placed = [...queries, ...parts].map(({ id, path, node }): Unit => {
    const before = { start: node.getStart(), end: node.end };
    const kind = id.startsWith('database:') ? 'database' : 'query';
    return { id, kind, file: path, before, after: rangeAfter(path, before, editsOf(path), project) };
  });
  return [...placed, ...made];
}

/** Where a stretch of a file is when the edits are applied; undefined when it is in none of the new text. */
function rangeAfter(
  file: string,
  { start, end }: { start: number; end: number },
  edits: readonly Edit[],
  project: Project,
): { start: number; end: number } | undefined {
  const text = project.readText(file);
  if (text === undefined) return undefined;
  const [opening, closing] = ['\uE000\uE001', '\uE001\uE000'];
  const mark = (position: number, pieces: string[]): Edit => ({ file, start: position, end: position, pieces });
  try {
    const marked = applyEdits(text, [...edits, mark(start, [opening]), mark(end, [closing])]);
    return { start: marked.indexOf(opening), end: marked.indexOf(closing) - opening.length };
  } catch {
    return undefined;
  }
}
