/** A framework that makes the client of drizzle-orm for a project. */
export interface ClientMaker {
  /** The package to look for, in `nuxt.config` or package.json. */
  package: string;
  name: string;
  /** The newest release that was looked at. */
  version: string;
  /** What is wrong with it. */
  what: string;
  /** What to do. */
  remedy: string;
}

/**
 * Frameworks that give `drizzle()` the schema and no relations.
 *
 * NuxtHub: read in the published files of 0.10.8, none of which names relations; its pull request 825 for drizzle-orm 1.0 is
 * open.
 */
export const clientMakers: readonly ClientMaker[] = [
  {
    package: '@nuxthub/core',
    name: 'NuxtHub',
    version: '0.10.8',
    what: 'gives no relations to the client that it makes',
    remedy:
      'Stay on drizzle-orm 0.x until a release of NuxtHub takes relations (https://github.com/nuxt-hub/core/pull/825), or make the client yourself in `server/utils`, with the driver that NuxtHub chose and the relations (`export const db = drizzle({ client, relations })`), and import it where NuxtHub’s `db` is used.',
  },
];
