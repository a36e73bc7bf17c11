import { isNeeded } from '../../drizzle/needs.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { memberNamed, unwrap } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import { isForV1, type Project } from '../project.ts';

/** The journal of a migrations folder of drizzle-kit 0.x, as code names it: whole, or as the last of several parts. */
const journalFile = /(?:^|[\\/])_journal(?:\.json)?$/;

/**
 * Reports code that names the journal of a migrations folder, or gives it to a migrator (Expo, Durable Objects). `drizzle-kit
 * up` of the target removes it: every migration is a folder then, and migrators take `{ migrations }` alone.
 */
export function reportJournalReaders(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!isForV1(project) || !isNeeded('migrations-folder', capabilities)) return;
  for (const { ast } of mentioning('_journal')) {
    const visit = (node: ts.Node): void => {
      if ((ts.isStringLiteralLike(node) || ts.isTemplateTail(node)) && journalFile.test(node.text))
        changes.report('RQB_JOURNAL', node);
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
  for (const { ast } of mentioning('journal', (_, text) => /drizzle-orm\/[\w-]+\/migrator/.test(text))) {
    for (const call of nodesOf(ast).calls) {
      const config = call.arguments[1] && unwrap(call.arguments[1]);
      const given = config && ts.isObjectLiteralExpression(config) && memberNamed(config.properties, 'journal');
      if (!given) continue;
      const migrator = evaluator.evaluate(call.expression);
      if (isDrizzle(migrator) && migrator.module.endsWith('/migrator')) changes.report('RQB_JOURNAL', given);
    }
  }
}
