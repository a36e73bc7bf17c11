import { capabilitiesOf, newestTarget } from '../../drizzle/capabilities.ts';
import { parseTarget } from '../../parse-target.ts';
import type { Workspace } from '../../workspace/open.ts';
import { currentVersion } from './current-version.ts';
import type { Project } from '../project.ts';

/**
 * The drizzle-orm release to write for: the one asked for, else the 1.0 that the project declares or has installed,
 * else the newest known.
 */
export function chooseTarget(wanted: string | undefined, workspace: Workspace): string {
  if (wanted !== undefined) return parseTarget(wanted);
  const current = currentVersion(workspace.packageFiles);
  if (!current) return newestTarget;
  return current.pinned ?? installed(workspace) ?? newestTarget;
}

/** The drizzle-orm 1.0 that is installed in the first package that has one. */
function installed({ packages, installedVersion }: Workspace): string | undefined {
  for (const { dir } of packages) {
    const version = installedVersion('drizzle-orm', dir);
    if (version !== undefined && /^[1-9]/.test(version)) return version;
  }
  return undefined;
}

/** Reports that the target is not among the checked releases, and for which of them the output is written. */
export function reportTarget({ target, changes, packageFiles, sources }: Project, { scripts }: Workspace): void {
  const declaring = packageFiles.find(
    ({ path, text }) => path.endsWith('package.json') && text.includes('drizzle-orm'),
  );
  const file = declaring?.path ?? packageFiles[0]?.path ?? scripts[0] ?? sources.parsed()[0]!.path;
  const { release } = capabilitiesOf(target);
  changes.reportAt('RQB_TARGET_UNCHECKED', file, { line: 1, column: 1 }, { target, release });
}
