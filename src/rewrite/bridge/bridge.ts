import { hasLegacyQuery } from '../../drizzle/drivers.ts';
import { newestWith } from '../../drizzle/capabilities.ts';
import type { ClientCall } from '../../facts.ts';
import type { LeftUnit } from '../../options.ts';
import { UserError } from '../../user-error.ts';
import { rewriteAdapters } from '../clients/adapters.ts';
import { bridgeTypes } from './bridge-types.ts';
import type { CasingPlan } from '../casing/casing.ts';
import { rewriteClient } from '../clients/clients.ts';
import { rewriteKitConfigs } from '../packages/kit-config.ts';
import { moveImports } from '../imports/moved-imports.ts';
import { reportKitFlags } from './old-mentions.ts';
import type { Project } from '../project.ts';
import { queryNames } from './query-names.ts';
import { rewriteInferredRows } from '../types/inferred-rows.ts';
import { databaseId, queryId, reportIfLeft } from '../units.ts';

/**
 * The migration in `--mode bridge`: queries stay on v1, under the names it has in early 1.0 releases. `db.query`
 * becomes `db._query`, v1 exports come from `drizzle-orm/_relations`, and the clients keep `schema`.
 *
 * @throws UserError when the target has no v1 for one of the databases
 */
export function bridgeProject(project: Project, casing: CasingPlan, leave: readonly LeftUnit[] | undefined): void {
  requireLegacyQuery(
    project.scan.clients.filter(({ relations, schemaNode }) => !relations && schemaNode),
    project,
    '--mode bridge',
  );
  const { changes, counts, databases, scan } = project;
  const left = new Set(
    databases.filter((database) => {
      const node = (database.clients[0] ?? database.blocks[0])?.node;
      return reportIfLeft(databaseId(database, project), node, leave, project);
    }),
  );
  const leftSites = scan.sites.filter((site) => {
    const database = project.databaseOf(site);
    return (database && left.has(database)) || reportIfLeft(queryId(site), site.node, leave, project);
  });
  changes.rule = 'casing';
  casing.apply((database) => !casing.blocked.has(database) && !left.has(database));
  changes.rule = 'client';
  for (const client of scan.clients) {
    const isLeft = databases.some((database) => left.has(database) && database.clients.includes(client));
    if (!client.relations && !isLeft) rewriteClient(client, undefined, project);
  }
  const homes = new Set([...left].flatMap(({ clients, blocks }) => [...clients, ...blocks].map(({ path }) => path)));
  const files = project.sources.parsed().filter(({ path }) => !homes.has(path));
  changes.rule = 'query';
  for (const file of project.mentioning('query')) {
    for (const { node, start, end, text, isMock } of queryNames(file, 'query', '_query', project)) {
      const site = scan.sites.find(({ query }) => query === node.parent);
      if (site && (leftSites.includes(site) || project.databaseOf(site)?.migrated)) continue;
      changes.replace(file.path, start, end, text);
      if (isMock) changes.report('RQB_BRIDGE_MOCK', node);
    }
  }
  counts.total = scan.sites.length;
  counts.converted = counts.total - leftSites.length;
  changes.rule = 'client';
  rewriteAdapters(new Map(), project);
  rewriteKitConfigs(project);
  changes.flushElements();
  changes.rule = 'import';
  for (const file of files) moveImports(file, project);
  changes.rule = 'type';
  bridgeTypes(files, project);
  rewriteInferredRows(project);
  reportKitFlags(project);
  changes.flushElements();
}

/**
 * Checks that the target still has `db._query` for all of the given clients.
 *
 * @param flag the command line option that needs it, for the message
 * @throws UserError when it has none for some client; the message names the newest release that has
 */
export function requireLegacyQuery(
  clients: readonly ClientCall[],
  { target, capabilities }: Project,
  flag: string,
): void {
  const left = clients.find(({ driver }) => !hasLegacyQuery(driver, capabilities));
  if (!left) return;
  const newest = newestWith((row) => clients.every(({ driver }) => hasLegacyQuery(driver, row)));
  const without = `run without \`${flag}\``;
  throw new UserError(
    `drizzle-orm ${target} has no \`db._query\` for ${left.driver} any more, so v1 cannot be kept there. ` +
      (newest === undefined
        ? `No release of 1.0 has: ${without}.`
        : `The newest release that has it is ${newest}: add \`--target ${newest}\`, or ${without}.`),
  );
}
