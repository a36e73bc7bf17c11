import { describe, expect, test } from 'vitest';
import { expectMigrated, healthy, run, type Files } from './project.ts';

/** Runs with a time limit; the limit is far above what is needed, so that only a wrong order of growth hits it. */
async function within(seconds: number, files: Files): ReturnType<typeof run> {
  const start = performance.now();
  const outcome = await run(files);
  expect((performance.now() - start) / 1000).toBeLessThan(seconds);
  return outcome;
}

const times = <T>(amount: number, make: (index: number) => T): T[] => Array.from({ length: amount }, (_, i) => make(i));
const table = (name: string, more = ''): string =>
  `export const ${name} = pgTable('${name}', { id: integer().primaryKey(), parentId: integer().notNull()${more} });\n`;
const imports = "import { relations } from 'drizzle-orm';\nimport { integer, pgTable } from 'drizzle-orm/pg-core';\n";

describe('much of everything', { timeout: 120_000 }, () => {
  test('a generated file of 10 MB that names drizzle', async () => {
    const line = (i: number): string => `  { id: ${i}, at: new Date(${i}), text: '${'lorem ipsum '.repeat(25)}' },\n`;
    const rows = times(30_000, line).join('');
    const text = `import { drizzle } from 'drizzle-orm/node-postgres';\nexport const rows = [\n${rows}];\n`;
    expect(text.length).toBeGreaterThan(9_000_000);
    expectMigrated(await within(60, { ...healthy, 'src/generated.ts': text }));
  });

  test('a line of 10 MB', async () => {
    const text = `export const drizzle = '${'x'.repeat(10_000_000)}';\n`;
    expectMigrated(await within(60, { ...healthy, 'src/generated.ts': text }));
  });

  test('a minified file of 1 MB', async () => {
    const text = times(20_000, (i) => `function a${i}(b){return b.query.c${i}+drizzle(${i})}`).join('');
    expectMigrated(await within(60, { ...healthy, 'src/bundle.js': text }));
  });

  test('300 tables in one file with 5,000 relations, all queried', async () => {
    const names = times(300, (i) => `t${i}`);
    const blocks = names.map((name, i) => {
      const sides = times(17, (k) => {
        const target = names[(i + k * 7 + 1) % 300]!;
        return `  r${k}: one(${target}, { fields: [${name}.parentId], references: [${target}.id], relationName: '${name}_${k}' }),\n`;
      });
      return `export const ${name}Relations = relations(${name}, ({ one }) => ({\n${sides.join('')}}));\n`;
    });
    const queries = names.map(
      (name) =>
        `export const q_${name} = db.query.${name}.findMany({ where: eq(schema.${name}.id, 1), with: { r0: true } });\n`,
    );
    const outcome = await within(60, {
      'package.json': healthy['package.json']!,
      'src/db.ts': healthy['src/db.ts']!,
      'src/schema.ts': imports + names.map((name) => table(name)).join('') + blocks.join(''),
      'src/queries.ts': `import { eq } from 'drizzle-orm';\nimport { db } from './db';\nimport * as schema from './schema';\n${queries.join('')}`,
    });
    expect(outcome.result.relations).toEqual({ blocks: 300, converted: 300 });
    expect(outcome.result.sites).toMatchObject({ total: 300, converted: 300, object: 300 });
    expect(outcome.findings.filter((it) => !it.startsWith('RQB_NESTED_FORM'))).toEqual([]);
    expect(outcome.text('src/relations.ts').match(/: r\.one\.t\d+\(/g)?.length).toBe(5100);
  });

  test('thousands of files', async () => {
    const files = times(1000, (i): [string, string] => [
      `src/deep/${i % 50}/q${i}.ts`,
      healthy['src/queries.ts']!.replaceAll("'./", "'../../"),
    ]);
    const outcome = await within(60, { ...healthy, ...Object.fromEntries(files) });
    expectMigrated(outcome);
    expect(outcome.result.sites).toMatchObject({ total: 1001, converted: 1001 });
  });

  test('a schema of 500 modules that import each other in a circle', async () => {
    const modules = times(500, (i): [string, string] => [
      `src/schema/t${i}.ts`,
      `${imports}import { t${(i + 1) % 500} } from './t${(i + 1) % 500}';\n${table(`t${i}`)}` +
        `export const t${i}Relations = relations(t${i}, ({ one }) => ({\n  next: one(t${(i + 1) % 500}, { fields: [t${i}.parentId], references: [t${(i + 1) % 500}.id] }),\n}));\n` +
        `export * from './t${(i + 1) % 500}';\n`,
    ]);
    const outcome = await within(60, {
      'package.json': healthy['package.json']!,
      'src/db.ts': healthy['src/db.ts']!.replace('./schema', './schema/t0'),
      'src/queries.ts':
        "import { db } from './db';\nexport const q = db.query.t7.findMany({ where: (t, { eq }) => eq(t.id, 1), with: { next: true } });\n",
      ...Object.fromEntries(modules),
    });
    expect(outcome.result.relations).toEqual({ blocks: 500, converted: 500 });
    expect(outcome.text('src/queries.ts')).toContain('findMany({ where: { id: 1 }, with: { next: true } })');
  });

  test('a chain of 1,500 modules that only re-export', async () => {
    const modules = times(1500, (i): [string, string] => [
      `src/c/m${i}.ts`,
      `export * from './m${i + 1}'; // drizzle\n`,
    ]);
    const outcome = await within(60, {
      ...healthy,
      ...Object.fromEntries(modules),
      'src/c/m1500.ts': "export * from '../schema';\n",
      'src/queries.ts': healthy['src/queries.ts']!.replace('./schema', './c/m0'),
    });
    expectMigrated(outcome);
  });
});

describe('deep nesting', { timeout: 120_000 }, () => {
  const query = (where: string, rest = ''): string =>
    `import { and, eq, or, not, sql } from 'drizzle-orm';\nimport { db } from './db';\nimport { users } from './schema';\nexport const q = db.query.users.findMany({ where: ${where}${rest} });\n`;

  test('`with` nested 20 deep', async () => {
    let nested = 'true';
    for (let i = 0; i < 20; i++) {
      const [key, column] = i % 2 === 0 ? ['author', 'name'] : ['posts', 'authorId'];
      const where = key === 'posts' ? `where: (t, { eq }) => eq(t.${column}, ${i}), ` : '';
      nested = `{ with: { ${key}: ${nested === 'true' ? 'true' : nested.replace('{ ', `{ ${where}`)} } }`;
    }
    const text = `import { db } from './db';\nexport const q = db.query.users.findMany(${nested});\n`;
    const outcome = await within(60, { ...healthy, 'src/deep.ts': text });
    expectMigrated(outcome);
    expect(outcome.text('src/deep.ts')).not.toContain('=>');
    expect(outcome.text('src/deep.ts').match(/where: \{ authorId: \d+ \}/g)?.length).toBe(text.match(/=>/g)?.length);
  });

  test.each([
    ['a sum of 10,000 terms', `export const drizzle = ${times(10_000, (i) => `a${i}`).join(' + ')};\n`],
    ['a text of 10,000 parts', `export const drizzle = ${times(10_000, (i) => `"a${i}"`).join(' +\n')};\n`],
    ['3,000 brackets', `export const drizzle = ${'['.repeat(3000)}${']'.repeat(3000)};\n`],
    ['3,000 calls in a row', `export const drizzle = a${'.b()'.repeat(3000)};\n`],
    ['3,000 conditionals', `export const drizzle = ${times(3000, (i) => `a === ${i} ? ${i} :`).join(' ')} 0;\n`],
    ['3,000 arrows', `export const drizzle = ${times(3000, (i) => `(a${i}) =>`).join(' ')} 0;\n`],
    ['3,000 blocks', `function drizzle() ${'{'.repeat(3000)}${'}'.repeat(3000)}\n`],
    [
      'a chain of 3,000 else-ifs',
      `function drizzle(a) {\n${times(3000, (i) => `if (a === ${i}) return ${i}; else`).join('\n')} return 0;\n}\n`,
    ],
    ['an array of 200,000 numbers', `export const drizzle = [${times(200_000, String).join(',')}];\n`],
  ])('%s beside a healthy project', async (_name, text) => {
    expectMigrated(await within(60, { ...healthy, 'src/drizzle.ts': text }));
    expectMigrated(await within(60, { ...healthy, 'src/drizzle.ts': `${text}${query('eq(users.id, 1)')}` }));
  });

  test.each([
    ['2,000 nested and()', `${'and('.repeat(2000)}eq(users.id, 1)${')'.repeat(2000)}`],
    ['2,000 nested not()', `${'not('.repeat(2000)}eq(users.id, 1)${')!'.repeat(2000)}`],
    ['2,000 nested or() of two', `${'or(eq(users.id, 2), '.repeat(2000)}eq(users.id, 1)${')'.repeat(2000)}`],
    ['2,000 brackets', `${'('.repeat(2000)}eq(users.id, 1)${')'.repeat(2000)}`],
    ['a sum of 10,000 terms', `eq(users.id, ${times(10_000, (i) => `a${i}`).join(' + ')})`],
    ['an or() of 2,000', `or(${times(2_000, (i) => `eq(users.id, ${i})`).join(', ')})`],
    ['a template of 5,000 columns', `sql\`\${users.id} in (${times(5000, () => '${users.id}').join(', ')})\``],
    ['1,000 casts', `eq(users.id, 1${' as any'.repeat(1000)})`],
  ])('%s in a condition', async (_name, where) => {
    const outcome = await within(60, { ...healthy, 'src/deep.ts': query(where) });
    expectMigrated(outcome);
    const isConverted = outcome.changed.includes('src/deep.ts');
    expect(isConverted || outcome.findings.some((it) => it.endsWith(' src/deep.ts'))).toBe(true);
  });
});
