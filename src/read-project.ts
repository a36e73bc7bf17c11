import { isBelow, resolve } from './path.ts';
import { capabilitiesOf } from './drizzle/capabilities.ts';
import type { ClientCall } from './facts.ts';
import type { MigrateOptions } from './options.ts';
import { aliasUsers } from './read/types/alias-users.ts';
import { adoptBlocks, findDatabases } from './read/schema/databases.ts';
import { createEvaluator } from './read/values/evaluate.ts';
import { extraSchemas } from './read/extra-schemas.ts';
import { joinClients } from './read/schema/migrated.ts';
import { checkRenames } from './read/schema/renames.ts';
import { createImportGraph } from './read/modules/import-graph.ts';
import { createResolver } from './read/modules/resolve.ts';
import { createDatabaseFinder } from './read/sites/database-of.ts';
import { scan } from './read/sites/scan.ts';
import { createSources, type Sources } from './read/modules/sources.ts';
import { createWordIndex } from './read/modules/word-index.ts';
import { createTimeLimit } from './read/syntax/time-limit.ts';
import { createChanges, type Changes } from './rewrite/changes.ts';
import type { Project } from './rewrite/project.ts';
import { planSharedRelations } from './rewrite/relations/schema-factories.ts';
import { addThroughRelations } from './rewrite/through/through-relations.ts';
import { styleReader } from './style-reader.ts';
import type { Workspace } from './workspace/open.ts';

/** What earlier attempts in the same run have shown; see `survey`. */
export interface Lessons {
  /** Files that took too long and are now left alone. */
  slow: ReadonlySet<string>;
  /** The queries that stay on v1 beside v2, by id, each with the reason. */
  kept: ReadonlyMap<string, string>;
  /** Variables and functions that cannot become filter objects, by id. */
  sqlHolders: ReadonlySet<string>;
}

/**
 * Reads everything that is known of a project before any rule runs: parses the relevant files, finds tables, relations,
 * clients, queries and databases, and reports the files that could not be parsed.
 *
 * @param target the drizzle-orm version to write for
 * @throws UserError when `--schema` or `--rename` do not fit what was found, or when several modules could be the
 * schema
 */
export function readProject(
  workspace: Workspace,
  options: MigrateOptions,
  target: string,
  { slow, kept, sqlHolders }: Lessons,
): Project {
  const seconds = options.secondsPerFile ?? 60;
  const sources = createSources(workspace.read, workspace.exists, slow);
  const resolver = createResolver(
    workspace.exists,
    workspace.packages,
    options.tsconfig && resolve(options.cwd, options.tsconfig),
  );
  const evaluator = createEvaluator(sources, resolver, workspace.scripts, createTimeLimit(seconds * 1000));
  const changes = createChanges();
  const context = { sources, resolver, evaluator };
  const parsed = (paths: readonly string[]) => paths.flatMap((path) => sources.get(path) ?? []);
  const aliasing = new Set(aliasUsers(parsed(workspace.relevant), workspace.scripts, workspace.read, context));
  const modules = parsed([...new Set([...workspace.relevant, ...aliasing])]);
  const facts = scan(modules, aliasing, context);
  const extra = extraSchemas(options.schema && resolve(options.cwd, options.schema), facts, sources, evaluator);
  const migrated = joinClients(facts.migrated, facts.clients, evaluator);
  const isJoined = (client: ClientCall) => client.relations ?? migrated.some(({ clients }) => clients.includes(client));
  const blocks = [...facts.blocks.values()];
  const unmigrated = facts.clients.filter((client) => !isJoined(client));
  const renames = options.renames ?? {};
  const found = findDatabases(
    { clients: unmigrated, blocks, extraSchemas: extra },
    renames,
    evaluator,
    resolver.packageOf,
  );
  const databases = [...found, ...migrated];
  adoptBlocks(databases, blocks);
  reportBroken(sources, seconds, changes);
  const roots = options.paths?.map((path) => resolve(workspace.root, path));
  const filesWith = createWordIndex(workspace.scripts, workspace.read);
  const except = new Set(options.except?.map((path) => resolve(workspace.root, path)));
  const project: Project = {
    sources,
    resolver,
    importGraph: createImportGraph(workspace.scripts, workspace.read, resolver),
    evaluator,
    scan: facts,
    databases,
    placements: new Map(),
    keptDeclarations: new Set(),
    shared: { uses: new Map(), companions: new Map() },
    changes,
    target,
    mode: options.mode ?? 'full',
    kept,
    sqlHolders,
    capabilities: capabilitiesOf(target),
    throughRelations: new Map(),
    relationsFile: options.relations && resolve(options.cwd, options.relations),
    renames,
    counts: { total: 0, converted: 0, object: 0, raw: 0, fallback: 0 },
    reported: new Set(),
    exported: new Map(),
    packageFiles: workspace.packageFiles,
    scripts: workspace.scripts,
    mentioning(word, mayMatter = () => true) {
      const isIn = (text: string) => (typeof word === 'string' ? text.includes(word) : word.test(text));
      return workspace.scripts.flatMap((path) => {
        const text = workspace.read(path) ?? '';
        return isIn(text) && mayMatter(path, text) ? (sources.get(path) ?? []) : [];
      });
    },
    naming: (name, mayMatter = () => true) =>
      parsed(filesWith(name).filter((path) => mayMatter(path, workspace.read(path) ?? ''))),
    filesNaming: filesWith,
    readText: workspace.read,
    isEdited: (path) =>
      !except.has(path) && (roots === undefined || roots.some((root) => path === root || isBelow(path, root))),
    styleOf: styleReader(workspace, modules, sources),
    databaseOf: createDatabaseFinder(databases, facts.blocks, context),
  };
  project.shared = planSharedRelations(project);
  const made = [...project.shared.companions.keys()].map(({ schema }) => schema);
  if (made.length > 0) project.databaseOf = createDatabaseFinder([...databases, ...made], facts.blocks, context);
  for (const database of options.through ? databases : []) {
    if (!database.migrated) project.throughRelations.set(database, addThroughRelations(database, project));
  }
  checkRenames(renames, databases);
  return project;
}

/** Reports the files that have no tree, and are therefore left alone. */
function reportBroken(sources: Sources, seconds: number, changes: Changes): void {
  for (const [path, problem] of sources.broken()) {
    if (problem.kind === 'syntax') changes.reportAt('RQB_PARSE_ERROR', path, problem, { says: problem.says });
    else if (problem.kind === 'too-deep') changes.reportAt('RQB_TOO_DEEP', path, { line: 1, column: 1 });
    else changes.reportAt('RQB_TOO_SLOW', path, { line: 1, column: 1 }, { seconds: String(seconds) });
  }
}
