import { ts } from '../../ts.cts';
import { knownNames, movedModule, successorOf } from '../../drizzle/class-names.ts';
import { changedExports, goneExports } from '../../drizzle/gone-exports.ts';
import { legacyBuilder, legacyRelations, originOf, queryBuilders } from '../../drizzle/moved-exports.ts';
import { survives } from '../../edits/apply.ts';
import { quoted } from '../../edits/style.ts';
import type { Value } from '../../facts.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { isRelationsModule } from '../../read/schema/relations.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { docTypeNodes } from '../../read/types/doc-type-nodes.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import { unknown } from '../../read/values/value.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { replaceOperatorsCalls } from './operators-call.ts';
import { standingOf } from '../packages/version-range.ts';

/**
 * Renames the drizzle-orm classes that have another name or module in the target (`PgDatabase` → `PgAsyncDatabase`),
 * where they are imported, re-exported and used.
 */
export function renameClasses(files: readonly SourceModule[], project: Project): void {
  for (const { ast } of files) {
    for (const statement of ast.statements) {
      const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
      if (bindings && ts.isNamedImports(bindings))
        for (const specifier of bindings.elements) renameImport(specifier, project);
      if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause))
        for (const specifier of statement.exportClause.elements) renameExport(specifier, project);
    }
    if (/drizzle-orm/.test(ast.text) && /\*\s*as\b|import\(/.test(ast.text)) renameMembers(ast, project);
  }
}

/**
 * Whether a name may be an export of drizzle-orm that changes. A quick test, made before looking up where the name
 * comes from.
 */
function isKnown(name: string): boolean {
  return (
    name.startsWith('_') ||
    knownNames.has(name) ||
    goneExports[name] !== undefined ||
    changedExports[name] !== undefined
  );
}

/** The new name of an export and, if it is another one, the module to import it from. */
interface Rename {
  name: string;
  /** The module to import from, when it is another one. */
  module: string | undefined;
}

/**
 * What becomes of a name that is imported from drizzle-orm, directly or through a re-export under the same name.
 * Undefined when nothing changes.
 *
 * @param specifier the module specifier of the import; undefined for a member of a namespace
 */
function renameOf(value: Value, imported: string, specifier: string | undefined, project: Project): Rename | undefined {
  if (!isDrizzle(value) || value.name !== imported) return undefined;
  // In bridge mode the query builders are those of v1, which `moveImports` handles.
  if (project.mode === 'bridge' && queryBuilders.test(value.module)) return undefined;
  const successor = successorOf(value.module, value.name, project.capabilities);
  const name = successor?.to?.name ?? imported;
  const isDirect = specifier !== undefined && specifier === value.module;
  const isKept = originOf(value.module, imported).module !== value.module;
  const hasMoved = successor?.to && (isKept || successor.to.module !== successor.from.module);
  const module = !isDirect
    ? undefined
    : hasMoved
      ? `drizzle-orm/${successor.to!.module}`
      : successor?.to || /^(?:Pg|MySql|SQLite|Base)/.test(imported)
        ? movedModule(value.module)
        : undefined;
  return name === imported && module === undefined ? undefined : { name, module };
}

/**
 * Renames an imported class and its uses in the file. The local name stays if it is an alias, or if the new name is
 * taken.
 */
function renameImport(specifier: ts.ImportSpecifier, project: Project): void {
  const { changes } = project;
  const clause = specifier.parent.parent;
  const module = clause.parent.moduleSpecifier as ts.StringLiteral;
  const imported = (specifier.propertyName ?? specifier.name).text;
  if (!isKnown(imported)) return;
  const value = project.evaluator.evaluate(specifier.name);
  replaceGone(specifier, value, imported, project);
  const rename = renameOf(value, imported, module.text, project);
  if (!rename) return;
  const file = specifier.getSourceFile();
  const isTaken = lookUp(rename.name, file) !== undefined && rename.name !== imported;
  const isOwnName = specifier.propertyName && legacyBuilder(specifier.name.text) !== imported;
  const local = isOwnName || isTaken ? specifier.name.text : rename.name;
  if (rename.module !== undefined) {
    changes.changeImport(specifier, undefined);
    const typeOnly = clause.isTypeOnly || specifier.isTypeOnly;
    changes.needImport(file.fileName, { from: rename.module, name: rename.name, local, typeOnly });
  } else
    changes.changeImport(specifier, specifier.propertyName || !isTaken ? rename.name : `${rename.name} as ${local}`);
  if (local === specifier.name.text) return;
  for (const use of identifiersOf(file).get(specifier.name.text) ?? []) {
    if (use === specifier.name || ts.isExportSpecifier(use.parent) || declarationOf(use) !== specifier) continue;
    if (!survives(use.getStart(), changes.edits(file.fileName))) continue;
    const text = ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}: ${local}` : local;
    changes.replace(file.fileName, use.getStart(), use.end, text);
  }
}

/**
 * Renames a class in an export list. The module is only changed when the list has no other names, else it is reported.
 */
function renameExport(specifier: ts.ExportSpecifier, project: Project): void {
  const { changes, resolver, evaluator } = project;
  const file = specifier.getSourceFile();
  const declaration = specifier.parent.parent;
  const token = specifier.propertyName ?? specifier.name;
  if (!isKnown(token.text)) return;
  const module = declaration.moduleSpecifier;
  const path = module && resolver.resolve(file.fileName, (module as ts.StringLiteral).text);
  const value = !module
    ? ts.isIdentifier(token)
      ? evaluator.evaluate(token)
      : unknown('runtime')
    : path === undefined
      ? ({ kind: 'external', module: (module as ts.StringLiteral).text, name: token.text } as const)
      : (evaluator.exported(path, token.text) ?? unknown('runtime'));
  const rename = renameOf(value, token.text, module && (module as ts.StringLiteral).text, project);
  if (!rename || !survives(token.getStart(), changes.edits(file.fileName))) return;
  changes.replace(file.fileName, token.getStart(), token.end, rename.name);
  if (rename.module === undefined || !module) return;
  if (specifier.parent.elements.length === 1) {
    const text = quoted(rename.module, project.styleOf(file.fileName));
    changes.replace(file.fileName, module.getStart(), module.end, text);
  } else {
    const remedy = `Export it from \`${rename.module}\`.`;
    changes.report('RQB_EXPORT_GONE', specifier, { name: token.text, remedy });
  }
}

