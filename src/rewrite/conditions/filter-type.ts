import type { ts } from '../../ts.cts';
import { columns, type LayoutContext } from '../../edits/layout-context.ts';
import type { QueryContext } from '../../filter/context.ts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';
import { isNameable, relationsName, typedRelationsOf, typeOfRelations } from '../imports/relations-name.ts';

/**
 * The type of a level's filters, `RelationsFilter<(typeof relations)['users'], typeof relations>`. Imports what it
 * names.
 *
 * @returns `undefined` when the relations cannot be named in the file of `place`
 */
export function filterType(
  place: ts.Node,
  { quote }: QueryContext,
  level: Level,
  project: Project,
): FilterType | undefined {
  const relations = typedRelationsOf(level.database, project.placements, project);
  if (!relations || !isNameable(level.database, place, project.placements)) return undefined;
  const path = place.getSourceFile().fileName;
  const name = drizzleImport(path, 'RelationsFilter', project, { typeOnly: true });
  const local = relationsName(path, relations, { places: [place] }, project);
  const all = typeOfRelations(local, relations);
  const table = `${relations.isFunction ? all : `(${all})`}[${quote}${level.tableKey}${quote}]`;
  return { name, of: [table, all] };
}

/** The local name of `RelationsFilter`, and its two type arguments; or the promise of such a type. */
export interface FilterType {
  name: string;
  of: [string, string] | [string];
}

/** The type of a promise of filters, `Promise<RelationsFilter<…>>`. */
export function promiseOf({ name, of }: FilterType): FilterType {
  return { name: 'Promise', of: [`${name}<${of.join(', ')}>`] };
}

/**
 * The type annotation of a variable with its `=`, `: RelationsFilter<…>[] =`, and the column after it, where the value
 * goes.
 */
export function annotation(
  type: FilterType,
  suffix: '' | '[]',
  layout: LayoutContext,
): { text: string; column: number } {
  const rest = `${suffix} =`;
  const { text, column } = typeText(type, rest.length + 2, { ...layout, column: layout.column + ': '.length });
  return { text: `: ${text}${rest}`, column: column + rest.length + 1 };
}

/**
 * `RelationsFilter<…>` as Prettier would write it, over several lines where one is too short, and the column after it.
 *
 * @param trailing how many characters follow on the same line
 */
export function typeText(
  { name, of }: FilterType,
  trailing: number,
  { style, indent, column }: LayoutContext,
): { text: string; column: number } {
  const flat = `${name}<${of.join(', ')}>`;
  const end = column + flat.length;
  if (end + trailing <= style.width) return { text: flat, column: end };
  const lines = of.map((parameter) => style.newline + indent + style.indent + parameter);
  return { text: `${name}<${lines.join(',')}${style.newline}${indent}>`, column: columns(indent, style) + 1 };
}
