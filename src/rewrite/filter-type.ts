import type { ts } from '../ts.cts';
import { columns, type LayoutContext } from '../edits/layout.ts';
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
): FilterType | undefined {
  const relations = relationsOf(level.database, project.placements, project);
  if (!relations) return undefined;
  const path = place.getSourceFile().fileName;
  const name = drizzleImport(path, 'RelationsFilter', project, { typeOnly: true });
  const local = relationsName(path, relations, [place], [], project);
  const all = relations.isFunction ? `ReturnType<typeof ${local}>` : `typeof ${local}`;
  const table = `${relations.isFunction ? all : `(${all})`}[${quote}${level.tableKey}${quote}]`;
  return { name, of: [table, all] };
}

/** `name<…>` with its two parameters. */
interface FilterType {
  name: string;
  of: [string, string];
}

/** `: RelationsFilter<…> =` behind the name of a variable, and the column of its value; broken where the line is too short. */
export function annotation(
  type: FilterType,
  suffix: '' | '[]',
  { style, indent, column }: LayoutContext,
): { text: string; column: number } {
  const { name, of } = type;
  const flat = `: ${name}<${of.join(', ')}>${suffix} =`;
  if (column + flat.length + 2 <= style.width) return { text: flat, column: column + flat.length + 1 };
  const lines = of.map((parameter) => style.newline + indent + style.indent + parameter);
  const last = `${indent}>${suffix} =`;
  return { text: `: ${name}<${lines.join(',')}${style.newline}${last}`, column: columns(last, style) + 1 };
}
