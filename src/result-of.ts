import { applyEdits } from './edits/apply.ts';
import type { Edit, FileChange } from './edits/edit.ts';
import { makeFinding } from './findings.ts';
import type { MigrateOptions } from './options.ts';
import { leftOutside } from './outside-paths.ts';
import { summaryOf } from './read/schema/database-summary.ts';
import { parses, type SourceModule } from './read/modules/sources.ts';
import type { MigrateResult, Unit } from './result.ts';
import { currentVersion } from './rewrite/packages/current-version.ts';
import { bumpVersions } from './rewrite/packages/package-json.ts';
import { packageSummaries } from './rewrite/packages/package-summaries.ts';
import { isOnV2, type Project } from './rewrite/project.ts';
import { rewritesOf } from './rewrite/rewrites.ts';
import { databaseId, unitsOf } from './rewrite/units.ts';
import { suppress, suppressionsIn } from './suppressions.ts';
import type { Workspace } from './workspace/open.ts';

/**
 * The result of a run: the changed files and the findings, restricted to the wanted paths and without suppressed
 * findings. The text of a file that would be invalid is left out and reported as `RQB_INTERNAL`.
 */
export function resultOf(workspace: Workspace, options: MigrateOptions, project: Project): MigrateResult {
  const { changes, placements, scan: facts, target } = project;
  // The version of a project that is on 1.0 already is not changed, unless another target is asked for.
  const isKept = options.noBump || (options.target === undefined && currentVersion(workspace.packageFiles));
  const bump = isKept ? { edits: [], findings: [] } : bumpVersions(workspace.packageFiles, target);
  const files: FileChange[] = [];
  let units: Unit[] | undefined;
  const edits = new Map<string, Edit[]>();
  const editsOf = (path: string) => {
    if (!edits.has(path)) edits.set(path, [...changes.edits(path), ...bump.edits.filter(({ file }) => file === path)]);
    return edits.get(path)!;
  };
  const placed = [...placements].flatMap(([database, placement]) => (placement ? database.blocks : []));
  // A block that a function makes may belong to several databases.
  const blocks = [...new Map(placed.map((block) => [block.node, block])).values()];
  const findings = [...changes.findings(), ...bump.findings];
  for (const path of new Set([...changes.files(), ...bump.edits.map(({ file }) => file)])) {
    const before = workspace.read(path);
    const isReplaced = changes.deleted().has(path) || changes.created().has(path);
    if (before === undefined || isReplaced) continue;
    const isBroken = project.sources.broken().has(path);
    const module = project.sources.get(path);
    const after = isBroken ? undefined : applySafely(path, before, editsOf(path), module, !options.placesOnly);
    if (after === undefined) findings.push(makeFinding('RQB_INTERNAL', { file: path, line: 1, column: 1 }));
    else if (after !== before) files.push({ path, before, after });
  }
  for (const [path, after] of changes.created()) {
    if (!options.placesOnly && !parses(path, after))
      findings.push(makeFinding('RQB_INTERNAL', { file: path, line: 1, column: 1 }));
    else files.push({ path, before: workspace.exists(path) ? workspace.read(path) : undefined, after });
  }
  for (const path of changes.deleted()) files.push({ path, before: workspace.read(path), after: undefined });
  for (const { path, reason } of workspace.unreadable()) {
    findings.push(makeFinding('RQB_UNREADABLE', { file: path, line: 1, column: 1 }, { reason }));
  }
  const isWanted = project.isEdited;
  const rewrites = files.flatMap(({ path, before }) => {
    const own = blocks.filter((block) => block.path === path);
    return before === undefined ? [] : rewritesOf(before, editsOf(path), own);
  });
  const told = suppress(
    findings.filter(({ file }) => isWanted(file)),
    rewrites.filter(({ file }) => isWanted(file)),
    workspace.scripts.filter(isWanted).flatMap((path) => suppressionsIn(path, workspace.read(path) ?? '')),
  );
  return {
    root: workspace.root,
    target,
    packages: packageSummaries(workspace.packages, workspace.packageFiles),
    onV2: isOnV2(project),
    relations: { blocks: facts.blocks.size, converted: blocks.length },
    sites: project.counts,
    changes: files.filter(({ path }) => isWanted(path)),
    units: () => (units ??= unitsOf(editsOf, project)),
    rewrites: told.rewrites,
    findings: options.paths ? [...told.findings, ...leftOutside(rewrites, project)] : told.findings,
    suppressed: told.suppressed,
    databases: project.databases.map((database) => ({
      id: databaseId(database, project),
      state: database.migrated ? 'v2' : placements.get(database) ? 'migrated' : 'left',
      ...summaryOf(database),
    })),
    nextCommands: workspace.nextCommands(),
  };
}

/**
 * The edited text; undefined when the edits contradict each other, lie outside of a component's scripts, or give a text
 * that does not parse. That is a bug in the tool; leaving the file as it is avoids harm.
 */
function applySafely(
  path: string,
  before: string,
  edits: readonly Edit[],
  module: SourceModule | undefined,
  parsesAnew: boolean,
): string | undefined {
  const scripts = module?.component?.scripts;
  const isInScript = ({ start, end }: Edit) => scripts?.some((script) => start >= script.start && end <= script.end);
  if (scripts && !edits.every(isInScript)) return undefined;
  try {
    const after = applyEdits(before, edits);
    return !module || !parsesAnew || parses(path, after) ? after : undefined;
  } catch {
    return undefined;
  }
}
