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
 * A schema of so many tables is given a type by its modules in packages that emit declarations. Otherwise TypeScript writes
 * all columns of all tables into the type of the relations, and stops at a million characters (TS7056): some 65 tables.
 */
const manyTables = 40;

/**
 * A constant for the first argument of `defineRelations` when that is an object literal too long for the line, or one
 * that needs a type: `const schema = { ...users, ...posts }`. Undefined when it fits, when no name is free, or when a
 * member has a name that is computed at run time.
 *
 * @param head what is in front of the call on its line
 * @param count the number of tables
 */
export function schemaConstant(
  placement: Placement,
  head: string,
  count: number,
  style: Style,
  project: Project,
): { name: string; text: string } | undefined {
  const { path, schemaArgument } = placement;
  const line = `${head}defineRelations(${schemaArgument}, (r) => ({`;
  if (!schemaArgument.startsWith('{')) return undefined;
  const entries = entriesOf(schemaArgument);
  const isBig = count >= manyTables && /\.[cm]?ts$/.test(path) && project.resolver.mayEmitDeclarations(path);
  const modules = isBig && entries ? modulesOf(entries, placement) : undefined;
  if (!modules && line.length <= style.width) return undefined;
  const file = project.sources.get(path)?.ast;
  const taken = placement.imports.map(({ local }) => local);
  const isFree = (name: string) => !taken.includes(name) && !(file && lookUp(name, file));
  const name = ['schema', 'tables', 'allTables'].find(isFree);
  if (name === undefined || !entries) return undefined;
  const prefix = `const ${name}${modules ? typeOf(modules, name, style) : ''} = `;
  const column = prefix.slice(prefix.lastIndexOf('\n') + 1).length;
  const layout: LayoutContext = { style, source: '', indent: '', column };
  return { name, text: prefix + layOut({ kind: 'object', entries }, layout).join('') };
}

/** The names of the modules that an object literal spreads; undefined when it has anything else. */
function modulesOf(entries: readonly CodeEntry[], { imports }: Placement): string[] | undefined {
  const namespaces = new Set(imports.flatMap(({ name, local }) => (name === '*' ? [local] : [])));
  const spread = entries.map((entry) =>
    entry.kind === 'spread' && entry.value.kind === 'text' ? entry.value.pieces.join('') : '',
  );
  return spread.length > 1 && spread.every((name) => namespaces.has(name)) ? spread : undefined;
}

/** The annotation with the types of several modules, on one line where it fits. */
function typeOf(modules: readonly string[], name: string, style: Style): string {
  const types = modules.map((module) => `typeof ${module}`);
  const line = `: ${types.join(' & ')}`;
  const fits = `const ${name}${line} = {`.length <= style.width;
  return fits ? line : `: ${types.join(` &${style.newline}${style.indent}`)}`;
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
