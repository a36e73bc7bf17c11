import { dirname, resolve, sep } from 'node:path';
import { capabilitiesOf, isCheckedTarget } from './drizzle/capabilities.ts';
import { applyEdits } from './edits/apply.ts';
import type { Edit, FileChange } from './edits/edit.ts';
import { styleOf, type Style } from './edits/style.ts';
import type { ClientCall } from './facts.ts';
import { makeFinding } from './findings.ts';
import type { MigrateOptions } from './options.ts';
import { adoptBlocks, databaseOf, findDatabases } from './read/databases.ts';
import { createEvaluator } from './read/evaluate.ts';
import { summaryOf } from './read/database-summary.ts';
import type { PackageInfo } from './read/package-info.ts';
import { joinClients } from './read/migrated.ts';
import { checkRenames } from './read/renames.ts';
import { createResolver } from './read/resolve.ts';
import { scan } from './read/scan.ts';
import { createSources, parses, type SourceModule } from './read/sources.ts';
import type { MigrateResult, SiteCounts } from './result.ts';
import { rewriteAdapters } from './rewrite/adapters.ts';
import { bridgeProject } from './rewrite/bridge.ts';
import { chooseTarget, reportTarget } from './rewrite/target.ts';
import { currentVersion } from './rewrite/current-version.ts';
import { planCasing } from './rewrite/casing.ts';
import { createChanges } from './rewrite/changes.ts';
import { removeUnusedSchema, rewriteClient } from './rewrite/clients.ts';
import { reportHazards } from './rewrite/hazards.ts';
import { rewriteExecutes } from './rewrite/execute.ts';
import { guarded } from './rewrite/guarded.ts';
import { finishRelations } from './rewrite/half-migrated.ts';
import { rewriteImports } from './rewrite/imports.ts';
import { rewriteInternals } from './rewrite/internals.ts';
import { reportMocks } from './rewrite/mocks.ts';
import { reportDocTypes, reportKitFlags } from './rewrite/old-mentions.ts';
import { bumpVersions } from './rewrite/package-json.ts';
import { rewriteKitConfigs } from './rewrite/kit-config.ts';
import type { Placement } from './rewrite/placement.ts';
import type { Project } from './rewrite/project.ts';
import { rewriteQuery } from './rewrite/query.ts';
import { relationsOf } from './rewrite/relations-name.ts';
import { canRewrite, rewriteRelations } from './rewrite/relations.ts';
import { removeMadeBlocks } from './rewrite/remove-made-blocks.ts';
import { planSharedRelations } from './rewrite/schema-factories.ts';
import { reportRenamedArguments } from './rewrite/renamed-arguments.ts';
import { reportTemplates } from './rewrite/templates.ts';
import { rewritesOf } from './rewrite/rewrites.ts';
import { databaseId, queryId, reportIfLeft, unitsOf } from './rewrite/units.ts';
import { rewriteTypes } from './rewrite/types.ts';
import { writeCompanions } from './rewrite/write-companions.ts';
import { unbridge } from './rewrite/unbridge.ts';
import { extraSchemas } from './read/extra-schemas.ts';
import type { Database } from './read/databases.ts';
import { suppress, suppressionsIn } from './suppressions.ts';
import { openWorkspace, type Workspace } from './workspace/open.ts';

