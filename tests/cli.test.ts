import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { run } from '../src/cli.ts';
import { type Host, packages } from '../src/cli/host.ts';
import type { MigrateOptions } from '../src/options.ts';
import type { MigrateResult } from '../src/result.ts';
import { UserError } from '../src/user-error.ts';
import { sampleFinding, sampleResult } from './report/sample-result.ts';
import { gitDir, tempDir, writeFiles } from './temp-dir.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
  /** What the core was asked for; undefined when it was not. */
  options: MigrateOptions | undefined;
}

/** Runs the command line in a folder with a core that gives this result. */
async function cli(
  cwd: string,
  argv: string[],
  result: (cwd: string) => Partial<MigrateResult> = () => ({}),
  world: { env?: Host['env']; answer?: string } = {},
): Promise<Outcome> {
  const outcome: Outcome = { code: -1, stdout: '', stderr: '', options: undefined };
  const terminal = world.answer !== undefined;
  const sink = (stream: 'stdout' | 'stderr'): Host['stdout'] =>
    Object.assign(
      new Writable({
        write(chunk, _encoding, done) {
          outcome[stream] += String(chunk);
          done();
        },
      }),
      { isTTY: terminal },
    );
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal });
  if (terminal) stdin.end(world.answer);
  outcome.code = await run(argv, {
    cwd,
    env: world.env ?? {},
    stdin,
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    packages,
    loadMigrate: async () => async (options) => {
      outcome.options = options;
      return sampleResult({ root: options.cwd, ...result(options.cwd) });
    },
  });
  return outcome;
}

const oneChange = (root: string): Partial<MigrateResult> => ({
  changes: [{ path: join(root, 'a.ts'), before: 'old\n', after: 'new\n' }],
  rewrites: [{ rule: 'query', file: join(root, 'a.ts'), line: 1, column: 1 }],
  nextCommands: ['npm install'],
});
const withError = (): Partial<MigrateResult> => ({ findings: [sampleFinding()] });
const withReview = (): Partial<MigrateResult> => ({ findings: [sampleFinding({ level: 'review' })] });
const textOf = (dir: string): string => readFileSync(join(dir, 'a.ts'), 'utf8');

