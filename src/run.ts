import { resolve } from './path.ts';
import { isCheckedTarget } from './drizzle/capabilities.ts';
import type { Database } from './facts.ts';
import type { MigrateOptions } from './options.ts';
import { readProject } from './read-project.ts';
import { OutOfTime } from './read/syntax/time-limit.ts';
import { resultOf } from './result-of.ts';
import type { MigrateResult } from './result.ts';
import { rewriteAdapters } from './rewrite/clients/adapters.ts';
import { bridgeProject, requireLegacyQuery } from './rewrite/bridge/bridge.ts';
import { planCasing } from './rewrite/casing/casing.ts';
import { removeUnusedSchema, rewriteClient } from './rewrite/clients/clients.ts';
import { rewriteExecutes } from './rewrite/clients/execute.ts';
import { keepOwnExports } from './rewrite/imports/export-clashes.ts';
import { reportFailingComparisons } from './rewrite/sql/failing-comparisons.ts';
import { guarded } from './rewrite/guarded.ts';
import { misfits } from './rewrite/conditions/filter-holders.ts';
import { finishRelations } from './rewrite/relations/half-migrated.ts';
import { reportForeignImports } from './rewrite/imports/foreign-imports.ts';
import { reportDependents } from './rewrite/checks/dependents.ts';
import { reportHazards } from './rewrite/checks/hazards.ts';
import { reportGeneratedFiles } from './rewrite/checks/generated-files.ts';
import { rewriteImports } from './rewrite/imports/imports.ts';
import { rewriteInternals } from './rewrite/clients/internals.ts';
import { reportJournalReaders } from './rewrite/packages/journal.ts';
import { rewriteKitConfigs } from './rewrite/packages/kit-config.ts';
import { canKeep, keepQuery, keepsV1, sharingWithKept } from './rewrite/kept-queries.ts';
import { reportLateralJoins } from './rewrite/checks/lateral-joins.ts';
import { reportMocks } from './rewrite/checks/mocks.ts';
import { reportKitFlags } from './rewrite/bridge/old-mentions.ts';
import { rewritePreparedGets } from './rewrite/results/prepared.ts';
import { rewriteNegations } from './rewrite/sql/negations.ts';
import { moveRelationsImport } from './rewrite/imports/moved-imports.ts';
import { isOnV2, type Project } from './rewrite/project.ts';
import { reportRawPrecedence } from './rewrite/sql/raw-precedence.ts';
import { reportOwnQueryTypes } from './rewrite/checks/own-query-types.ts';
import { reportOtherReadings } from './rewrite/checks/other-readings.ts';
import { rewriteQuery } from './rewrite/queries/query.ts';
import { relationsOf } from './rewrite/imports/relations-name.ts';
import { rewriteRelationsExports } from './rewrite/relations/relations-exports.ts';
import { rewriteRelations } from './rewrite/relations/relations.ts';
import { canRewrite } from './rewrite/relations/report-relations.ts';
import { removeEmptiedObjects } from './rewrite/relations/emptied-objects.ts';
import { removeMadeBlocks } from './rewrite/relations/remove-made-blocks.ts';
import { renameInTypes } from './rewrite/results/renamed-types.ts';
import { reportRelationKeys } from './rewrite/types/relation-keys.ts';
import { reportRenamedArguments } from './rewrite/results/renamed-arguments.ts';
import { reportSqlTexts } from './rewrite/checks/sql-texts.ts';
import { chooseTarget, reportTarget } from './rewrite/packages/target.ts';
import { reportTemplates } from './rewrite/checks/templates.ts';
import { rewriteTypes } from './rewrite/types/types.ts';
import { unbridge } from './rewrite/bridge/unbridge.ts';
import { databaseId, queryId, reportIfLeft, wasNotPicked } from './rewrite/units.ts';
import { reportUnseenClients } from './rewrite/checks/unseen-clients.ts';
import { carryOverColumns } from './rewrite/values/values.ts';
import { writeCompanions } from './rewrite/relations/write-companions.ts';
import { openWorkspace, type Workspace } from './workspace/open.ts';

/** A planned migration together with what it was planned from. */
export interface Survey {
  workspace: Workspace;
  project: Project;
  result: MigrateResult;
}

/**
 * Plans the migration like `migrate`, and also returns the project, for callers that need more than the result.
 *
 * @throws UserError as `migrate` does
 */
export function survey(options: MigrateOptions): Survey {
  options.onStage?.('reading files');
  const workspace = openWorkspace(resolve(options.cwd));
  const target = chooseTarget(options.target, workspace);
  const slow = new Set<string>();
  const kept = new Map<string, string>();
  const sqlHolders = new Set<string>();
  // After each new lesson everything is planned again from scratch, because other decisions may depend on it.
  for (;;) {
    try {
      options.onStage?.('reading code');
      const project = readProject(workspace, options, target, { slow, kept, sqlHolders });
      const { result, hard } = plan(workspace, options, project);
      const wrong = misfits(project).filter((id) => !sqlHolders.has(id));
      for (const id of wrong) sqlHolders.add(id);
      if (wrong.length > 0) continue;
      if (!options.leaveHardQueries || hard.size === 0) return { workspace, project, result };
      for (const [id, reason] of hard) kept.set(id, reason);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      slow.add(error.path);
    }
  }
}