/**
 * Plans the migration of a project from Relational Queries v1 to v2. Reads files, writes none.
 *
 * A project without drizzle-orm is no error: the result says that there is nothing to migrate.
 *
 * @throws UserError when there are no files, when it cannot be told what the schema is, or when a chosen name is refused
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  options.onStage?.('reading files');
  const workspace = openWorkspace(resolve(options.cwd));
  const target = chooseTarget(options.target, workspace);
  options.onStage?.('reading code');
  const project = readProject(workspace, options, target);
  if (!isCheckedTarget(target)) reportTarget(project, workspace);
  options.onStage?.('rewriting');
  const casing = planCasing(project);
  const { placements } = project;
  if (project.mode === 'bridge') {
    bridgeProject(project, casing);
    project.changes.rule = 'import';
    rewriteImports(project);
    return result(workspace, options, project, placements);
  }
  const refused = refusedDatabases(casing.blocked, options, project);
  for (const database of project.databases) {
    if (database.migrated) finishRelations(database, project);
    else placements.set(database, refused.has(database) ? undefined : rewriteRelations(database, project));
  }
  writeCompanions(project);
  removeMadeBlocks(project);
  project.changes.rule = 'casing';
  casing.apply((database) => database.migrated || placements.get(database) !== undefined);
  project.changes.rule = 'client';
  for (const client of project.scan.clients) {
    const database = project.databases.find(({ clients }) => clients.includes(client));
    const place = database && relationsOf(database, placements, project);
    if (!database || database.migrated || place) rewriteClient(client, place, project);
  }
  project.changes.rule = 'query';
  for (const site of project.scan.sites) {
    const database = project.databaseOf(site);
    if (reportIfLeft(queryId(site), site.node, options.leave, project)) project.counts.total++;
    else if (!database || database.migrated || placements.get(database))
      guarded(site.node, project, () => rewriteQuery(site, project));
    else {
      project.counts.total++;
      project.changes.report('RQB_UNIT_LEFT', site.node, { part: 'query' });
    }
  }
  reportRenamedArguments(project);
  for (const database of project.databases) {
    if (!database.migrated && !placements.get(database)) reportLeft(database, project);
  }
  project.changes.flushElements();
  project.changes.rule = 'type';
  rewriteTypes(placements, project);
  unbridge(project);
  project.changes.rule = 'client';
  rewriteInternals(placements, project);
  rewriteAdapters(placements, project);
  rewriteKitConfigs(project);
  if (!isOnV2(project)) rewriteExecutes(project);
  for (const client of project.scan.clients) removeUnusedSchema(client, project);
  project.changes.flushElements();
  project.changes.rule = 'import';
  rewriteImports(project);
  reportHazards(project);
  reportTemplates(project);
  reportMocks(project);
  reportDocTypes(project);
  reportKitFlags(project);
  options.onStage?.('putting files together');
  return result(workspace, options, project, placements);
}

/** The databases that must be left as they are, and with them those whose relations the same functions make. */
function refusedDatabases(blocked: ReadonlySet<Database>, { leave }: MigrateOptions, project: Project): Set<Database> {
  const open = project.databases.filter(({ migrated }) => !migrated);
  const isLeft = (database: Database) => {
    const node = (database.clients[0] ?? database.blocks[0])?.node;
    return reportIfLeft(databaseId(database, project), node, leave, project);
  };
  const refused = new Set(
    open.filter((database) => blocked.has(database) || isLeft(database) || !canRewrite(database, project)),
  );
  const made = (database: Database) => database.blocks.flatMap(({ maker, node }) => (maker ? [node] : []));
  for (let size = -1; size !== refused.size;) {
    size = refused.size;
    const left = new Set([...refused].flatMap(made));
    for (const database of open) if (made(database).some((node) => left.has(node))) refused.add(database);
  }
  return refused;
}

/** Says of every part of a database that it stays as it is; its queries are told apart. */
function reportLeft({ clients, blocks }: Database, { changes }: Project): void {
  for (const { node } of clients) changes.report('RQB_UNIT_LEFT', node, { part: '`drizzle()` call' });
  for (const { node, problems } of blocks) {
    if (problems.length === 0) changes.report('RQB_UNIT_LEFT', node, { part: '`relations()` block' });
  }
}

function readProject(workspace: Workspace, options: MigrateOptions, target: string): Project {
  const sources = createSources(workspace.read, workspace.exists);
  const resolver = createResolver(
    workspace.exists,
    workspace.packages,
    options.tsconfig && resolve(options.cwd, options.tsconfig),
  );
  const evaluator = createEvaluator(sources, resolver, workspace.scripts);
  const changes = createChanges();
  const modules: SourceModule[] = [];
  for (const path of workspace.relevant) {
    const module = sources.get(path);
    if (module) modules.push(module);
  }
  const facts = scan(modules, { sources, resolver, evaluator });
  const extra = extraSchemas(options.schema && resolve(options.cwd, options.schema), facts, sources, evaluator);
  const migrated = joinClients(facts.migrated, facts.clients, evaluator);
  const isJoined = (client: ClientCall) => client.relations ?? migrated.some(({ clients }) => clients.includes(client));
  const blocks = [...facts.blocks.values()];
  const unmigrated = facts.clients.filter((client) => !isJoined(client));
  const renames = options.renames ?? {};
  const found = findDatabases(unmigrated, blocks, extra, evaluator, resolver.packageOf, renames);
  const databases = [...found, ...migrated];
  adoptBlocks(databases, blocks);
  for (const [path, problem] of sources.broken()) {
    if (problem.kind === 'syntax') changes.reportAt('RQB_PARSE_ERROR', path, problem);
    else changes.reportAt('RQB_TOO_DEEP', path, { line: 1, column: 1 });
  }
  checkRenames(renames, databases);
  const counts: SiteCounts = { total: 0, converted: 0, object: 0, raw: 0, fallback: 0 };
  const styles = new Map<string, Style>();
  // A new file is written like the longest one beside it.
  const longestBeside = (path: string) => {
    const beside = modules.filter((module) => dirname(module.path) === dirname(path));
    return (beside.length > 0 ? beside : modules).toSorted((a, b) => b.text.length - a.text.length)[0]!;
  };
  const project: Project = {
    sources,
    resolver,
    evaluator,
    scan: facts,
    databases,
    placements: new Map(),
    keptDeclarations: new Set(),
    shared: { uses: new Map(), companions: new Map() },
    changes,
    target,
    mode: options.mode ?? 'full',
    capabilities: capabilitiesOf(target),
    relationsFile: options.relations && resolve(options.cwd, options.relations),
    renames,
    counts,
    reported: new Set(),
    exported: new Map(),
    packageFiles: workspace.packageFiles,
    scripts: workspace.scripts,
    mentioning(word) {
      const isIn = (text: string) => (typeof word === 'string' ? text.includes(word) : word.test(text));
      return workspace.scripts.flatMap((path) => (isIn(workspace.read(path) ?? '') ? (sources.get(path) ?? []) : []));
    },
    readText: workspace.read,
    styleOf(path) {
      let style = styles.get(path);
      if (!style) {
        style = styleOf((sources.get(path) ?? longestBeside(path)).ast, workspace.styleOf(path));
        styles.set(path, style);
      }
      return style;
    },
    databaseOf: (site) => {
      const made = [...project.shared.companions.keys()].map(({ schema }) => schema);
      return databaseOf(site, [...databases, ...made], evaluator, resolver.packageOf);
    },
  };
  project.shared = planSharedRelations(project);
  return project;
}

