import type { ts } from '../ts.cts';
import type { QueryContext } from '../filter/context.ts';
import { drizzleImport } from './drizzle-import.ts';
import type { Project } from './project.ts';
import type { Level } from './query-context.ts';
import { relationsName, relationsOf } from './relations-name.ts';

/**
 * The type of a level's filters, `RelationsFilter<(typeof relations)['users'], typeof relations>`; what it takes is
 * imported. Undefined when the relations are nowhere to be named.
 */
export function filterType(
  place: ts.Node,
  { quote }: QueryContext,
  level: Level,
  project: Project,
): string | undefined {
  const relations = relationsOf(level.database, project.placements, project);
  if (!relations) return undefined;
  const path = place.getSourceFile().fileName;
  const name = drizzleImport(path, 'RelationsFilter', project, { typeOnly: true });
  const local = relationsName(path, relations, [place], [], project);
  const all = relations.isFunction ? `ReturnType<typeof ${local}>` : `typeof ${local}`;
  const table = `${relations.isFunction ? all : `(${all})`}[${quote}${level.tableKey}${quote}]`;
  return `${name}<${table}, ${all}>`;
}
