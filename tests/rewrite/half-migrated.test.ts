import { expect, test } from 'vitest';
import { healthy, run } from '../hostile/project.ts';

/** The definition after the v1 relations of the healthy project were added to one with these members. */
async function finished(members: string): Promise<string> {
  const outcome = await run({
    ...healthy,
    'src/schema.ts': healthy['src/schema.ts']!.replace("'drizzle-orm'", "'drizzle-orm/_relations'"),
    'src/relations.ts': `import { defineRelations } from 'drizzle-orm';
import * as schema from './schema';

export const relations = defineRelations(schema, (r) => ({
${members}
}));
`,
    'src/db.ts': healthy['src/db.ts']!.replace('{ schema }', '{ schema, relations }').replace(
      'import * as schema',
      "import { relations } from './relations';\nimport * as schema",
    ),
  });
  const text = outcome.text('src/relations.ts');
  return text.slice(text.indexOf('({\n') + 3, text.lastIndexOf('\n}));'));
}

const many = 'r.many.posts({ from: r.users.id, to: r.posts.authorId })';
const author = 'author: r.one.users({ from: r.posts.authorId, to: r.users.id, optional: false })';

test.each([
  ['behind a comma', `    old: ${many}, // note`, `    old: ${many}, // note\n    posts: ${many},`],
  ['without a comma', `    old: ${many} // note`, `    old: ${many}, // note\n    posts: ${many}`],
  [
    'above one on its own line',
    `    old: ${many}, /* a */ // b\n    // the end`,
    `    old: ${many}, /* a */ // b\n    posts: ${many},\n    // the end`,
  ],
])('a comment behind the last relation stays behind it: %s', async (_, before, after) => {
  const text = await finished(`  users: {\n${before}\n  }, // all`);
  expect(text).toBe(`  users: {\n${after}\n  }, // all\n  posts: {\n    ${author},\n  },`);
});

test('a comment at the end of a table on one line stays behind its relation', async () => {
  const text = await finished(`  users: { old: ${many} /* note */ },\n  posts: { ${author} },`);
  expect(text).toBe(`  users: {\n    old: ${many}, /* note */\n    posts: ${many},\n  },\n  posts: { ${author} },`);
});

test('a comment in a table without relations is kept', async () => {
  const text = await finished(`  users: { posts: ${many} },\n  posts: {\n    // none yet\n  },`);
  expect(text).toBe(`  users: { posts: ${many} },\n  posts: {\n    ${author},\n    // none yet\n  },`);
});
