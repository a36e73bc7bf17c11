import { clientMakers, type ClientMaker } from '../../drizzle/client-makers.ts';
import { rangeOf } from '../../read/modules/package-info.ts';
import { basename, dirname, isBelow, relative } from '../../path.ts';
import type { Project } from '../project.ts';

/**
 * Reports a migrated database for which no `drizzle(…)` call is in sight, once, at its first query: whoever makes the
 * client (a framework, another package) has to pass the new relations.
 */
export function reportUnseenClients(project: Project): void {
  for (const [database, placement] of project.placements) {
    if (!placement || database.clients.length > 0) continue;
    const site = project.scan.sites.find((candidate) => project.databaseOf(candidate) === database);
    if (!site) continue;
    const { name, path } = placement;
    const file = relative(dirname(site.path), path);
    const maker = makerFor(site.path, project);
    if (!maker) {
      project.changes.report('RQB_CLIENT_UNSEEN', site.query, { name, file });
      continue;
    }
    const remedy = `${maker.remedy} The relations are \`${name}\` of \`${file}\`.`;
    project.changes.report('RQB_CLIENT_OF_FRAMEWORK', site.query, {
      framework: maker.name,
      version: maker.version,
      what: maker.what,
      remedy,
    });
  }
}

/** The framework that makes the client of a file: named in a `nuxt.config` above it, or in the package.json of its package. */
function makerFor(path: string, { scripts, readText, resolver }: Project): ClientMaker | undefined {
  const own = resolver.packageOf(path);
  const configs = scripts.filter((it) => /^nuxt\.config\.[cm]?[jt]s$/.test(basename(it)) && isBelow(path, dirname(it)));
  return clientMakers.find(
    (maker) => rangeOf(maker.package, own) !== undefined || configs.some((it) => readText(it)?.includes(maker.package)),
  );
}
