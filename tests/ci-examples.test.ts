// The commands of docs/ci, run as the services would.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { requireBuild } from './built.ts';
import { readTree, repository } from './fixture-runner/fixtures.ts';
import { gitDir } from './temp-dir.ts';

const bin = join(repository, 'bin/drizzle-rqb-migrate.js');
const example = (name: string): string => readFileSync(join(repository, 'docs/ci', name), 'utf8');
const fixture = (side: 'before' | 'after') => gitDir(readTree(join(repository, 'fixtures/where-value-eq', side)));

/** Runs a command line of an example in a shell, with this build in place of the published one. */
function run(command: string, cwd: string): { code: number | null; stdout: string; stderr: string } {
  const line = command.replaceAll(/npx (?:--yes )?drizzle-rqb-migrate/g, `'${process.execPath}' '${bin}'`);
  expect(line).toContain(bin);
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

beforeAll(requireBuild);

test('GitHub Actions', () => {
  const { jobs } = parse(example('github-actions.yml')) as { jobs: { check: { steps: { run?: string }[] } } };
  const [annotate, scan] = jobs.check.steps.flatMap((step) => step.run ?? []);
  const before = fixture('before');
  const { code, stdout } = run(annotate!, before);
  expect({ code, stdout }).toEqual({
    code: 1,
    stdout: expect.stringMatching(/^::error file=.+,line=\d+,col=\d+,title=RQB_V1_/m),
  });
  expect(run(scan!, before).code).toBe(0);
  expect(JSON.parse(readFileSync(join(before, 'drizzle-v2.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(run(annotate!, fixture('after'))).toMatchObject({ code: 0, stdout: '' });
});

test('GitLab', () => {
  const text = example('gitlab-ci.yml');
  const { script } = (parse(text) as { 'drizzle-v2': { script: string[] } })['drizzle-v2'];
  const before = fixture('before');
  expect(run(script[0]!, before)).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no baseline') });
  expect(run(/`(npx .*)`/.exec(text)![1]!, before).code).toBe(0);
  expect(run(script[0]!, before).code).toBe(0);
  expect(existsSync(join(before, 'drizzle-v2.xml'))).toBe(true);
});

test('pre-commit and lint-staged', async () => {
  const { repos } = parse(example('pre-commit-config.yaml')) as { repos: [{ hooks: [{ entry: string }] }] };
  const staged = (await import(join(repository, 'docs/ci/lint-staged.config.mjs'))) as {
    default: Record<string, string>;
  };
  const [before, after] = [fixture('before'), fixture('after')];
  const query = Object.keys(readTree(before)).find((name) => /quer/.test(name))!;
  for (const command of [repos[0].hooks[0].entry, ...Object.values(staged.default)]) {
    const { code, stderr } = run(`${command} ${query}`, before);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${query}:`) });
    expect(run(`${command} ${query}`, after)).toEqual({ code: 0, stdout: '', stderr: '' });
  }
});
