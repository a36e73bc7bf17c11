import type { Value } from '../facts.ts';
import { valueOfName } from '../read/values/value-of-type.ts';
import type { Evaluator } from '../read/values/value.ts';
import { ts } from '../ts.cts';

/** A place that names an export of a package. */
export interface NamedExport {
  node: ts.ImportSpecifier | ts.ExportSpecifier | ts.PropertyAccessExpression | ts.QualifiedName;
  /** What it names, by the module and the name that the package gives it. */
  value: Extract<Value, { kind: 'external' }>;
}

/**
 * The places of a file that name an export of drizzle-orm: imports (also through re-exports of the project), re-exports
 * from a module, and members of a namespace (`pg.PgColumn`).
 */
export function drizzleNames(file: ts.SourceFile, evaluator: Evaluator): NamedExport[] {
  const found: NamedExport[] = [];
  const add = (node: NamedExport['node'], value: Value): void => {
    if (value.kind === 'external' && /^drizzle-orm(?:\/|$)/.test(value.module)) found.push({ node, value });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) add(node, evaluator.evaluate(node.name));
    else if (ts.isQualifiedName(node) || ts.isPropertyAccessExpression(node)) add(node, valueOfName(node, evaluator));
    else if (ts.isExportSpecifier(node)) {
      const { moduleSpecifier } = node.parent.parent;
      const { text } = node.propertyName ?? node.name;
      if (moduleSpecifier) add(node, evaluator.imported(node, moduleSpecifier, text));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
