import { columns, contextAt, type LayoutContext } from '../../edits/layout-context.ts';
import { quoted } from '../../edits/style.ts';
import type { QueryContext } from '../../filter/context.ts';
import { docComment } from '../../read/types/doc-types.ts';
import { ts } from '../../ts.cts';
import { drizzleImport } from '../imports/drizzle-import.ts';
import { specifierFor } from '../imports/specifier.ts';
import type { Level } from '../level.ts';
import type { Project } from '../project.ts';
import {
  isNameable,
  type Relations,
  relationsName,
  typedRelationsOf,
  typeOfRelations,
} from '../imports/relations-name.ts';

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
  return { name, of: argumentsOf(local, relations, level, quote) };
}

/** The type arguments of `RelationsFilter` for a level: the table's relations, and all. */
function argumentsOf(
  name: string,
  relations: Relations,
  { tableKey }: Level,
  quote: QueryContext['quote'],
): [string, string] {
  const all = typeOfRelations(name, relations);
  return [`${relations.isFunction ? all : `(${all})`}[${quote}${tableKey}${quote}]`, all];
}

/**
 * Writes the type of a level's filters as a JSDoc comment in front of a variable, in JavaScript that the compiler
 * checks: without it, the first filter says what the others may be. Nothing is written where there is a comment
 * already, or where relations cannot be named.
 */
export function documentFilters(
  declaration: ts.Node,
  suffix: '' | '[]',
  { quote, checked }: QueryContext,
  level: Level,
  project: Project,
): void {
  const relations = typedRelationsOf(level.database, project.placements, project);
  const statement = declaration.parent?.parent;
  if (!checked || !relations || !statement || !ts.isVariableStatement(statement)) return;
  if (statement.declarationList.declarations.length > 1 || docComment(declaration) !== undefined) return;
  if (!isNameable(level.database, declaration, project.placements)) return;
  const { fileName, text } = statement.getSourceFile();
  const style = project.styleOf(fileName);
  const member = (module: string, name: string) => `import(${quoted(module, style)}).${name}`;
  const isHere = relations.path === fileName;
  const name = isHere ? relations.name : member(specifierFor(fileName, relations.path, project), relations.name);
  const type = `${member('drizzle-orm', 'RelationsFilter')}<${argumentsOf(name, relations, level, quote).join(', ')}>${suffix}`;
  const start = statement.getStart();
  const { indent } = contextAt(text, start, style);
  project.changes.replace(fileName, start, start, `/** @type {${type}} */${style.newline}${indent}`);
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
