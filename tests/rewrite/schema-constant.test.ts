import { expect, test } from 'vitest';
import { healthy, run } from '../hostile/project.ts';

test.each([
  ["'posts: all, of them, whatever they are about and whoever wrote them'"],
  ["'it\\'s all of them: whatever they are about and whoever wrote them'"],
])('the key %s is one key of the constant for the tables', async (key) => {
  const outcome = await run({
    ...healthy,
    'src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import { posts, postsRelations, users, usersRelations } from './schema';

const schema = { users, ${key}: posts, usersRelations, postsRelations };
export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
    'src/queries.ts': `import { db } from './db';\n\nexport const all = () => db.query[${key}].findMany({ with: { author: true } });\n`,
  });
  const text = outcome.text('src/relations.ts');
  expect(text).toContain(`\nconst schema = { users, ${key}: posts };\n`);
  expect(text).toContain('= defineRelations(schema, (r) => ({');
});
