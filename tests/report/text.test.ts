import { expect, test } from 'vitest';
import { type Paint, plain } from '../../src/report/paint.ts';
import { textReport } from '../../src/report/text.ts';
import { sampleFinding, sampleInput, sampleResult } from './sample-result.ts';

const change = { path: '/project/src/a.ts', before: 'first();\n  second();\n', after: 'changed' };

test('nothing found', () => {
  const empty = sampleResult({
    packages: [{ dir: '/project', name: 'shop', drizzleOrm: undefined }],
    relations: { blocks: 0, converted: 0 },
    sites: { total: 0, converted: 0, object: 0, raw: 0, fallback: 0 },
  });
  expect(textReport(sampleInput(empty), { mode: 'applied' })).toMatchInlineSnapshot(`
    "No package that declares drizzle-orm was found: nothing to migrate.
    "
  `);
});

test('a project that is on v2 already', () => {
  const packages = [{ dir: '/project', name: 'shop', drizzleOrm: '1.0.0-rc.5' }];
  expect(textReport(sampleInput(sampleResult({ packages, onV2: true })), { mode: 'check' })).toMatchInlineSnapshot(`
    "drizzle-orm 1.0.0-rc.5 in shop, on Relational Queries v2 already
    12 query sites

    Nothing to migrate.
    "
  `);
});

test('says what was found, what needs looking at, what was done and what comes next', () => {
  const result = sampleResult({
    changes: [change],
    findings: [
      sampleFinding({ level: 'info', code: 'RQB_NOTE', why: '', remedy: '', message: 'Noted.' }),
      sampleFinding({ line: 1, column: 1, remedy: 'Write another object.' }),
      sampleFinding(),
      sampleFinding({ level: 'review', code: 'RQB_LOOK' }),
      sampleFinding({ level: 'review', code: 'RQB_LOOK', file: '/project/b/c.ts' }),
    ],
    nextCommands: ['pnpm install', 'pnpm exec drizzle-kit up'],
  });
  const source = (path: string) => (path === '/project/b/c.ts' ? '\n\tcall(x)' : change.before);
  expect(textReport(sampleInput(result, { source }), { mode: 'applied' })).toMatchInlineSnapshot(`
    "drizzle-orm ^0.44.2 in shop, migrating to 1.0.0-rc.5
    3 relations() blocks, 3 converted
    12 query sites, 11 converted (filters: 8 as objects, 2 with RAW, 1 re-aliased)

    error RQB_SAMPLE (2)
      src/a.ts:1:1  The filter is opaque.
        1 | first();
          | ^
        Why: It would return every row.
        Do:  Write another object.
      src/a.ts:2:3  The filter is opaque.
        2 |   second();
          |   ^
        Why: It would return every row.
        Do:  Write an object.

    review RQB_LOOK (2)
      b/c.ts:2:3  The filter is opaque.
        2 | 	call(x)
          | 	 ^
      src/a.ts:2:3  The filter is opaque.
        2 |   second();
          |   ^
      Why: It would return every row.
      Do:  Write an object.

    info RQB_NOTE
      src/a.ts:2:3  Noted.

    1 file changed; 2 errors, 2 to review, 1 note.

    Next:
      pnpm install
      pnpm exec drizzle-kit up
    "
  `);
});

test('totals speak of what would happen, and nothing comes next', () => {
  const result = sampleResult({ changes: [change], nextCommands: ['npm install'] });
  expect(textReport(sampleInput(result), { mode: 'dry-run' })).toMatch(/\n1 file would change\.\n$/);
  expect(textReport(sampleInput(result), { mode: 'check' })).toMatch(/\n1 file to change\.\n$/);
});

test('quiet prints what needs a human only', () => {
  const result = sampleResult({ findings: [sampleFinding({ level: 'info' })] });
  expect(textReport(sampleInput(result), { mode: 'applied', quiet: true })).toBe('');
  result.findings.push(sampleFinding());
  expect(textReport(sampleInput(result), { mode: 'applied', quiet: true })).toMatch(/^error RQB_SAMPLE\n/);
});

