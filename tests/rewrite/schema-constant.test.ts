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

/** A project whose client spreads two modules with 50 tables. */
const big = (options: object) => {
  const tables = (letter: string) =>
    Array.from(
      { length: 25 },
      (_, i) => `export const ${letter}${i} = pgTable('${letter}${i}', { id: integer().primaryKey() });`,
    );
  const imports = "import { integer, pgTable } from 'drizzle-orm/pg-core';";
  return {
    ...healthy,
    'tsconfig.json': JSON.stringify(options),
    'src/schema.ts': [imports, ...tables('a')].join('\n'),
    'src/more.ts': [imports, ...tables('b')].join('\n'),
    'src/db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as more from './more';
import * as schema from './schema';

export const db = drizzle(process.env.DATABASE_URL!, { schema: { ...more, ...schema } });
`,
    'src/queries.ts': "import { db } from './db';\n\nexport const all = () => db.query.a1.findMany();\n",
  };
};

test.each([
  [{ compilerOptions: { declaration: true } }, true],
  [{ compilerOptions: { composite: true } }, true],
  // What that one says is out of sight.
  [{ extends: '@acme/tsconfig/library.json' }, true],
  [{ compilerOptions: { noEmit: true } }, false],
  [{ extends: '@acme/tsconfig/app.json', compilerOptions: { declaration: false } }, false],
])('with %j the schema of many tables has a type that names its modules: %s', async (options, isTyped) => {
  const outcome = await run(big(options));
  const type = /: (typeof \w+ & typeof \w+) = \{ \.\.\.\w+, \.\.\.\w+ \};/.exec(outcome.text('src/relations.ts'));
  expect(type !== null).toBe(isTyped);
});
