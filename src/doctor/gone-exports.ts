import { adviceForGone, mentionsGone } from '../drizzle/gone-core-exports.ts';
import type { Project } from '../rewrite/project.ts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';
import { drizzleNames } from './drizzle-names.ts';

/** Finds uses of names that drizzle-orm no longer has. */
export function goneExports({ mentioning, evaluator, capabilities }: Project): Diagnosis[] {
  return mentioning(mentionsGone).flatMap(({ ast }) =>
    drizzleNames(ast, evaluator).flatMap(({ node, value: { module, name } }) => {
      const remedy = adviceForGone(module, name, capabilities);
      return remedy === undefined ? [] : diagnosis('gone-export', placeOf(node), { name, remedy });
    }),
  );
}