function result(
  workspace: Workspace,
  options: MigrateOptions,
  project: Project,
  placements: ReadonlyMap<Database, Placement | undefined>,
): MigrateResult {
  const { changes, scan: facts, target } = project;
  // A project that is on 1.0 has chosen its version.
  const isKept = options.noBump || (options.target === undefined && currentVersion(workspace.packageFiles));
  const bump = isKept ? { edits: [], findings: [] } : bumpVersions(workspace.packageFiles, target);
  const files: FileChange[] = [];
  const editsOf = (path: string) => [...changes.edits(path), ...bump.edits.filter(({ file }) => file === path)];
  const placed = [...placements].flatMap(([database, placement]) => (placement ? database.blocks : []));
  // One that a function makes may be part of several databases.
  const blocks = [...new Map(placed.map((block) => [block.node, block])).values()];
  const findings = [...changes.findings(), ...bump.findings];
  for (const path of new Set([...changes.files(), ...bump.edits.map(({ file }) => file)])) {
    const before = workspace.read(path);
    const isReplaced = changes.deleted().has(path) || changes.created().has(path);
    if (before === undefined || isReplaced) continue;
    const after = applySafely(path, before, editsOf(path), project.sources.get(path));
    if (after === undefined) findings.push(makeFinding('RQB_INTERNAL', { file: path, line: 1, column: 1 }));
    else if (after !== before) files.push({ path, before, after });
  }
  for (const [path, after] of changes.created()) {
    files.push({ path, before: workspace.exists(path) ? workspace.read(path) : undefined, after });
  }
  for (const path of changes.deleted()) files.push({ path, before: workspace.read(path), after: undefined });
  for (const { path, reason } of workspace.unreadable()) {
    findings.push(makeFinding('RQB_UNREADABLE', { file: path, line: 1, column: 1 }, { reason }));
  }
  const roots = options.paths?.map((path) => resolve(workspace.root, path));
  const isWanted = (path: string) =>
    roots === undefined || roots.some((root) => path === root || path.startsWith(`${root}${sep}`));
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
    packages: packageSummaries(workspace.packages),
    onV2: isOnV2(project),
    relations: { blocks: facts.blocks.size, converted: blocks.length },
    sites: project.counts,
    changes: files.filter(({ path }) => isWanted(path)),
    units: unitsOf(placements, editsOf, project),
    rewrites: told.rewrites,
    findings: told.findings,
    suppressed: told.suppressed,
    databases: project.databases.map(summaryOf),
    nextCommands: workspace.nextCommands(),
  };
}

/** The edited text; undefined when the edits contradict each other or the result does not parse: a bug, and no harm done. */
function applySafely(
  path: string,
  before: string,
  edits: readonly Edit[],
  module: SourceModule | undefined,
): string | undefined {
  const scripts = module?.component?.scripts;
  const isInScript = ({ start, end }: Edit) => scripts?.some((script) => start >= script.start && end <= script.end);
  if (scripts && !edits.every(isInScript)) return undefined;
  try {
    const after = applyEdits(before, edits);
    return !module || parses(path, after) ? after : undefined;
  } catch {
    return undefined;
  }
}

function isOnV2({ databases, scan: facts }: Project): boolean {
  const isMigrated = databases.length > 0 && databases.every(({ migrated }) => migrated);
  return (
    isMigrated &&
    facts.blocks.size === 0 &&
    facts.clients.every(({ schemaNode, relations }) => relations ?? !schemaNode)
  );
}

function packageSummaries(packages: readonly PackageInfo[]): MigrateResult['packages'] {
  return packages.flatMap(({ dir, name, json }) => {
    const version = ['dependencies', 'devDependencies', 'peerDependencies']
      .map((field) => (json[field] as Record<string, unknown> | undefined)?.['drizzle-orm'])
      .find((value) => typeof value === 'string');
    return version === undefined ? [] : [{ dir, name, drizzleOrm: version as string }];
  });
}
