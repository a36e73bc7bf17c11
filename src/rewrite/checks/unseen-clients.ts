import type { Database } from '../../facts.ts';
import { ts } from '../../ts.cts';
import { clientMakers, type ClientMaker } from '../../drizzle/client-makers.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { basename, dirname, isBelow, relative } from '../../path.ts';
import type { Project } from '../project.ts';

/**
 * Reports a database on v2 for which no `drizzle(…)` call is in sight, once, at its first query: whoever makes the client
 * (a framework, another package) has to pass the relations. Of one that was on v2 before, only a framework that is
 * known not to do so is told.
 */
export function reportUnseenClients(project: Project): void {
  for (const [database, placement] of project.placements)
    if (placement) reportUnseenClient(database, placement, project);
  for (const database of project.databases) {
    const declaration = database.migrated ? database.schema.node.parent.parent : undefined;
    if (!declaration || !ts.isVariableDeclaration(declaration)) continue;
    const [name, path] = [declaration.name.getText(), declaration.getSourceFile().fileName];
    reportUnseenClient(database, { name, path }, project);
  }
}

/** Reports a database if it has no client in sight, with the constant that holds its relations. */
function reportUnseenClient(database: Database, { name, path }: { name: string; path: string }, project: Project) {
  if (database.clients.length > 0) return;
  const site = project.scan.sites.find((candidate) => project.databaseOf(candidate) === database);
  if (!site) return;
  const file = relative(dirname(site.path), path);
  const maker = makerFor(site.path, project);
  if (maker) {
    project.changes.report('RQB_CLIENT_OF_FRAMEWORK', site.query, {
      framework: maker.name,
      version: maker.version,
      what: maker.what,
      remedy: `${maker.remedy} The relations are \`${name}\` of \`${file}\`.`,
    });
  } else if (!database.migrated) project.changes.report('RQB_CLIENT_UNSEEN', site.query, { name, file });
}

/** The framework that makes the client of a file: named in a `nuxt.config` above it, or in the package.json of its package. */
function makerFor(path: string, { scripts, readText, resolver }: Project): ClientMaker | undefined {
  const own = resolver.packageOf(path);
  const configs = scripts.filter((it) => /^nuxt\.config\.[cm]?[jt]s$/.test(basename(it)) && isBelow(path, dirname(it)));
  return clientMakers.find(
    (maker) => rangeOf(maker.package, own) !== undefined || configs.some((it) => readText(it)?.includes(maker.package)),
  );
}
