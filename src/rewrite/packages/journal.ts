import { isNeeded } from '../../drizzle/needs.ts';
import { ts } from '../../ts.cts';
import { isForV1, type Project } from '../project.ts';

/** The journal of a migrations folder of drizzle-kit 0.x, as code names it: whole, or as the last of several parts. */
const journal = /(?:^|[\\/])_journal(?:\.json)?$/;

/**
 * Reports code that names the journal of a migrations folder. `drizzle-kit up` of the target removes it: every migration
 * is a folder then.
 */
export function reportJournalReaders(project: Project): void {
  const { capabilities, changes, mentioning } = project;
  if (!isForV1(project) || !isNeeded('migrations-folder', capabilities)) return;
  for (const { ast } of mentioning('_journal')) {
    const visit = (node: ts.Node): void => {
      if ((ts.isStringLiteralLike(node) || ts.isTemplateTail(node)) && journal.test(node.text))
        changes.report('RQB_JOURNAL', node);
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
}
