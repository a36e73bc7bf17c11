import { adviceForGone, mentionsGone } from '../drizzle/gone-core-exports.ts';
import type { Project } from '../rewrite/project.ts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';
import { drizzleNames } from './drizzle-names.ts';

/** The modules whose exports were compared. */
const measured = /^drizzle-orm(?:\/(?:pg|mysql|sqlite|singlestore)-core)?$/;

/** Finds uses of names that drizzle-orm no longer has. */
export function goneExports({ mentioning, evaluator, capabilities }: Project): Diagnosis[] {
  return mentioning(mentionsGone).flatMap(({ ast }) =>
    drizzleNames(ast, evaluator).flatMap(({ node, value: { module, name } }) => {
      const remedy = measured.test(module) ? adviceForGone(module, name, capabilities) : undefined;
      return remedy === undefined ? [] : diagnosis('gone-export', placeOf(node), { name, remedy });
    }),
  );
}
