// The tool where a path looks like `C:\project\src`: Windows' path functions over a file system that is asked by such paths.
import { join, sep } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { applyChanges, type Fixture, listFixtures, readTree, reportedFindings } from './fixture-runner/fixtures.ts';
import { tempDir } from './temp-dir.ts';

vi.mock('node:path', async (original) => {
  const { win32 } = await original<typeof import('node:path')>();
  return { ...win32, default: win32 };
});

vi.mock('node:fs', async (original) => {
  const native = await original<typeof import('node:fs')>();
  const onDisk = (path: unknown) => (typeof path === 'string' ? path.replace(/^C:/, '').replaceAll('\\', '/') : path);
  const members = Object.entries(native).map(([name, member]) => {
    if (typeof member !== 'function' || !name.endsWith('Sync')) return [name, member];
    const call = member as (...args: unknown[]) => unknown;
    if (name === 'realpathSync')
      return [name, (path: string) => `C:${String(call(onDisk(path))).replaceAll('/', '\\')}`];
    return [name, (path: unknown, ...rest: unknown[]) => call(onDisk(path), ...rest)];
  });
  return Object.fromEntries(members) as typeof native;
});

/** Those that are about where files are, and every tenth. */
const about = /^(?:imports|kit|relations-(?:barrel|own|separate)|schema|zeus|comfytavern|casing-kit|types-schema)/;
const fixtures = listFixtures().filter(({ name }, index) => about.test(name) || index % 10 === 0);

describe('on Windows', () => {
  test.each(fixtures)('$name is rewritten as elsewhere', async ({ dir, report }: Fixture) => {
    const before = readTree(join(dir, 'before'));
    const cwd = tempDir(before);
    expect(cwd).toMatch(/^C:\\/);
    const result = await migrate({ ...report.options, cwd });
    expect(applyChanges(before, result)).toEqual(readTree(join(dir, 'after')));
    const findings = reportedFindings(result).map((it) => ({ ...it, file: it.file.replaceAll(sep, '/') }));
    expect(findings).toEqual(expect.arrayContaining(report.findings));
    expect(findings).toHaveLength(report.findings.length);
    expect(JSON.stringify(result.findings)).not.toMatch(/[^"]C:/);
  });
});
