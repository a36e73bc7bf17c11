// drizzle-kit reads the schema through the migrated files as it did before.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { root, stage, type Version } from './support/project.ts';
import { applyChanges, source, target } from './support/halves.ts';

const run = promisify(execFile);

/** The DDL that `drizzle-kit export` prints for these files. */
async function exportDdl(folder: string, dialect: string, schema: string): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    // drizzle-kit must find the drizzle-orm it is installed with, not the one next to where the link leads.
    ['--preserve-symlinks', '--preserve-symlinks-main', 'node_modules/drizzle-kit/bin.cjs', 'export'].concat(
      `--dialect=${dialect}`,
      `--schema=${schema}`,
    ),
    { cwd: folder },
  );
  return stdout;
}

/** The schema without its v1 relations, which drizzle-orm 1.0 cannot load. */
async function withoutRelations(folder: string): Promise<void> {
  const path = join(folder, 'schema.ts');
  const text = await readFile(path, 'utf8');
  await writeFile(
    path,
    text.replace('import { relations, sql }', 'const relations = (..._: unknown[]) => undefined;\nimport { sql }'),
  );
}

const folder = (name: string, side: string, version: Version) =>
  join(root, '.tmp/equivalence/drizzle-kit', `${name}-${side}-${version}`);

describe.each([
  { name: 'pg', dialect: 'postgresql' },
  { name: 'sqlite', dialect: 'sqlite' },
])('drizzle-kit export, $name', ({ name, dialect }) => {
  const both = './{schema,relations}.ts';
  let ddl: Record<'tables' | 'after' | 'v0Before' | 'v0After', string>;

  beforeAll(async () => {
    const { changes } = await migrate({ cwd: source(name), target });
    const [tables, after, v0Before, v0After] = await Promise.all(
      (
        [
          ['before', 'v1', './schema.ts'],
          ['after', 'v1', both],
          ['before', 'v0', name === 'pg' ? both : './schema.ts'],
          ['after', 'v0', './schema.ts'],
        ] as const
      ).map(async ([side, version, schema]) => {
        const copy = folder(name, side, version);
        await stage(source(name), copy, version);
        if (side === 'after') await applyChanges(changes, source(name), copy);
        else if (version === 'v1') await withoutRelations(copy);
        return exportDdl(copy, dialect, schema);
      }),
    );
    ddl = { tables, after, v0Before, v0After };
  }, 60_000);

  test('1.0: the schema and the new relations together export what the tables alone do', () => {
    expect(ddl.tables).toMatch(/CREATE TABLE/);
    expect(ddl.after).toBe(ddl.tables);
  });

  test('0.31: the tables are still those of the schema before', () => {
    expect(ddl.v0Before).toMatch(/CREATE TABLE/);
    expect(ddl.v0After).toBe(ddl.v0Before);
  });
});
