import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isNamedInTemplate, type SourceModule } from '../../read/modules/sources.ts';
import { isConst, isExported, nameText, unwrap } from '../../read/syntax/syntax.ts';
import type { Style } from '../../edits/style.ts';
import type { Project } from '../project.ts';
import type { Needed } from './import-statements.ts';
import { elementRanges, ownLines } from '../statements.ts';

/**
 * Removes names from `const { eq } = require('drizzle-orm')` and `const { eq } = await import('drizzle-orm')` when all
 * of their uses are removed by edits, or when they are no longer exported.
 *
 * @returns the statements with nothing left in them, which the caller must remove
 */
export function cutRequiredNames(module: SourceModule, project: Project): ts.VariableStatement[] {
  if (!/\b(?:require|import)\s*\(/.test(module.text)) return [];
  const { changes, resolver } = project;
  return cutNames(module, project, ({ initializer }, isUnused) => {
    const specifier = initializer && loadedModule(initializer);
    if (specifier === undefined) return undefined;
    const target = resolver.resolve(module.path, specifier);
    const gone = target === undefined ? undefined : changes.removedExports().get(target);
    return (name, key) => (key !== undefined && gone?.has(key)) || isUnused(name);
  });
}

/**
 * Removes local constants that hold something of the schema or of drizzle-orm (`const { users } = schema`) when all of
 * their uses are removed by edits.
 */
export function cutHeldNames(module: SourceModule, project: Project): void {
  const { changes, evaluator } = project;
  const written = changes
    .edits(module.path)
    .flatMap(({ pieces }) => pieces.filter((piece) => typeof piece === 'string'));
  // New code may use the name as well. As the key of a member (`users: …`) or behind a dot it is not a use.
  const isWritten = ({ text }: ts.Identifier) =>
    written.some((piece) =>
      new RegExp(`(?<![.'"\\p{ID_Continue}$])${escapeRegExp(text)}(?![\\p{ID_Continue}$]|\\s*:)`, 'u').test(piece),
    );
  const isDrizzle = (name: ts.Identifier, key: string | undefined) => {
    const { kind } = evaluator.evaluate(name);
    // A schema that is out of sight was read by its keys, so its tables are recognized by these.
    const isTableKey = () => key !== undefined && project.databases.some(({ tables }) => tables.has(key));
    return kind === 'unknown' ? isTableKey() : /^(?:table|column|external|namespace)$/.test(kind);
  };
  const emptied = cutNames(module, project, (declaration, isUnused) =>
    isReference(declaration.initializer) && isConst(declaration) && !isExported(declaration)
      ? (name, key = lastName(declaration.initializer)) => isUnused(name) && isDrizzle(name, key) && !isWritten(name)
      : undefined,
  );
  for (const statement of emptied) {
    const { start, end } = ownLines(statement);
    changes.remove(module.path, start, end);
  }
}

/** Whether an expression only names something: `schema`, `schema.users`, `this.tables`, drizzle-orm's `getOperators()`. */
function isReference(node: ts.Expression | undefined): boolean {
  const inner = node && unwrap(node);
  if (!inner) return false;
  if (ts.isCallExpression(inner)) return inner.expression.getText() === 'getOperators';
  if (ts.isPropertyAccessExpression(inner)) return isReference(inner.expression);
  return ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword;
}

/** The last name of a property access: `users` in `this.tables.users`. */
function lastName(node: ts.Expression | undefined): string | undefined {
  const inner = node && unwrap(node);
  return inner && ts.isPropertyAccessExpression(inner) ? inner.name.text : undefined;
}

/** Whether to remove a declared name. `key` is the member it is taken from, undefined when it holds the whole value. */
type IsCut = (name: ts.Identifier, key: string | undefined) => boolean;

/**
 * Removes names that variables of a file are declared with.
 *
 * @param choose what to remove of a declaration; undefined to leave it alone
 * @returns the statements with nothing left in them
 */
function cutNames(
  module: SourceModule,
  project: Project,
  choose: (declaration: ts.VariableDeclaration, isUnused: (name: ts.Identifier) => boolean) => IsCut | undefined,
): ts.VariableStatement[] {
  const { ast: file, path } = module;
  const edits = project.changes.edits(path);
  const whole = project.readText(path) ?? '';
  const emptied: ts.VariableStatement[] = [];

  const isUnused = (name: ts.Identifier): boolean => {
    if (project.keptDeclarations.has(name.parent) || isNamedInTemplate(module, whole, name.text)) return false;
    const uses = usesOf(name);
    return uses.length > 0 && uses.every((use) => !survives(use.getStart(file), edits));
  };

  const cutPattern = (pattern: ts.ObjectBindingPattern, isCut: IsCut): boolean => {
    // Removing a name would add its member to `...others`.
    if (pattern.elements.some(({ dotDotDotToken }) => dotDotDotToken)) return false;
    const cut = pattern.elements.filter(({ name, propertyName }) => {
      if (!ts.isIdentifier(name)) return false;
      return isCut(name, nameText((propertyName ?? name) as ts.PropertyName));
    });
    if (cut.length === pattern.elements.length) return cut.length > 0;
    for (const { start, end } of cut.length > 0 ? elementRanges(new Set(cut), pattern.elements) : [])
      project.changes.remove(path, start, end);
    return false;
  };

  for (const node of nodesOf(file).variables) {
    if (!survives(node.getStart(file), edits)) continue;
    const { declarations } = node.declarationList;
    const cut = declarations.filter((declaration) => {
      const { name } = declaration;
      const isCut = choose(declaration, isUnused);
      if (!isCut || ts.isArrayBindingPattern(name)) return false;
      return ts.isIdentifier(name) ? isCut(name, undefined) : cutPattern(name, isCut);
    });
    if (cut.length === declarations.length) emptied.push(node);
    else if (cut.length > 0) {
      for (const { start, end } of elementRanges(new Set(cut), declarations)) project.changes.remove(path, start, end);
    }
  }
  return emptied;
}

/**
 * Adds names to a statement `const { eq } = require('drizzle-orm')` when they fit on its line. The added ones are taken
 * out of `pending`.
 */
export function extendRequired(statement: ts.Statement, pending: Needed[], style: Style, { changes }: Project): void {
  const [declaration, another] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  if (!declaration?.initializer || another || !ts.isObjectBindingPattern(declaration.name)) return;
  const module = loadedModule(declaration.initializer);
  const taken = pending.filter(({ specifier, name, typeOnly }) => specifier === module && name !== '*' && !typeOnly);
  const { elements } = declaration.name;
  const isWhole = taken.length > 0 && taken.every(({ name }) => name !== 'default');
  const last = elements.at(-1);
  const old = declaration.name.getText();
  if (!isWhole || !last || elements.some(({ dotDotDotToken }) => dotDotDotToken) || /\/[/*]/.test(old)) return;
  const names = taken.map(({ name, local }) => (name === local ? name : `${name}: ${local}`));
  const isBroken = old.includes('\n');
  const between = isBroken ? `,${style.newline}${style.indent}` : ', ';
  const text = names.map((name) => between + name).join('');
  const path = statement.getSourceFile().fileName;
  const [start, end] = [statement.getStart(), statement.end];
  const cut = changes.edits(path).filter((edit) => edit.start >= start && edit.end <= end && edit.pieces.length === 0);
  const width = end - start - cut.reduce((sum, edit) => sum + edit.end - edit.start, 0);
  if (!isBroken && width + text.length > style.width) return;
  for (const item of taken) pending.splice(pending.indexOf(item), 1);
  changes.replace(path, last.end, last.end, text);
}

/** The module that `require('x')` or `await import('x')` loads. */
function loadedModule(initializer: ts.Expression): string | undefined {
  const inner = unwrap(initializer);
  const call = ts.isAwaitExpression(inner) ? unwrap(inner.expression) : inner;
  if (!ts.isCallExpression(call)) return undefined;
  const isImport = call.expression.kind === ts.SyntaxKind.ImportKeyword && call !== inner;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  const [specifier] = call.arguments;
  return (isImport || isRequire) && specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}