/** Plans once. `hard` has the queries that turned out to need v1 (with `leaveHardQueries`), each with the reason. */
function plan(
  workspace: Workspace,
  options: MigrateOptions,
  project: Project,
): { result: MigrateResult; hard: ReadonlyMap<string, string> } {
  if (!isCheckedTarget(project.target)) reportTarget(project, workspace);
  options.onStage?.('rewriting');
  const casing = planCasing(project);
  const { placements } = project;
  if (project.mode === 'bridge') {
    bridgeProject(project, casing, options.leave);
    carryOverColumns(project);
    project.changes.rule = 'import';
    keepOwnExports(project);
    rewriteImports(project);
    reportGeneratedFiles(project);
    reportFailingComparisons(project, project.changes.report);
    reportRawPrecedence(project, project.changes.report);
    return { result: resultOf(workspace, options, project), hard: new Map() };
  }
  if (options.leaveHardQueries) {
    const clients = project.scan.clients.filter(({ schemaNode }) => schemaNode);
    requireLegacyQuery(clients, project, '--leave-hard-queries');
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
  const hard = rewriteQueries(options, project);
  rewritePreparedGets(project);
  reportSqlTexts(project);
  reportUnseenClients(project);
  reportLateralJoins(project);
  renameInTypes(project);
  reportRelationKeys(project);
  reportRenamedArguments(project);
  for (const database of project.databases) {
    const isLeft = !database.migrated && !placements.get(database);
    if (isLeft && !wasNotPicked(database, options, project)) reportLeft(database, project);
  }
  project.changes.flushElements();
  project.changes.rule = 'type';
  rewriteTypes(placements, project);
  unbridge(project);
  project.changes.rule = 'client';
  rewriteInternals(placements, project);
  rewriteAdapters(placements, project);
  rewriteKitConfigs(project);
  reportJournalReaders(project);
  if (!isOnV2(project)) {
    rewriteExecutes(project);
    rewriteNegations(project);
    carryOverColumns(project);
  }
  reportOwnQueryTypes(project);
  rewriteRelationsExports(project);
  for (const client of project.scan.clients) removeUnusedSchema(client, project);
  removeEmptiedObjects(project);
  project.changes.flushElements();
  project.changes.rule = 'import';
  const stays = project.databases.filter((database) => keepsV1(database, project)).flatMap(({ blocks }) => blocks);
  for (const path of new Set(stays.map((block) => block.path)))
    moveRelationsImport(project.sources.get(path)!, project);
  keepOwnExports(project);
  rewriteImports(project);
  reportGeneratedFiles(project);
  reportHazards(project);
  reportTemplates(project);
  reportMocks(project);
  reportForeignImports(project);
  reportKitFlags(project);
  reportDependents(project, workspace);
  reportOtherReadings(project);
  options.onStage?.('putting files together');
  return { result: resultOf(workspace, options, project), hard };
}

/**
 * Rewrites the queries of all databases that are migrated.
 *
 * @returns the queries that could not be converted and can stay on v1, by id, each with the reason
 */
function rewriteQueries(options: MigrateOptions, project: Project): Map<string, string> {
  const { changes, counts, kept, placements } = project;
  const hard = new Map<string, string>();
  for (const site of project.scan.sites) {
    const database = project.databaseOf(site);
    const id = queryId(site);
    const { converted } = counts;
    const known = changes.findings().length;
    if (kept.has(id)) {
      counts.total++;
      keepQuery(site, project);
      continue;
    }
    changes.query = id;
    if (reportIfLeft(id, site.node, options.leave, project)) counts.total++;
    else if (!database || database.migrated || placements.get(database))
      project.evaluator.spendOn(site.path, () => guarded(site.node, project, () => rewriteQuery(site, project)));
    else {
      counts.total++;
      if (!wasNotPicked(database, options, project)) changes.report('RQB_UNIT_LEFT', site.node, { part: 'query' });
      continue;
    }
    const error = changes
      .findings()
      .slice(known)
      .find(({ level }) => level === 'error');
    if (error && counts.converted === converted && canKeep(site, project)) hard.set(id, error.message);
  }
  changes.query = undefined;
  for (const [id, reason] of sharingWithKept(project)) hard.set(id, reason);
  return hard;
}

/**
 * The databases that must stay as they are. If one of them shares a function that makes v1 blocks with others, those
 * must stay too, since the function is either kept or removed.
 */
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

/**
 * Reports for every client and block of a database that it stays as it is. Its queries are reported where they are
 * visited.
 */
function reportLeft({ clients, blocks }: Database, { changes }: Project): void {
  for (const { node } of clients) changes.report('RQB_UNIT_LEFT', node, { part: '`drizzle()` call' });
  for (const { node, problems } of blocks) {
    if (problems.length === 0) changes.report('RQB_UNIT_LEFT', node, { part: '`relations()` block' });
  }
}
