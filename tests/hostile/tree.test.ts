import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openWorkspace } from '../../src/workspace/open.ts';
import { gitDir, tempDir, writeFiles } from '../temp-dir.ts';
import { expectMigrated, healthy, runIn } from './project.ts';

const afterListing = vi.hoisted(() => vi.fn());
vi.mock('../../src/workspace/list-files.ts', async (original) => {
  const { listFiles } = await original<typeof import('../../src/workspace/list-files.ts')>();
  return {
    listFiles(root: string) {
      const paths = listFiles(root);
      afterListing();
      return paths;
    },
  };
});

describe.each([
  ['outside git', () => tempDir(healthy)],
  ['in git', () => gitDir(healthy)],
])('odd folders, %s', (_name, make) => {
  test('links that lead in a circle, to nowhere, and outside', async () => {
    const outside = tempDir({ 'src/other.ts': healthy['src/queries.ts']! });
    const dir = make();
    symlinkSync('.', join(dir, 'src/loop'));
    symlinkSync('..', join(dir, 'src/up'));
    symlinkSync('missing.ts', join(dir, 'src/nowhere.ts'));
    symlinkSync('self.ts', join(dir, 'src/self.ts'));
    symlinkSync(outside, join(dir, 'src/outside'));
    symlinkSync('queries.ts', join(dir, 'src/again.ts'));
    const outcome = await runIn(dir, healthy);
    expectMigrated(outcome);
    expect(outcome.findings).toEqual([]);
    expect(outcome.changed).toEqual([...Object.keys(healthy), 'src/relations.ts'].sort());
  });

  test('a folder that is called like a file, and files in it', async () => {
    const dir = make();
    writeFiles(dir, { 'lib/schema.ts/index.ts': healthy['src/queries.ts']!.replaceAll('./', '../../src/') });
    mkdirSync(join(dir, 'src/package.json'));
    mkdirSync(join(dir, 'src/tsconfig.json'));
    mkdirSync(join(dir, 'src/.prettierrc'));
    mkdirSync(join(dir, '.gitignore'));
    const outcome = await runIn(dir, healthy);
    expectMigrated(outcome);
    expect(outcome.text('lib/schema.ts/index.ts')).toContain('where: { id }');
  });

  test('names with blanks, quotes, line breaks, ANSI escapes, emoji, and what looks like an option', async () => {
    const dir = make();
    const names = [
      'a b.ts',
      "it's.ts",
      'new\nline.ts',
      '\u001B[31mred.ts',
      '😀.ts',
      '--help.ts',
      '$(id).ts',
      'a\\b.ts',
      '[id].ts',
      '{a,b}.ts',
    ];
    for (const name of names) writeFiles(dir, { [`src/${name}`]: healthy['src/queries.ts']! });
    const outcome = await runIn(dir, healthy);
    expectMigrated(outcome);
    for (const name of names) expect(outcome.text(`src/${name}`)).toContain('where: { id }');
  });

  test('files that go away, or turn into folders, between listing and reading', async () => {
    const dir = make();
    writeFiles(dir, { 'src/gone.ts': 'export {};\n', 'src/turned.ts': 'export {};\n', 'src/kept.ts': 'export {};\n' });
    const gone = (path: string): void => rmSync(join(dir, path));
    const paths = ['src/gone.ts', 'src/turned.ts', 'src/kept.ts'];
    afterListing.mockImplementationOnce(() => {
      gone('src/gone.ts');
      gone('src/turned.ts');
      mkdirSync(join(dir, 'src/turned.ts'));
    });
    const workspace = openWorkspace(dir);
    expect(paths.map((path) => workspace.read(join(dir, path)))).toEqual([undefined, undefined, 'export {};\n']);
    expect(
      workspace
        .unreadable()
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['does not exist', 'is a folder']);
  });
});