describe('help, version and bad usage', () => {
  test('--help names every flag, the examples and the exit codes, and loads no core', async () => {
    const { code, stdout, options } = await cli('/', ['--help']);
    expect({ code, options }).toEqual({ code: 0, options: undefined });
    for (const flag of [
      '--dry-run --check --target --schema --relations --tsconfig --format --output --allow-dirty --allow-no-vcs',
      '--interactive --rename --no-bump --verify --drizzle-path --yes --quiet --cwd --version --help Examples: Exit',
    ].flatMap((flags) => flags.split(' '))) {
      expect(stdout).toContain(flag);
    }
  });

  test('--version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const { code, stdout, options } = await cli('/', ['--version']);
    expect({ code, options }).toEqual({ code: 0, options: undefined });
    expect(stdout.split('\n')).toEqual([
      `drizzle-rqb-migrate ${version}`,
      expect.stringMatching(/^ts-morph \d+\.\d+\.\d+$/),
      expect.stringMatching(/^TypeScript \d+\.\d+\.\d+$/),
      expect.stringMatching(/^drizzle-orm 1\.0\.0-rc\.5 \(known: 0\.x, 1\.0\.0-\{beta\.1, .*, rc\.5\}\)$/),
      '',
    ]);
  });

  test('explain prints the page of a rule without the comments for its generator, or lists the rules', async () => {
    const { code, stdout } = await cli('/', ['explain', 'Where']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# where\n\nConditions [^]*```diff\n[^]*## By hand\n/);
    expect(stdout).not.toContain('<!--');
    const list = await cli('/', ['explain']);
    expect(list.stdout).toMatch(/^  where +Conditions become objects/m);
    expect((await cli('/', ['explain', '--help'])).stdout).toContain(list.stdout);
  });

  test.each([
    [['--nonsense'], /unknown option '--nonsense'/],
    [['--format', 'xml'], /Allowed choices are text, patch, json, sarif, github, markdown, junit, html/],
    [['--target', '0.45.4'], /0\.45\.4 has no Relational Queries v2/],
    [['--target', 'latest'], /latest is no version of drizzle-orm/],
    [['--verify', '--check'], /--verify checks what is written/],
    [['--drizzle-path', '.'], /belongs to --verify/],
    [['--through', '--mode', 'bridge'], /--through needs relations of v2/],
    [['--check', '--dry-run'], /cannot be used with/],
    [['--check', '--interactive'], /cannot be used with/],
    [['--interactive'], /asks on a terminal, and there is none/],
    [['--check', '--format', 'patch'], /--check shows no diff/],
    [['--baseline', 'b.json'], /belongs to --check/],
    [['--check', '--update-baseline'], /needs --baseline/],
    [['--check', '--baseline', 'b.json'], /There is no baseline/],
    [['--check', '--baseline', 'missing/b.json', '--update-baseline'], /Could not write the report to .*folder/],
    [['--check', '--baseline', 'b.json', '--update-baseline', '.'], /looks at the whole project/],
    [['--format', 'json', '--output', 'missing/out.json'], /Could not write the report to .*folder does not exist/],
    [['--format', 'json', '--output', '.'], /Could not write the report to .*is a folder/],
    [['--check', '..'], /\.\. is outside of/],
    [['doctor', '--dry-run', '--fix', 'validators'], /--dry-run does not go with doctor/],
    [['--check', '--since', 'nowhere'], /no commit that nowhere and HEAD/],
    [['explain', 'RQB_NOTHING'], /There is no finding and no rule RQB_NOTHING/],
    [['--rename', 'author=writer'], /written as table\.relation=name/],
    [['missing.ts'], /There is no missing\.ts in .*[^)]\.\n$/],
    [['doctr'], /There is no doctr in .*, and no command of that name \(doctor, explain\)\./],
    [['--relations', '../relations.ts'], /--relations \.\.\/relations\.ts is outside of/],
    [['--schema', 'missing.ts'], /missing\.ts does not exist/],
    [['--cwd', 'missing'], /is not a folder/],
  ])('%j is refused with exit code 2', async (argv, message) => {
    const { code, stdout, stderr, options } = await cli(tempDir(), argv);
    expect({ code, stdout, options }).toEqual({ code: 2, stdout: '', options: undefined });
    expect(stderr).toMatch(message);
  });
});

describe('options', () => {
  test('only the folder by default', async () => {
    const dir = tempDir();
    expect((await cli(dir, [])).options).toEqual({
      cwd: dir,
      noBump: false,
      mode: 'full',
      onStage: expect.any(Function),
    });
  });

  test('paths are taken from --cwd', async () => {
    const dir = tempDir({ 'app/src/a.ts': '', 'app/schema.ts': '', 'app/tsconfig.json': '' });
    const flags =
      '--cwd app src --schema schema.ts --relations r.ts --tsconfig tsconfig.json --no-bump --target v1.0.0-rc.4';
    expect((await cli(dir, flags.split(' '))).options).toEqual({
      cwd: join(dir, 'app'),
      paths: [join(dir, 'app/src')],
      mode: 'full',
      onStage: expect.any(Function),
      target: '1.0.0-rc.4',
      schema: join(dir, 'app/schema.ts'),
      relations: join(dir, 'app/r.ts'),
      tsconfig: join(dir, 'app/tsconfig.json'),
      noBump: true,
    });
  });
});

test('paths through symbolic links are those of the files that are listed', async () => {
  const dir = tempDir({ 'app/src/a.ts': '' });
  symlinkSync(join(dir, 'app'), join(dir, 'alias'));
  symlinkSync(join(dir, 'app/src'), join(dir, 'app/link'));
  const pathsOf = async (cwd: string, path: string) => (await cli(cwd, [path])).options!.paths;
  expect(await pathsOf(join(dir, 'app'), 'link')).toEqual([join(dir, 'app/src')]);
  expect(await pathsOf(join(dir, 'alias'), join(dir, 'app/src/a.ts'))).toEqual([join(dir, 'alias/src/a.ts')]);
  expect(await pathsOf(join(dir, 'alias'), '.')).toEqual([join(dir, 'alias')]);
});

test('--through', async () => {
  const dir = tempDir();
  expect((await cli(dir, ['--through'])).options).toMatchObject({ cwd: dir, through: true });
});

