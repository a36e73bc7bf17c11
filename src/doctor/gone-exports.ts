import type { Value } from '../facts.ts';
import { adviceForGone, mentionsGone } from '../drizzle/gone-core-exports.ts';
import { valueOfName } from '../read/values/value-of-type.ts';
import type { Project } from '../rewrite/project.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';

/** The modules whose exports were compared. */
const measured = /^drizzle-orm(?:\/(?:pg|mysql|sqlite|singlestore)-core)?$/;

/**
 * Finds imports and re-exports of names that drizzle-orm no longer has, and their uses as members of a namespace
 * (`pg.PgColumnBuilderBase`).
 */
export function goneExports({ mentioning, evaluator, capabilities }: Project): Diagnosis[] {
  return mentioning(mentionsGone).flatMap(({ ast }) => {
    const found: Diagnosis[] = [];
    const check = (node: ts.Node, value: Value): void => {
      if (value.kind !== 'external' || !measured.test(value.module)) return;
      const remedy = adviceForGone(value.module, value.name, capabilities);
      if (remedy !== undefined) found.push(diagnosis('gone-export', placeOf(node), { name: value.name, remedy }));
    };
    const visit = (node: ts.Node): void => {
      if (ts.isImportSpecifier(node)) check(node, evaluator.evaluate(node.name));
      else if (ts.isQualifiedName(node) || ts.isPropertyAccessExpression(node))
        check(node, valueOfName(node, evaluator));
      else if (ts.isExportSpecifier(node)) {
        const { moduleSpecifier } = node.parent.parent;
        const { text } = node.propertyName ?? node.name;
        if (moduleSpecifier) check(node, evaluator.imported(node, moduleSpecifier, text));
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
    return found;
  });
}
