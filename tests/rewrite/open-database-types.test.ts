import { expect, test } from 'vitest';
import { healthy, run } from '../hostile/project.ts';

const files = (dependencies: string) => ({
  ...healthy,
  'lib/package.json': `{ "name": "lib", "dependencies": { "drizzle-orm": "0.45.4"${dependencies} } }`,
  'lib/index.ts': `import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

export type AnyDb = NodePgDatabase<Record<string, any>>;
`,
  'src/first.ts': `import type { AnyDb } from '../lib';

export const first = (db: AnyDb) => db.query.users.findFirst();
`,
});

test('a database type of any schema names the relations of the package that queries it, if it depends on that', async () => {
  const { name } = JSON.parse(healthy['package.json']!) as { name: string };
  const outcome = await run(files(`, "${name}": "*"`));
  expect(outcome.text('lib/index.ts')).toContain('AnyDb = NodePgDatabase<typeof relations>');
});

test('a package for databases of any schema does not learn about those of its users', async () => {
  const outcome = await run(files(''));
  expect(outcome.text('lib/index.ts')).toContain('AnyDb = NodePgDatabase<AnyRelations>');
});
