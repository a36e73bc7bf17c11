import { ts } from '../ts.cts';
import { applyEdits } from '../edits/apply.ts';
import type { Edit, SourceRange } from '../edits/edit.ts';
import type { Database } from '../facts.ts';
import type { LeftUnit, MigrateOptions } from '../options.ts';
import type { Unit } from '../result.ts';
import type { Project } from './project.ts';
import { usedBy } from './used-by.ts';

/** The id of a query, by which options and findings refer to it: path and offset. */
export function queryId(site: { path: string; node: ts.Node }): string {
  return `${site.path}:${site.node.getStart()}`;
}

/** The id of a database. It is its index, as the same sources always give the same databases in the same order. */
export function databaseId(database: Database, project: Project): string {
  return `database:${project.databases.indexOf(database)}`;
}

/**
 * Whether a unit is among those that are to be left alone; if so, the reason is reported.
 *
 * @param node where to report it; undefined to report nothing
 */
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

/** Whether the user deselected a database (`--interactive`). One finding then stands for all of its parts. */
export function wasNotPicked(database: Database, { leave }: MigrateOptions, project: Project): boolean {
  const id = databaseId(database, project);
  return leave?.some((unit) => unit.id === id && unit.reason === undefined) ?? false;
}

/** The units of a migration (queries and databases), with their ranges in the sources and in the new texts. */
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
  const shared = sharedCode(editsOf, project);
  const placed = [...queries, ...shared, ...parts].map(({ id, path, node }): Unit => {
    const before = { start: node.getStart(), end: node.end };
    const kind = id.startsWith('database:') ? 'database' : 'query';
    return { id, kind, file: path, before, after: rangeAfter(path, before, editsOf(path), project) };
  });
  return [...placed, ...made];
}

/**
 * The statements outside of queries that were rewritten for them: conditions in variables, lists and helpers. Each
 * belongs to all queries that use it, because they all need it in the same form.
 */
function sharedCode(
  editsOf: (path: string) => Edit[],
  project: Project,
): { id: string; path: string; node: ts.Node }[] {
  const { scan, sources } = project;
  const isWithin = (inner: SourceRange, node: ts.Node) => inner.start >= node.getStart() && inner.end <= node.end;
  const outside = sources.parsed().flatMap(({ ast, path }) => {
    const own = scan.sites.filter((site) => site.path === path);
    return editsOf(path)
      .filter((edit) => edit.query !== undefined && !own.some(({ node }) => isWithin(edit, node)))
      .map(({ query, start, end }) => ({ query, path, start, end, node: statementAround(ast, { start, end }) }));
  });
  if (outside.length === 0) return [];
  return scan.sites.flatMap((site) => {
    const id = queryId(site);
    const used = [...usedBy(site, project)];
    const uses = ({ path, query, ...range }: (typeof outside)[number]) =>
      query === id || used.some((node) => node.getSourceFile().fileName === path && isWithin(range, node));
    const nodes = new Set(outside.filter(uses).map(({ node }) => node));
    return [...nodes].map((node) => ({ id, path: node.getSourceFile().fileName, node }));
  });
}

/** The innermost statement or class member around a range; the file itself when there is none. */
function statementAround(file: ts.SourceFile, { start, end }: SourceRange): ts.Node {
  let found: ts.Node = file;
  const visit = (node: ts.Node): void => {
    if (node.getStart() > start || node.end < end) return;
    if ((ts.isStatement(node) && !ts.isBlock(node)) || ts.isClassElement(node)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** The range in the new text that a range of the old text becomes; undefined when it is not in the new text. */
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