test('lists ten notes of a kind and counts the rest', () => {
  const findings = Array.from({ length: 12 }, (_, line) => sampleFinding({ level: 'info', line: line + 1 }));
  const text = textReport(sampleInput(sampleResult({ findings })), { mode: 'applied' });
  expect(text.match(/src\/a\.ts/g)).toHaveLength(10);
  expect(text).toContain('… and 2 more');
});

test('a package without a name is called like its folder', () => {
  const packages = [{ dir: '/project', name: '', drizzleOrm: '^0.44.2' }];
  expect(textReport(sampleInput(sampleResult({ packages })), { mode: 'check' })).toMatch(
    /^drizzle-orm \^0\.44\.2 in project, migrating/,
  );
});

test('several packages are counted', () => {
  const packages = ['^0.44.2', '^0.44.2', '0.30.0', undefined].map((drizzleOrm, i) => {
    return { dir: `/project/p${i}`, name: '', drizzleOrm };
  });
  expect(textReport(sampleInput(sampleResult({ packages })), { mode: 'check' })).toMatch(
    /^drizzle-orm \^0\.44\.2, 0\.30\.0 in 3 packages, migrating to 1\.0\.0-rc\.5\n/,
  );
});

test('colours are the ones passed in', () => {
  const paint: Paint = { ...plain, red: (text) => `<red>${text}</red>` };
  const text = textReport(sampleInput(sampleResult({ findings: [sampleFinding()] })), { mode: 'applied', paint });
  expect(text).toContain('<red>error</red> RQB_SAMPLE');
});

test('databases are named with dialect, drivers and tables', () => {
  const table = (key: string, file: string) => ({ key, name: key, columns: [], file: `/project/${file}` });
  const database = {
    id: 'database:0',
    state: 'migrated' as const,
    file: '/project/src/db.ts',
    dialects: ['pg'],
    relations: [],
  };
  const databases = [
    { ...database, drivers: ['node-postgres', 'pglite'], tables: [table('a', 'src/db/schema.ts')] },
    { ...database, drivers: [], tables: [table('a', 'src/db/schema/a.ts'), table('b', 'src/db/b.ts')] },
    ...Array.from({ length: 5 }, () => ({ ...database, drivers: [], tables: [table('a', 'a.ts')] })),
  ];
  expect(textReport(sampleInput(sampleResult({ databases })), { mode: 'check' })).toMatch(
    /rc\.5\npg \(node-postgres, pglite\): 1 table in src\/db\/schema\.ts\npg: 2 tables in 2 files below src\/db\n[^]*… and 1 more database\n/,
  );
});

test('is as narrow as the terminal, and says nothing twice', () => {
  const why = 'A client given first is taken for something else, and another database is opened without an error.';
  const findings = [
    sampleFinding({
      code: 'RQB_CONFIG_OPAQUE',
      message: 'The `with` of this query is a value that is built elsewhere',
      why,
    }),
    sampleFinding({ code: 'RQB_FILTER_RAW', level: 'info', message: 'A condition was kept as SQL under `RAW`' }),
  ];
  const source = (): string => `first();\n  second(${'argument, '.repeat(20)});\n`;
  const result = sampleResult({ findings });
  const text = textReport(sampleInput(result, { source }), { mode: 'check', quiet: false, width: 60 });
  const [, ...blocks] = text.split('\n\n');
  for (const line of blocks.join('\n').split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
  expect(text).toContain(
    '  Why: A client given first is taken for something else, and\n       another database is opened',
  );
  expect(text).toContain('    The `with` of this query is a value that is built\n    elsewhere\n');
  expect(text.match(/A condition was kept as SQL/g)).toHaveLength(1);
});
