import { relative } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { PackageInfo } from '../../read/modules/package-info.ts';
import { nameText, valueNamed } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';

/**
 * Makes a file importable from other packages: adds an entry to `exports` in its package.json, in the form of a
 * neighbour's entry.
 *
 * @returns the specifier for the file; undefined when the package has no `exports` object, or no entry to follow
 */
export function exportFromPackage(target: string, info: PackageInfo, project: Project): string | undefined {
  const known = project.exported.get(target);
  if (known !== undefined) return known;
  const text = project.readText(info.path);
  const object = text === undefined ? undefined : exportsObject(info.path, text);
  if (!object) return undefined;
  const inside = relative(info.dir, target).replace(/\.[cm]?[jt]sx?$/, '');
  const neighbour = object.properties.find(
    (property) =>
      ts.isPropertyAssignment(property) &&
      subpathOf(property) !== undefined &&
      neighbourPath(property, inside, info, project),
  );
  const base = inside.slice(inside.lastIndexOf('/') + 1);
  const taken = new Set(object.properties.map((property) => property.name && nameText(property.name)));
  const key = [`./${base}`, `./db-${base}`].find((candidate) => !taken.has(candidate));
  if (!neighbour || !ts.isPropertyAssignment(neighbour) || key === undefined) return undefined;
  const old = neighbourPath(neighbour, inside, info, project)!;
  const value = neighbour.initializer.getText().replaceAll(old, withoutSource(inside));
  const source = text!;
  const lineStart = source.lastIndexOf('\n', neighbour.getStart()) + 1;
  const indent = /^\s*/.exec(source.slice(lineStart, neighbour.getStart()))![0];
  const last = object.properties.at(-1)!;
  const [lineBreak] = /\r?\n/.exec(object.getText()) ?? [];
  const separator = lineBreak === undefined ? ' ' : lineBreak + indent;
  project.changes.replace(info.path, last.end, last.end, `,${separator}"${key}": ${value}`);
  const specifier = `${info.name}/${key.slice(2)}`;
  project.exported.set(target, specifier);
  return specifier;
}

/** The `exports` object of a package.json; undefined when there is none. */
function exportsObject(path: string, text: string): ts.ObjectLiteralExpression | undefined {
  const [statement] = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JSON).statements;
  const root = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!root || !ts.isObjectLiteralExpression(root)) return undefined;
  const value = valueNamed(root, 'exports');
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** The key of an `exports` entry (`./schema`); undefined for conditions and patterns. */
function subpathOf(property: ts.PropertyAssignment): string | undefined {
  const key = nameText(property.name);
  return key?.startsWith('.') && !key.includes('*') ? key : undefined;
}

/**
 * The part of an entry's paths that is specific to its file (without `src/` and extension). Undefined when the entry is
 * not a source file of this package under the same root.
 */
function neighbourPath(
  property: ts.ObjectLiteralElementLike,
  inside: string,
  info: PackageInfo,
  project: Project,
): string | undefined {
  if (!ts.isPropertyAssignment(property)) return undefined;
  const key = subpathOf(property);
  if (key === undefined) return undefined;
  const resolved = project.resolver.resolve(info.path, key === '.' ? info.name : `${info.name}/${key.slice(2)}`);
  if (resolved === undefined) return undefined;
  const path = withoutSource(relative(info.dir, resolved).replace(/\.[cm]?[jt]sx?$/, ''));
  const isSameRoot = relative(info.dir, resolved).startsWith('src/') === inside.startsWith('src/');
  return isSameRoot && property.initializer.getText().includes(path) ? path : undefined;
}

function withoutSource(path: string): string {
  return path.replace(/^src\//, '');
}
