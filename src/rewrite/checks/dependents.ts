import { join } from '../../path.ts';
import type { Workspace } from '../../workspace/open.ts';
import { isOnV2, type Project } from '../project.ts';

/**
 * Reports, once, that code around the folder of the run was not looked at, although it may query the databases that are
 * migrated: the rest of their package, or packages that depend on it.
 */
export function reportDependents(project: Project, workspace: Workspace): void {
  const placed = [...project.placements].find(([, placement]) => placement);
  if (!placed || isOnV2(project)) return;
  const around = workspace.dependents();
  if (!around) return;
  const { folder, packages } = around;
  const names = packages.slice(0, 2).map((name) => `\`${name}\``);
  const more = packages.length - names.length;
  const listed = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(' and ');
  const isPart = packages.length === 0;
  const what = isPart
    ? 'the package around it may query the same database'
    : `${listed} ${packages.length > 1 ? 'depend' : 'depends'} on this package`;
  const file = isPart ? (placed[0].blocks[0]?.path ?? placed[1]!.path) : join(workspace.root, 'package.json');
  project.changes.reportAt('RQB_RUN_IN_PART', file, { line: 1, column: 1 }, { what, folder });
}