describe('--rename', () => {
  test('may be given again', async () => {
    const dir = tempDir();
    const flags = ['--rename', 'orders.customer=buyer', '--rename', 'posts.author=writer'];
    const renames = { 'orders.customer': 'buyer', 'posts.author': 'writer' };
    expect((await cli(dir, flags)).options).toMatchObject({ cwd: dir, renames });
  });
});

describe('applying', () => {
  test('writes in a clean tree and says what comes next, on stderr', async () => {
    const dir = gitDir({ 'a.ts': 'old\n' });
    const { code, stdout, stderr } = await cli(dir, [], oneChange);
    expect({ code, stdout, text: textOf(dir) }).toEqual({ code: 0, stdout: '', text: 'new\n' });
    expect(stderr).toContain('1 file changed.');
    expect(stderr).toContain('Next:\n  npm install\n');
  });

  test('refuses a dirty tree, unless told otherwise', async () => {
    const dir = gitDir({ 'a.ts': 'old\n' });
    writeFiles(dir, { 'b.ts': '' });
    const { code, stderr } = await cli(dir, [], oneChange);
    expect({ code, text: textOf(dir) }).toEqual({ code: 2, text: 'old\n' });
    expect(stderr).toMatch(/^There are uncommitted changes: b\.ts\.\n.*--allow-dirty\.\n$/s);
    expect((await cli(dir, ['--allow-dirty'], oneChange)).code).toBe(0);
    expect(textOf(dir)).toBe('new\n');
  });

  test('refuses a folder without git, unless told otherwise', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const { code, stderr } = await cli(dir, [], oneChange);
    expect({ code, text: textOf(dir) }).toEqual({ code: 2, text: 'old\n' });
    expect(stderr).toContain('--allow-no-vcs');
    expect((await cli(dir, ['--allow-no-vcs'], oneChange)).code).toBe(0);
    expect(textOf(dir)).toBe('new\n');
  });

  test('does not mind the tree when there is nothing to write', async () => {
    expect((await cli(tempDir(), [])).code).toBe(0);
  });

  test('writes nothing over a file that has changed in between', async () => {
    const dir = gitDir({ 'a.ts': 'other\n' });
    const { code, stderr } = await cli(dir, [], oneChange);
    expect({ code, text: textOf(dir) }).toEqual({ code: 2, text: 'other\n' });
    expect(stderr).toMatch(/has changed since it was read/);
  });

  test('asks on a terminal', async () => {
    const dir = gitDir({ 'a.ts': 'old\n' });
    const no = await cli(dir, [], oneChange, { answer: 'n\n' });
    expect({ code: no.code, text: textOf(dir) }).toEqual({ code: 2, text: 'old\n' });
    expect(no.stderr).toContain('Change 1 file (+1 −1 lines) in');
    expect((await cli(dir, [], oneChange, { answer: '' })).code).toBe(2);
    // Ctrl+C; what is typed behind it is no answer.
    const stopped = await cli(dir, [], oneChange, { answer: '\u0003y\n' });
    expect({ code: stopped.code, text: textOf(dir) }).toEqual({ code: 2, text: 'old\n' });
    expect((await cli(dir, [], oneChange, { answer: 'y\n' })).code).toBe(0);
    expect(textOf(dir)).toBe('new\n');
  });

  test('--yes does not ask', async () => {
    const dir = gitDir({ 'a.ts': 'old\n' });
    const { code, stderr } = await cli(dir, ['--yes'], oneChange, { answer: '' });
    expect({ code, text: textOf(dir) }).toEqual({ code: 0, text: 'new\n' });
    expect(stderr).not.toContain('[Y/n]');
  });
});