/**
 * Renames classes that are members of namespaces or import types: `pg.PgTransaction`,
 * `import('drizzle-orm/pg-core').PgTransaction`.
 */
function renameMembers(file: ts.SourceFile, project: Project): void {
  const visit = (node: ts.Node): void => {
    const token = ts.isQualifiedName(node)
      ? node.right
      : ts.isPropertyAccessExpression(node)
        ? node.name
        : ts.isImportTypeNode(node) && node.qualifier && ts.isIdentifier(node.qualifier)
          ? node.qualifier
          : undefined;
    if (token && /^(?:Pg|MySql|SQLite|Base|Bun)\w+$/.test(token.text)) {
      const value: Value =
        ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? { kind: 'external', module: (node.argument.literal as ts.StringLiteral).text, name: token.text }
          : valueOfName(node as ts.QualifiedName | ts.PropertyAccessExpression, project.evaluator);
      const rename = renameOf(value, token.text, undefined, project);
      if (rename && survives(token.getStart(), project.changes.edits(file.fileName)))
        project.changes.replace(file.fileName, token.getStart(), token.end, rename.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  docTypeNodes(file).forEach(visit);
}

/** Replaces or reports an import of something that the target no longer exports, or that has another meaning there. */
function replaceGone(specifier: ts.ImportSpecifier, value: Value, imported: string, project: Project): void {
  if (!isDrizzle(value) || value.name !== imported || project.mode === 'bridge') return;
  const file = specifier.getSourceFile();
  const uses = (identifiersOf(file).get(specifier.name.text) ?? []).filter(
    (use) => use !== specifier.name && declarationOf(use) === specifier,
  );
  const edits = project.changes.edits(file.fileName);
  // It goes with its last use, such as a cast of a v1 block.
  if (uses.length > 0 && !uses.some((use) => survives(use.getStart(), edits))) return;
  const isRelations = isRelationsModule(value.module);
  const successor = successorOf(value.module, value.name, project.capabilities);
  if (isRelations && imported === 'getOperators' && replaceOperatorsCalls(specifier, project)) return;
  if (isRelations && goneExports[imported] !== undefined) {
    project.changes.report('RQB_EXPORT_GONE', specifier, { name: imported, remedy: goneExports[imported] });
  } else if (!successor?.to && queryBuilders.exec(value.module)?.[2]) {
    const remedy = `Use its v2 form, from \`${value.module.replace('/_', '/')}\`.`;
    project.changes.report('RQB_EXPORT_GONE', specifier, { name: imported, remedy });
  } else if (successor && !successor.to) {
    const remedy = 'Use the transaction class of the dialect’s core module.';
    project.changes.report('RQB_EXPORT_GONE', specifier, { name: imported, remedy });
  } else if (isRelations && changedExports[imported] !== undefined && isOfV1(value.module, specifier, project)) {
    if (uses.every((use) => ts.isExportSpecifier(use.parent) || isBound(use))) return;
    project.changes.report('RQB_EXPORT_CHANGED', specifier, { name: imported, remedy: changedExports[imported] });
  }
}

/** Whether a name is used only as the constraint of a type parameter, where a change of its shape does not matter. */
function isBound({ parent }: ts.Identifier): boolean {
  return ts.isTypeReferenceNode(parent) && ts.isTypeParameterDeclaration(parent.parent);
}

/**
 * Whether a name that both versions export has its v1 meaning in a file: it comes from `drizzle-orm/_relations`, or the
 * file's package does not declare 1.0 yet.
 */
function isOfV1(module: string, node: ts.Node, { resolver }: Project): boolean {
  if (module === legacyRelations) return true;
  const range = rangeOf('drizzle-orm', resolver.packageOf(node.getSourceFile().fileName));
  return range === undefined || standingOf(range, '1.0.0-beta.1') !== 'current';
}
