import { columnName } from '../../drizzle/casing.ts';
import { dialectOfDriver } from '../../drizzle/drivers.ts';
import { survives } from '../../edits/apply.ts';
import type { Table } from '../../facts.ts';
import type { ValueContext } from '../../filter/context.ts';
import { isDrizzle } from '../../filter/values/operators.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isAlternative, isAnd, nameText } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { encodesJson, isStringify } from './json-encoding.ts';
import { jsonLeavesOf, valueContexts } from './json-leaves.ts';
import { jsonPlaceOf, jsonTypeOf, type JsonPlace, type Surroundings } from './json-place.ts';
import { envsAt } from '../sql/v1-callbacks.ts';

/** Finds files in which a value may be taken for JSON, without looking at their syntax tree. */
const mayMatter =
  /\}[\s)]*(?:::|as\b)\s*jsonb?\b|\bjsonb?_\w+\s*\(|\bJSON\s*\.\s*stringify\b|@>|<@|\|\|\s*\$\{|\}\s*\|\||(?:=|<>|\bin\s*\(|\bfrom)\s*\$\{|\b(?:set|values)\s*\(/i;

/**
 * Writes `` sql`${text}::text::jsonb` `` for `` sql`${text}::jsonb` `` in projects on postgres-js, in any query.
 * PostgreSQL takes the type of a parameter from the cast behind it, or from what it is an operand of, and postgres-js
 * makes JSON of what it sends for a parameter of type json. drizzle-orm 0.x turned that off for its client, so that only
 * text could be sent; 1.0.0-rc.5 does not, so that the text would arrive as a JSON string. Where the type cannot be
 * told, a finding says so.
 */
export function rewriteJsonText(project: Project): void {
  const { changes, mentioning } = project;
  if (!encodesJson(project)) return;
  const envsOf = envsAt(project);
  const jsonNamed = columnNames(project);
  const onlyPg = isOnlyPg(project);
  const contextOf = valueContexts(project);
  for (const { ast, path } of mentioning(/\bsql\b[^]*`/, (_, text) => mayMatter.test(text))) {
    if (changes.deleted().has(path)) continue;
    for (const { tag, template } of taggedTemplates(ast)) {
      if (!ts.isTemplateExpression(template)) continue;
      for (const span of template.templateSpans) {
        const { expression: value, literal } = span;
        for (const context of envsOf(tag).map(contextOf)) {
          const place = placeOf(span, { columnOf: (node) => columnOf(node, context), jsonNamed, onlyPg });
          if (!place || !isDrizzle(tag, 'sql', context)) continue;
          const at = literal.getStart();
          const isCast = place === 'cast' && /^\s*::/.test(literal.text);
          const { texts, ...held } = jsonLeavesOf(value, isCast, context);
          if (texts.length === 0 || !survives(at, changes.edits(path))) continue;
          const behind =
            held.object || place === 'perhaps' ? undefined : textCast(literal, place, held.open && !isCast);
          if (behind) {
            // The `}` is replaced, so that the change lies inside of a range that another edit keeps.
            changes.replace(path, at, at + behind.length, behind.text);
            changes.report('RQB_JSON_TEXT', value);
          } else if (place !== 'perhaps' || texts.some(isStringify)) changes.report('RQB_JSON_UNTYPED', value);
          else continue;
          break;
        }
      }
    }
  }
}

/** The templates of a file that have a name or a member as their tag. */
function taggedTemplates(ast: ts.SourceFile): ts.TaggedTemplateExpression[] {
  return nodesOf(ast).identifiers.flatMap((name) => {
    const isMember = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
    const tag = isMember ? name.parent : name;
    return ts.isTaggedTemplateExpression(tag.parent) && tag.parent.tag === tag ? [tag.parent] : [];
  });
}

/**
 * What is written for the first characters behind a value: its `}`, or all up to the parenthesis that is cast where the
 * cast would be that of the last operand of SQL. Undefined where there is no such parenthesis.
 */
function textCast(
  literal: ts.TemplateMiddle | ts.TemplateTail,
  place: Exclude<JsonPlace, 'perhaps'>,
  isOpen: boolean,
): { length: number; text: string } | undefined {
  const type = place === 'cast' ? '::text' : `::text::${place}`;
  if (!isOpen) return { length: 1, text: `}${type}` };
  const [closing] = /^\}\s*\)(?=\s*::)/.exec(literal.getText()) ?? [];
  return closing === undefined || place !== 'cast' ? undefined : { length: closing.length, text: `${closing}${type}` };
}

/**
 * See `jsonPlaceOf`; a template that is nothing but a value is taken for what it is stored in: `` { key: sql`${x}` } ``,
 * also as one of several.
 */
function placeOf(span: ts.TemplateSpan, around: Surroundings): JsonPlace | undefined {
  const template = span.parent as ts.TemplateExpression;
  const isAlone = template.templateSpans.length === 1 && template.head.text === '' && span.literal.text === '';
  let value: ts.Node = template.parent;
  while (isPartOfChoice(value)) value = value.parent;
  const property = value.parent;
  if (!isAlone || !ts.isPropertyAssignment(property)) return jsonPlaceOf(span, around);
  const key = nameText(property.name);
  return key === undefined ? undefined : around.jsonNamed(key);
}

/** Whether an expression is what the one around it may be. */
function isPartOfChoice({ parent }: ts.Node): boolean {
  return (
    ts.isConditionalExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    (ts.isBinaryExpression(parent) && (isAlternative(parent) || isAnd(parent)))
  );
}

/** Whether no client and no table of a project is for another database than PostgreSQL. */
function isOnlyPg(project: Project): boolean {
  return (
    tablesOf(project).every(({ dialect }) => dialect === 'pg') &&
    project.scan.clients.every(({ driver }) => dialectOfDriver(driver) === 'pg')
  );
}

/** The tables of all databases, each once. */
function tablesOf({ databases }: Project): Table[] {
  return [...new Set(databases.flatMap((database) => [...database.tables.values()]))];
}

/** Tells by the keys and the names in the database of all columns whether those of a name hold JSON. */
function columnNames(project: Project): Surroundings['jsonNamed'] {
  const types = new Map<string, Set<'json' | 'jsonb' | undefined>>();
  const columns = tablesOf(project).flatMap((table) =>
    [...table.columns.values()].map((column) => ({ column, table })),
  );
  for (const { column, table } of columns) {
    for (const name of new Set([column.key, column.dbName ?? columnName(column.key, 'snake_case', 'v1')]))
      types.set(name, (types.get(name) ?? new Set()).add(table.dialect === 'pg' ? jsonTypeOf(column) : undefined));
  }
  return (name) => {
    const found = types.get(name);
    // A name that no column has may be that of a table out of sight.
    if (!found) return 'perhaps';
    const [only] = found;
    return found.size > 1 ? 'perhaps' : only;
  };
}

function columnOf(node: ts.Expression, { env, evaluator }: ValueContext) {
  const value = evaluator.evaluate(node, env);
  return value.kind === 'column' && value.table.dialect === 'pg' ? value.column : undefined;
}
