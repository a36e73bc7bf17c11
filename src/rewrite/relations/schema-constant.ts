import { ts } from '../../ts.cts';
import { text, type CodeEntry } from '../../edits/code.ts';
import { layOut } from '../../edits/layout.ts';
import type { LayoutContext } from '../../edits/layout-context.ts';
import type { Style } from '../../edits/style.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { nameText, propertyValue } from '../../read/syntax/syntax.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';

/**
 * A constant for the first argument of `defineRelations` when that is an object literal too long for the line:
 * `const schema = { ...users, ...posts }`. Undefined when it fits, when no name is free, or when a member has a name
 * that is computed at run time.
 *
 * @param head what is in front of the call on its line
 */
export function schemaConstant(
  placement: Placement,
  head: string,
  style: Style,
  project: Project,
): { name: string; text: string } | undefined {
  const { schemaArgument } = placement;
  const line = `${head}defineRelations(${schemaArgument}, (r) => ({`;
  if (!schemaArgument.startsWith('{') || line.length <= style.width) return undefined;
  const file = project.sources.get(placement.path)?.ast;
  const taken = placement.imports.map(({ local }) => local);
  const isFree = (name: string) => !taken.includes(name) && !(file && lookUp(name, file));
  const name = ['schema', 'tables', 'allTables'].find(isFree);
  const entries = entriesOf(schemaArgument);
  if (name === undefined || !entries) return undefined;
  const prefix = `const ${name} = `;
  const layout: LayoutContext = { style, source: '', indent: '', column: prefix.length };
  return { name, text: prefix + layOut({ kind: 'object', entries }, layout).join('') };
}

/** The members of an object literal; undefined when it has others than spreads and values under a fixed name. */
function entriesOf(object: string): CodeEntry[] | undefined {
  const { statements } = ts.createSourceFile('schema.ts', `(${object})`, ts.ScriptTarget.Latest, true);
  const [statement] = statements;
  const parenthesized = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  const literal = parenthesized && ts.isParenthesizedExpression(parenthesized) ? parenthesized.expression : undefined;
  if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const entries = literal.properties.map((property): CodeEntry | undefined => {
    if (ts.isSpreadAssignment(property)) return { kind: 'spread', value: text(property.expression.getText()) };
    const name = nameText(property.name);
    const value = propertyValue(property)?.getText();
    if (name === undefined || value === undefined) return undefined;
    return { kind: 'property', name, value: text(value), shorthand: ts.isShorthandPropertyAssignment(property) };
  });
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}
