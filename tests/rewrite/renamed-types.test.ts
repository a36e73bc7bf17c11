import { expect, test } from 'vitest';
import { run } from '../hostile/project.ts';

const schema = `import { relations } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer().primaryKey() });
export const posts = pgTable('posts', { id: integer().primaryKey(), author: integer() });
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.author], references: [users.id] }),
}));
`;
const client = (name: string) => `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const ${name} = drizzle(process.env.DATABASE_URL!, { schema });
`;

test('a renamed relation in a type is told where the table may be one of several databases', async () => {
  const outcome = await run({
    'package.json': '{ "name": "app", "dependencies": { "drizzle-orm": "0.45.4" } }',
    'a/schema.ts': schema,
    'a/db.ts': client('a'),
    'b/schema.ts': schema,
    'b/db.ts': client('b'),
    'rows.ts': `import type { BuildQueryResult, ExtractTablesWithRelations } from 'drizzle-orm';
import type * as schema from './a/schema';
type Tables = ExtractTablesWithRelations<typeof schema>;
export type Row = BuildQueryResult<Tables, Tables['posts'], { with: { author: true } }>;
`,
  });
  expect(outcome.findings).toContain('RQB_RELATION_RENAMED_IN_QUERY rows.ts');
  expect(outcome.text('rows.ts')).toContain('{ with: { author: true } }');
});
