import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { listFixtures, readTree } from '../fixture-runner/fixtures.ts';
import { tempDir } from '../temp-dir.ts';

const fixture = listFixtures().find(({ name }) => name === 'leave-hard-queries')!;
const cwd = () => tempDir(readTree(join(fixture.dir, 'before')));

test('a target without v1 is refused, with the newest that has it', async () => {
  const planned = migrate({ cwd: cwd(), target: '1.0.0-rc.5', leaveHardQueries: true });
  await expect(planned).rejects.toThrow(
    /1\.0\.0-rc\.5 has no `db\._query` for node-postgres any more.*`--target 1\.0\.0-beta\.21`, or run without `--leave-hard-queries`/,
  );
});

test('a query that does not compile afterwards stays on v1 too', async () => {
  const options = { cwd: cwd(), target: '1.0.0-beta.1', leaveHardQueries: true };
  const { units } = await migrate(options);
  const byName = units().find(({ kind, file, before }) => {
    return kind === 'query' && file.endsWith('queries.ts') && before && before.start > 0;
  })!;
  const { changes, findings } = await migrate({ ...options, leave: [{ id: byName.id, reason: 'TS2322' }] });
  const queries = changes.find(({ path }) => path.endsWith('queries.ts'))!.after!;
  expect(queries).toContain('db._query.users.findFirst({ where: eq(users.name, name)');
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
});
