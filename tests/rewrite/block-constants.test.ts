import { beforeEach, expect, test, vi } from 'vitest';
import { healthy, run } from '../hostile/project.ts';

/** What the scripts are searched for, as words or patterns. */
const searches = vi.hoisted(() => [] as string[]);

vi.mock('../../src/read-project.ts', async (original) => {
  const actual = await original<typeof import('../../src/read-project.ts')>();
  const readProject: typeof actual.readProject = (...args) => {
    const project = actual.readProject(...args);
    const { mentioning } = project;
    return Object.assign(project, {
      mentioning: (word: string | RegExp) => (searches.push(String(word)), mentioning(word)),
    });
  };
  return { ...actual, readProject };
});

beforeEach(() => void (searches.length = 0));

/** The searches for a name; `$dynamic` of queries is another. */
const searchesFor = (name: string) => searches.filter((search) => new RegExp(`(?<!\\$)${name}`).test(search));

/** The name of a relation in an exported constant, beside the blocks that use it. */
const namedRelations = {
  ...healthy,
  'src/schema.ts': healthy['src/schema.ts']!.replace('many(posts)', 'many(posts, { relationName: authorName })')
    .replace('one(users, {', 'one(users, { relationName: authorName,')
    .replace('export const usersRelations', "export const authorName = 'author';\n$&"),
};

test('exported strings that no relations() block names are not looked for', async () => {
  const { changed } = await run({
    ...namedRelations,
    'src/page.ts': `import { find } from './queries';
export const dynamic = 'force-dynamic';
export const run = () => find(1);
`,
    'src/limits.ts': "// relations(\nexport const region = 'eu', runtime = 'edge';\n",
  });
  expect(changed).toContain('src/queries.ts');
  for (const name of ['dynamic', 'region', 'runtime']) expect(searchesFor(name)).toEqual([]);
});

test('one that a block names is looked for, and goes with the blocks', async () => {
  const { text } = await run(namedRelations);
  expect(searchesFor('authorName')).not.toEqual([]);
  expect(text('src/schema.ts')).not.toContain('authorName');
});

test('one that is used elsewhere, too, stays', async () => {
  const { text } = await run({
    ...namedRelations,
    'src/label.ts': "import { authorName } from './schema';\nexport const label = `by ${authorName}`;\n",
  });
  expect(text('src/schema.ts')).toContain("export const authorName = 'author';\n");
});
