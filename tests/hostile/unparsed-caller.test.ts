import { expect, test } from 'vitest';
import { healthy, run } from './project.ts';

const helper = {
  ...healthy,
  'src/filters.ts': `import { eq } from 'drizzle-orm';
import { users } from './schema';

export const active = (id: number) => eq(users.id, id);
`,
  'src/queries.ts': `import { active } from './filters';
import { db } from './db';

export const find = (id: number) => db.query.users.findMany({ where: active(id), with: { posts: true } });
`,
};

test('a function that returns a condition returns a filter when all that calls it can be read', async () => {
  const { text } = await run(helper);
  expect(text('src/filters.ts')).not.toContain('eq(');
});

test('it returns SQL as before when a file with a syntax error names it', async () => {
  const broken = "import { active } from './filters';\nexport const list = [active(1), active(;\n";
  const { text } = await run({ ...helper, 'src/broken.ts': broken });
  expect(text('src/filters.ts')).toBe(helper['src/filters.ts']);
});
