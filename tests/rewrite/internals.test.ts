import { join } from 'node:path';
import { expect, test } from 'vitest';
import { survey } from '../../src/run.ts';
import { healthy } from '../hostile/project.ts';
import { tempDir } from '../temp-dir.ts';

/** Which of these files a run parses, beside those of a small project. */
function parsedOf(files: Record<string, string>): string[] {
  const cwd = tempDir({ ...healthy, ...files });
  const parsed = survey({ cwd })
    .project.sources.parsed()
    .map(({ path }) => path);
  return Object.keys(files).filter((path) => parsed.includes(join(cwd, path)));
}

test('files that read `_` of anything are parsed only for a member that databases have there', () => {
  const reads = {
    'src/member.ts': "import { db } from './db';\nexport const all = (db._ as any)\n  .fullSchema;\n",
    'src/pattern.ts': "import { db } from './db';\nexport const { schema: known } = db._;\n",
    'src/far.ts': `import { db } from './db';\nconst inner = db._;\n${'// further down\n'.repeat(50)}export const all = inner.fullSchema;\n`,
    'src/type.ts': "import type { db } from './db';\nexport type All = (typeof db)['_']['fullSchema'];\n",
  };
  const others = {
    'dist/bundle.js': `var e={_:1};${'e._=e._+1;'.repeat(200)}`,
    'dist/large.js': `export const schema = 1;\n${'// further down\n'.repeat(20_000)}export const read = (e) => e._;\n`,
  };
  expect(parsedOf({ ...reads, ...others })).toEqual(Object.keys(reads));
});

test('JavaScript that executes something is not parsed to type its rows', () => {
  expect(
    parsedOf({ 'dist/bundle.js': 'e.execute(1);', 'src/run.ts': 'export const run = (e: any) => e.execute(1);' }),
  ).toEqual(['src/run.ts']);
});
