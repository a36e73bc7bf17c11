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

test('not even where it has tables of theirs; what it queries is told', async () => {
  const outcome = await run({
    ...healthy,
    'lib/package.json': '{ "name": "lib", "dependencies": { "drizzle-orm": "0.45.4" } }',
    'lib/index.ts': `import { desc, eq } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { pgTable, serial } from 'drizzle-orm/pg-core';

export const tokens = pgTable('tokens', { id: serial('id').primaryKey() });
type AnyDb = NodePgDatabase<Record<string, any>>;
export const one = (db: AnyDb) => db.query.tokens!.findFirst({ where: eq(tokens.id, 1) });
export const last = (db: AnyDb) => db.query.tokens!.findFirst({ orderBy: desc(tokens.id) });
export const any = (db: AnyDb) => db.query.tokens!.findFirst({ columns: { id: true } });
`,
    'src/schema.ts': `export { tokens } from '../lib';\n${healthy['src/schema.ts']}`,
  });
  expect(outcome.text('lib/index.ts')).toContain('AnyDb = NodePgDatabase<AnyRelations>');
  const told = outcome.result.findings.filter(({ code }) => code === 'RQB_TYPE_OPEN');
  expect(told.map(({ line, level }) => [line, level])).toEqual([
    [7, 'error'],
    [8, 'error'],
  ]);
});
