import { describe, expect, test } from 'vitest';
import { expectMigrated, healthy, run } from './project.ts';

/** `a60`, which is made of `a59` twice, and so on: following it to the end would take longer than the earth is old. */
function twiceOver(first: string, next: (previous: string) => string): string {
  const lines = Array.from({ length: 60 }, (_, i) => `const a${i + 1} = ${next(`a${i}`)};\n`);
  return `const flag = Math.random() > 0.5;\nconst a0 = ${first};\n${lines.join('')}`;
}

const imports = `import { and, eq } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';
`;
const limit = { secondsPerFile: 2 };

describe('what would take for ever costs the time of one file', { timeout: 60_000 }, () => {
  test.each([
    ['a configuration', twiceOver('{ limit: 1 }', (a) => `flag ? ${a} : ${a}`), 'a60'],
    ['a condition', twiceOver('eq(users.id, 1)', (a) => `flag ? ${a} : ${a}`), '{ where: a60 }'],
    ['a group', twiceOver('eq(users.id, 1)', (a) => `and(${a}, ${a})`), '{ where: a60 }'],
    ['relations', twiceOver('{ posts: true }', (a) => `{ ...${a}, ...${a} }`), '{ with: a60 }'],
  ])('%s', async (_name, constants, config) => {
    const text = `${imports}${constants}export const q = db.query.users.findMany(${config});\n`;
    const outcome = await run({ ...healthy, 'src/slow.ts': text }, limit);
    expectMigrated(outcome);
    expect(outcome.findings).toContain('RQB_TOO_SLOW src/slow.ts');
    expect(outcome.changed).not.toContain('src/slow.ts');
  });

  test('the schema that a client is given', async () => {
    const text = twiceOver('{ ...tables }', (a) => `{ ...${a}, ...${a} }`);
    const db = `import { drizzle } from 'drizzle-orm/node-postgres';
import * as tables from './schema';
${text}export const db = drizzle(process.env.DATABASE_URL!, { schema: a60 });
`;
    const { changed, findings } = await run({ ...healthy, 'src/db.ts': db }, limit);
    expect(findings).toContain('RQB_TOO_SLOW src/db.ts');
    expect(changed).not.toContain('src/db.ts');
  });
});
