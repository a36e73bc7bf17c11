import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../src/run.ts';
import { listFixtures, readTree } from '../fixture-runner/fixtures.ts';
import { tempDir } from '../temp-dir.ts';

const { dir } = listFixtures().find(({ name }) => name === 'leave-hard-queries')!;
const options = () =>
  ({ cwd: tempDir(readTree(join(dir, 'before'))), target: '1.0.0-beta.1', mode: 'bridge' }) as const;

test('a query that is left keeps its name, and is told', async () => {
  const wanted = options();
  const { units } = await migrate(wanted);
  const [query] = units().filter(({ kind }) => kind === 'query');
  const { changes, findings } = await migrate({ ...wanted, leave: [{ id: query!.id, reason: 'TS2339' }] });
  const queries = changes.find(({ path }) => path.endsWith('queries.ts'))!.after!;
  expect(queries.match(/\.query\./g)).toHaveLength(1);
  expect(queries.match(/\._query\./g)).toHaveLength(4);
  expect(findings.map(({ code }) => code)).toEqual(['RQB_VERIFY_QUERY']);
});

test('a database that is left keeps its clients, relations, types and queries', async () => {
  const wanted = options();
  const { changes, findings, root } = await migrate({ ...wanted, leave: [{ id: 'database:0', reason: 'TS2339' }] });
  expect(changes.map(({ path }) => relative(root, path))).toEqual(['package.json']);
  expect(findings.map(({ code }) => code)).toEqual(['RQB_VERIFY_DATABASE']);
});
