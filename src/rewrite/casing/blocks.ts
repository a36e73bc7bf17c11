import type { ts } from '../../ts.cts';
import type { Casing } from '../../drizzle/casing.ts';
import type { CasingOption, CasingUser } from '../../read/casing.ts';
import type { Project } from '../project.ts';

/** The clients and configurations whose casing cannot move to the tables. */
export interface Blocks {
  /** Blocks the migration of the users and of their databases. The first reason is reported for each. */
  block(among: readonly CasingUser[], node: ts.Node, reason: string): void;
  isBlocked(user: CasingUser): boolean;
}

/** Starts with none that are blocked. */
export function createBlocks(users: readonly CasingUser[], project: Project): Blocks {
  const blocked = new Set<CasingUser>();
  const reported = new Set<CasingUser>();
  return {
    isBlocked: (user) => blocked.has(user),
    block(among, node, reason) {
      for (const user of among) {
        if (!user.option || blocked.has(user)) continue;
        for (const other of users) {
          if (other === user || (user.database && other.database === user.database)) blocked.add(other);
        }
        if (!reported.has(user)) reportCasing(node, reason, user.casing, project);
        reported.add(user);
      }
    },
  };
}

/** Reports why a casing cannot move to the tables. */
export function reportCasing(node: ts.Node, reason: string, casing: Casing | undefined, project: Project): void {
  project.changes.report('RQB_CASING', node, { reason, casing: casing === 'camelCase' ? 'camel' : 'snake' });
}

/** Why it cannot be told which tables an option is for, or what it says; undefined when it can. */
export function reasonToBlock({ driver, isKit }: CasingUser, { casing }: CasingOption): string | undefined {
  if (casing === 'unclear') return 'its value is decided at run time';
  return driver || isKit ? undefined : 'the `drizzle()` call it is for is out of sight';
}
