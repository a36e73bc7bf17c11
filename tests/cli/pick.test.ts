import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { packages } from '../../src/cli/host.ts';
import { choiceOf, partsOf, type Part } from '../../src/cli/parts.ts';
import { migrate } from '../../src/migrate.ts';
import { relativePath } from '../../src/report/relative-path.ts';
import { readTree, repository } from '../fixture-runner/fixtures.ts';
import { gitDir, tempDir, writeFiles } from '../temp-dir.ts';

const [down, space, enter, interrupt] = ['\u001B[B', ' ', '\r', '\u0003'];

/** Runs the tool with its real core on a terminal where these keys are pressed once it asks. */
async function onTerminal(
  cwd: string,
  argv: string[],
  keys: string[],
): Promise<{ code: number; screen: string; stdout: string }> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const outcome = { screen: '', stdout: '' };
  const stream = (name: 'screen' | 'stdout', onText: () => void) =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          outcome[name] += String(chunk);
          onText();
          done();
        },
      }),
      { isTTY: true, columns: 80, rows: 40 },
    );
  let asked = false;
  const press = (): void => {
    if (asked || !outcome.screen.includes('Enter: confirm')) return;
    asked = true;
    keys.forEach((key, i) => setTimeout(() => stdin.write(key), 20 * (i + 1)));
  };
  const host = {
    cwd,
    env: { NO_COLOR: '1' },
    stdin,
    stdout: stream('stdout', () => {}),
    stderr: stream('screen', press),
  };
  const code = await run(argv, { ...host, packages, loadMigrate: async () => migrate });
  return { code, ...outcome };
}

const fixture = (name: string): Record<string, string> => readTree(join(repository, 'fixtures', name, 'before'));
const two = fixture('two-databases');
const changed = (dir: string, before: Record<string, string>): string[] =>
  Object.keys(before).filter((path) => readFileSync(join(dir, path), 'utf8') !== before[path]);

describe('--interactive', () => {
  test('says what goes together, and migrates what is picked', async () => {
    const dir = gitDir(two);
    const { code, screen } = await onTerminal(dir, ['--interactive', '--yes'], [down, space, enter]);
    expect(code).toBe(0);
    expect(screen).toContain('database pg of src/pg/db.ts (two-databases), only as a whole:\n  src/pg/db.ts\n');
    expect(changed(dir, two)).toEqual(['src/cache/db.ts', 'src/cache/schema.ts', 'src/queries.ts']);
    expect(screen).toContain('Versions stay as they are in package.json');
    expect(screen).toMatch(/review RQB_NOT_PICKED[^]*src\/pg\/db\.ts:4:19/);
    expect(screen).not.toContain('RQB_UNIT_LEFT');
  });

  test('everything is picked at first', async () => {
    const dir = gitDir(two);
    expect((await onTerminal(dir, ['--interactive', '--yes'], [enter])).code).toBe(0);
    expect(changed(dir, two)).toEqual(Object.keys(two));
  });

  test('a file that goes by itself can stay', async () => {
    const dir = gitDir(two);
    await onTerminal(dir, ['--interactive', '--yes'], [down, down, down, space, enter]);
    expect(changed(dir, two)).not.toContain('package.json');
    expect(changed(dir, two)).toContain('src/pg/db.ts');
  });

  test('giving up writes nothing', async () => {
    const dir = gitDir(two);
    const { code, screen } = await onTerminal(dir, ['--interactive'], [interrupt]);
    expect({ code, changed: changed(dir, two) }).toEqual({ code: 2, changed: [] });
    expect(screen.endsWith('Nothing was written.\n')).toBe(true);
  });

  test('one message where there is no terminal', async () => {
    const texts: string[] = [];
    const sink = new Writable({ write: (chunk, _, done) => (texts.push(String(chunk)), done()) });
    const host = { cwd: tempDir(), env: {}, stdin: new PassThrough(), stdout: sink, stderr: sink };
    expect(await run(['--interactive'], { ...host, packages, loadMigrate: async () => migrate })).toBe(2);
    expect(texts.join('')).toMatch(/^--interactive asks on a terminal, and there is none\..*\n$/);
  });
});

describe('parts', () => {
  const paths = (part: Part, root: string): string[] => part.files.map((file) => relativePath(root, file)).sort();

  test('databases whose relations one function makes are one part', async () => {
    const dir = tempDir();
    writeFiles(dir, fixture('schema-factory-shared'));
    const planned = await migrate({ cwd: dir });
    const parts = await partsOf(planned, { cwd: dir }, migrate);
    const [first] = parts;
    expect(first!.databases.length).toBe(planned.databases.length);
    expect(first!.label).toMatch(/^\d databases with common parts: /);
  });

  test('in a workspace, a version stays only where a database that is left needs it', async () => {
    const dir = tempDir();
    for (const name of ['a', 'b'])
      for (const [path, text] of Object.entries(fixture('one-optional'))) {
        writeFiles(dir, { [`packages/${name}/${path}`]: text.replace('"one-optional"', `"${name}"`) });
      }
    writeFiles(dir, { 'package.json': '{ "name": "root", "private": true, "workspaces": ["packages/*"] }\n' });
    const planned = await migrate({ cwd: dir });
    const parts = await partsOf(planned, { cwd: dir }, migrate);
    expect(parts.map((part) => [part.package, part.databases.length, part.files.length > 1])).toEqual([
      ['a', 1, true],
      ['b', 1, true],
      ['a', 0, false],
      ['b', 0, false],
    ]);
    const choice = choiceOf(parts.slice(1), parts, planned);
    expect(choice.held.map((path) => relativePath(dir, path))).toEqual(['packages/a/package.json']);
    const { changes, findings } = await migrate({ cwd: dir, leave: choice.leave, except: choice.except });
    expect(changes.map(({ path }) => relativePath(dir, path)).filter((path) => !path.startsWith('packages/b'))).toEqual(
      [],
    );
    expect(changes.map(({ path }) => relativePath(dir, path))).toContain('packages/b/package.json');
    expect(paths(parts[0]!, dir).every((path) => path.startsWith('packages/a/'))).toBe(true);
    expect(findings.map(({ code }) => code)).toContain('RQB_NOT_PICKED');
  });
});