describe('not writing', () => {
  test('--dry-run prints the diff to stdout and the summary to stderr', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const { code, stdout, stderr } = await cli(dir, ['--dry-run'], oneChange);
    expect({ code, stdout, text: textOf(dir) }).toEqual({
      code: 0,
      stdout: '--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-old\n+new\n',
      text: 'old\n',
    });
    expect(stderr).toContain('1 file would change.');
  });

  test('--check fails when anything is left to change, and shows no diff', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    expect(await cli(dir, ['--check'])).toMatchObject({ code: 0, stdout: '' });
    expect(await cli(dir, ['--check'], oneChange)).toMatchObject({ code: 1, stdout: '' });
    expect(await cli(dir, ['--check'], withError)).toMatchObject({ code: 1, stdout: '' });
    expect(await cli(dir, ['--check'], withReview)).toMatchObject({ code: 0, stdout: '' });
    expect(textOf(dir)).toBe('old\n');
  });

  test('findings of level error give exit code 1 in every mode', async () => {
    expect((await cli(tempDir(), [], withError)).code).toBe(1);
    expect((await cli(tempDir(), ['--dry-run'], withError)).code).toBe(1);
    expect((await cli(tempDir(), [], withReview)).code).toBe(0);
  });
});

describe('output', () => {
  test('--format json is alone on stdout, nothing on stderr', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const { stdout, stderr } = await cli(dir, ['--dry-run', '--format', 'json'], oneChange);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, changes: [{ path: 'a.ts', status: 'changed' }] });
    expect(stderr).toBe('');
  });

  test('--format patch has no colours, not even on a terminal', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const { stdout, stderr } = await cli(dir, ['--dry-run', '--format', 'patch'], oneChange, { answer: '' });
    expect(stdout).toMatch(/^--- a\/a\.ts\n/);
    expect(stderr).toContain('1 file would change');
  });

  test('--output takes what would have gone to stdout; in text form the summary too', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const written = async (argv: string[]): Promise<string> => {
      const { stdout } = await cli(dir, [...argv, '--output', 'out.txt'], oneChange, { answer: '' });
      expect(stdout).toBe('');
      return readFileSync(join(dir, 'out.txt'), 'utf8');
    };
    expect(JSON.parse(await written(['--check', '--format', 'json']))).toMatchObject({ version: 1 });
    expect(await written(['--dry-run', '--format', 'patch'])).toMatch(/^--- a\/a\.ts\n[^]*\+new\n$/);
    expect(await written(['--dry-run'])).toMatch(/^--- a\/a\.ts\n[^]*\+new\n\ndrizzle-orm [^]*would change\.\n$/);
    expect(await written(['--check'])).toMatch(/^drizzle-orm [^]*1 file to change; 1 error\.\n$/);
  });

  test('a place that cannot be written to is one message', async () => {
    const dir = tempDir({ 'a.ts': 'old\n' });
    const { code, stderr } = await cli(dir, ['--yes', '--allow-no-vcs', '--output', 'missing/out.txt'], oneChange);
    expect(code).toBe(2);
    expect(textOf(dir)).toBe('old\n');
    expect(stderr).toMatch(/^Could not write the report to /);
  });

  test('--quiet keeps silent when nobody needs to act', async () => {
    expect(await cli(tempDir(), ['--quiet'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await cli(tempDir(), ['--quiet'], withError)).stderr).toMatch(/^error RQB_SAMPLE/);
  });

  test('colours on a terminal only, never with NO_COLOR, always with FORCE_COLOR', async () => {
    const coloured = async (world: { env?: Host['env']; answer?: string }): Promise<boolean> =>
      (await cli(tempDir(), ['--check'], withError, world)).stderr.includes('\u001B[');
    expect(await coloured({})).toBe(false);
    expect(await coloured({ answer: '' })).toBe(true);
    expect(await coloured({ answer: '', env: { NO_COLOR: '1' } })).toBe(false);
    expect(await coloured({ answer: '', env: { TERM: 'dumb' } })).toBe(false);
    expect(await coloured({ env: { FORCE_COLOR: '1' } })).toBe(true);
  });
});

describe('errors', () => {
  const failing = (error: Error) => (): never => {
    throw error;
  };

  test('of the user are one message', async () => {
    const { code, stderr } = await cli(tempDir(), [], failing(new UserError('No schema was found.')));
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'No schema was found.\n' });
  });

  test('of the tool show where, and say that they are a bug', async () => {
    const dir = tempDir();
    const { code, stderr } = await cli(dir, [], failing(new TypeError('x is undefined')));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^TypeError: x is undefined\n\s+at [^]*This is a bug/);
    expect(existsSync(join(dir, 'a.ts'))).toBe(false);
  });
});
