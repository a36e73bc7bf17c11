import { format } from 'prettier';
import { expect, test } from 'vitest';
import { healthy, run } from '../hostile/project.ts';

const prettier = { parser: 'typescript', printWidth: 100, singleQuote: true } as const;

/** Queries whose conditions grow, as parts of what stands on one line; `QUERY` stands for a query of users. */
const shapes = {
  'elements of an array': `export const f = async (w: SQL) => {
    const [a, b] = await Promise.all([QUERY, db.query.posts.findMany({ where: w })]);
    return db.batch([QUERY, a, b]);
  };`,
  'an array that an arrow function returns': 'export const f = (w: SQL) => Promise.all([QUERY, QUERY, 1]);',
  'a second query that is short': `export const f = (w: SQL) =>
    Promise.allSettled([QUERY, db.query.posts.findMany(), db.query.users.findMany()]);`,
  'an element that is spread': `export const f = async (w: SQL, rows: unknown[]) => {
    const all = [...(await QUERY), ...rows];
    return all;
  };`,
  arguments: `export async function f(w: SQL, found: unknown[]) {
    found.push(await QUERY);
    log(await QUERY, 'users');
    const [first] = log<unknown[]>(await QUERY);
    return log(first, await QUERY);
  }`,
  'the result of an arrow function': `export const f = (w: SQL) => log(QUERY, 'the users');
  export const g = (w: SQL) => log?.(QUERY, 'the users');`,
  'an object that is spread': `export async function f(w: SQL, x: number) {
    const one = { ...(await QUERY), x };
    return { ...(await QUERY), one };
  }`,
  'an object that is an argument': `export const f = (w: SQL) => log({ w, users: QUERY, list: [1, 2] });`,
  'the body of a function that is an argument': `export async function f(w: SQL) {
    const rows = await within((tx) => tx.query.users.findMany({ where: w }));
    return each('users', async (tx) => tx.query.users.findMany({ where: w, limit: 3 }));
  }
  export const g = (w: SQL) => within(async (tx) => tx.query.users.findMany({ where: w }));`,
  'the body of a function in a list': `export const f = (w: SQL) =>
    log([(tx: typeof db) => tx.query.users.findMany({ where: w, columns: { id: true } })]);`,
  'a query for each element': `export const f = (ids: number[], w: SQL) => Promise.all(ids.map(() => QUERY));
  export async function g(ids: number[], w: SQL) {
    const rows = await Promise.all(ids.map((id) => db.query.users.findFirst({ where: and(w, eq(users.id, id)) })));
    return rows;
  }`,
  'a member of the awaited result': `export async function f(w: SQL) {
    const ids = (await QUERY).map((row) => row.id);
    log(ids);
    return (await QUERY).length;
  }`,
  'a branch of a choice': `export async function f(w: SQL, id?: number) {
    const rows = id ? await QUERY : [];
    return rows ? QUERY : undefined;
  }`,
  'a configuration that is chosen': `export const f = (where: SQL | undefined, limit: number) =>
    db.query.users.findMany({ ...(where ? { where, columns: { id: true } } : {}), limit });
  export const g = (where: SQL | undefined, isSmall: boolean) =>
    db.query.users.findMany(isSmall ? { where, limit: 5 } : undefined);`,
  'what fits all the same': `export const f = () =>
    Promise.all([db.query.users.findMany({ where: eq(users.id, 1) }), db.query.posts.findMany()]);`,
};

test.each(Object.entries(shapes))('%s is laid out as Prettier does', async (_, shape) => {
  const source = `import { and, eq, getTableName, mapColumnsInSQLToAlias, type SQL } from 'drizzle-orm';
import { db } from './db';
import { users } from './schema';

declare function log<T>(...values: T[]): T;
declare function within<T>(work: (tx: typeof db) => Promise<T>): Promise<T>;
declare function each<T>(name: string, work: (tx: typeof db) => Promise<T>): Promise<T>;

${shape.replaceAll('QUERY', 'db.query.users.findMany({ where: w })')}
void [and, eq, getTableName, mapColumnsInSQLToAlias, users];
`;
  const files = {
    ...healthy,
    '.prettierrc': JSON.stringify({ printWidth: prettier.printWidth, singleQuote: true }),
    'src/shapes.ts': await format(source, prettier),
  };
  const after = (await run(files)).text('src/shapes.ts');
  expect(after).not.toBe(files['src/shapes.ts']);
  expect(after).toBe(await format(after, prettier));
});

test('comments in between stay', async () => {
  const files = {
    ...healthy,
    '.prettierrc': JSON.stringify({ printWidth: 60, singleQuote: true }),
    'src/shapes.ts': `import { type SQL } from 'drizzle-orm';
import { db } from './db';

export const f = (w: SQL) =>
  [1].map(() => /* all */ db.query.users.findMany({ where: w }));
export const g = (w: SQL, x?: 1) =>
  db.query.users.findMany(x /* test */ ? { where: w, limit: 1 } : {});
export const h = async (w: SQL) =>
  [/* one */ 1, /* all */ await db.query.users.findMany({ where: w })];
`,
  };
  const after = (await run(files)).text('src/shapes.ts');
  for (const comment of ['/* all */ db', '/* test */', '/* one */ 1', '/* all */ await'])
    expect(after).toContain(comment);
});
