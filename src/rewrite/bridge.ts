import { hasLegacyQuery } from '../drizzle/drivers.ts';
import { newestWith } from '../drizzle/capabilities.ts';
import type { ClientCall } from '../facts.ts';
import { UserError } from '../user-error.ts';
import { bridgeTypes } from './bridge-types.ts';
import type { CasingPlan } from './casing.ts';
import { rewriteClient } from './clients.ts';
import { moveImports } from './moved-imports.ts';
import type { Project } from './project.ts';
import { queryNames } from './query-names.ts';

/**
 * Keeps v1 under the names it has in 1.0: `db._query`, `drizzle-orm/_relations`, `schema` beside the client.
 *
 * @throws UserError when the target has no v1 for a database any more
 */
export function bridgeProject(project: Project, casing: CasingPlan): void {
  requireLegacyQuery(
    project.scan.clients.filter(({ relations, schemaNode }) => !relations && schemaNode),
    project,
    '--mode bridge',
  );
  const { changes, counts } = project;
  changes.rule = 'casing';
  casing.apply((database) => !casing.blocked.has(database));
  changes.rule = 'client';
  for (const client of project.scan.clients) {
    if (!client.relations) rewriteClient(client, undefined, project);
  }
  const files = project.sources.parsed();
  changes.rule = 'query';
  for (const file of project.mentioning('query')) {
    for (const { node, start, end, text, isMock } of queryNames(file, 'query', '_query', project)) {
      if (project.scan.sites.some((site) => site.query === node.parent && project.databaseOf(site)?.migrated)) continue;
      changes.replace(file.path, start, end, text);
      if (isMock) changes.report('RQB_BRIDGE_MOCK', node);
    }
  }
  counts.total = project.scan.sites.length;
  counts.converted = counts.total;
  changes.flushElements();
  changes.rule = 'import';
  for (const file of files) moveImports(file, project);
  changes.rule = 'type';
  bridgeTypes(files, project);
  changes.flushElements();
}

/** @throws UserError when the target has no v1 for a database that is to be kept there */
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
