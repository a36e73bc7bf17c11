import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/findings.ts';
import { bumpVersions, type PackageFile } from '../../../src/rewrite/packages/package-json.ts';

/** Files by name in, changed texts and findings as `CODE file:line:column` out. */
function bump(
  files: Record<string, string>,
  target = '1.0.0-rc.5',
): { texts: Record<string, string>; places: string[]; findings: Finding[] } {
  const list: PackageFile[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { edits, findings } = bumpVersions(list, target);
  const texts: Record<string, string> = {};
  for (const { path, text } of list) {
    let result = text;
    for (const edit of edits.filter((it) => it.file === path).sort((a, b) => b.start - a.start)) {
      result = result.slice(0, edit.start) + edit.pieces.join('') + result.slice(edit.end);
    }
    if (result !== text) texts[path] = result;
  }
  return { texts, findings, places: findings.map((it) => `${it.code} ${it.file}:${it.line}:${it.column}`) };
}

/** What becomes of one range in `dependencies`. */
function pinned(range: string, target?: string): string {
  const { texts, places } = bump({ 'package.json': `{"dependencies":{"drizzle-orm":"${range}"}}` }, target);
  return /"drizzle-orm":"([^"]*)"/.exec(texts['package.json'] ?? '')?.[1] ?? places[0]?.split(' ')[0] ?? 'unchanged';
}

test('not modified', () => {
  expect(
    bump({ 'package.json': '{ "dependencies": { "zod": "^3.0.0", "drizzle-orm-v0": "npm:drizzle-orm@0.45.4" } }' }),
  ).toEqual({ texts: {}, places: [], findings: [] });
});

test('import maps of Deno', () => {
  const map = (version: string) => `{
  // Bare names
  "imports": {
    "drizzle-orm": "npm:drizzle-orm@${version}",
    "drizzle-orm/": "npm:/drizzle-orm@${version}/",
    "drizzle-orm/pg-core": "npm:drizzle-orm@${version}/pg-core",
    "drizzle-zod": "npm:drizzle-zod@0.5.0", "@std/path": "jsr:@std/path@1",
  },
}
`;
  expect(bump({ 'deno.json': map('^0.45.4'), 'deno.jsonc': map('0.45.4') })).toMatchObject({
    texts: { 'deno.json': map('1.0.0-rc.5'), 'deno.jsonc': map('1.0.0-rc.5') },
    places: [],
  });
  expect(bump({ 'deno.json': '{ "imports": { "drizzle-orm": "https://esm.sh/drizzle-orm@0.45.4" } }' })).toMatchObject({
    texts: {},
    places: ['RQB_PACKAGE_VERSION_KEPT deno.json:1:32'],
  });
});

test('changes the version and nothing else', () => {
  const text = (orm: string, kit: string): string =>
    `\uFEFF{\r\n\t"name":"a" ,\r\n\t"dependencies": {"drizzle-orm":   "${orm}"},\r\n\t"devDependencies": {\r\n\t\t"drizzle-kit" : "${kit}" }\r\n}`;
  expect(bump({ 'package.json': text('^0.44.2', '~0.31.1') }).texts).toEqual({
    'package.json': text('1.0.0-rc.5', '1.0.0-rc.5'),
  });
});

describe('ranges', () => {
  test.each([
    '^0.44.2',
    '~0.30',
    '0.x',
    '0.45.4',
    '>=0.30 <1',
    '<1.0.0',
    '0.30.0 - 0.45.0',
    '^0.44.0 || ^1.0.0-rc.5',
    '*',
    'latest',
    '1.0.0-beta.9-e89174b',
    '^1.0.0-beta.22',
    '1.0.0-rc.4',
  ])('%s is pinned exactly', (range) => {
    expect(pinned(range)).toBe('1.0.0-rc.5');
  });

  test.each(['1.0.0-rc.5', '^1.0.0-rc.5', '1.0.0-rc.5-a1b2c3d', '1.0.0-rc.10', '^1.0.0', '1.2.3', 'workspace:*'])(
    '%s is left alone',
    (range) => {
      expect(pinned(range)).toBe('unchanged');
    },
  );

  test.each([
    'beta',
    'rc',
    'github:drizzle-team/drizzle-orm',
    'file:../x',
    'patch:drizzle-orm@npm%3A0.44.2#x',
    'npm:@my/fork@0.44.0',
  ])('%s is reported', (range) => {
    expect(pinned(range)).toBe('RQB_PACKAGE_VERSION_KEPT');
  });

  test('an alias of itself keeps its prefix', () => {
    expect(pinned('npm:drizzle-orm@^0.44.2')).toBe('npm:drizzle-orm@1.0.0-rc.5');
  });

  test('an escaped version is reported', () => {
    expect(pinned('\\u005e0.44.2')).toBe('RQB_PACKAGE_VERSION_KEPT');
  });

  test('a released target keeps the operator', () => {
    expect(pinned('^0.44.2', '1.0.0')).toBe('^1.0.0');
    expect(pinned('~0.44.2', '1.0.0')).toBe('~1.0.0');
    expect(pinned('>=0.44 <1', '1.0.0')).toBe('1.0.0');
    expect(pinned('1.0.0-rc.5', '1.0.0')).toBe('1.0.0');
  });
});

describe('peers', () => {
  const file = (peer: string, dev: string, rest = ''): string =>
    `{${rest}"peerDependencies":{"drizzle-orm":"${peer}"},"devDependencies":{${dev}}}`;

  test('become a range when the package depends on it otherwise', () => {
    const { texts, places } = bump({ 'package.json': file('>=0.36', '"drizzle-orm":"0.44.2"') });
    expect(texts['package.json']).toBe(file('^1.0.0-rc.5', '"drizzle-orm":"1.0.0-rc.5"'));
    expect(places).toEqual(['RQB_PACKAGE_PEER_RAISED package.json:1:37']);
  });

  test('are pinned when nothing else pins them', () => {
    const { texts, places } = bump({ 'package.json': file('>=0.36', '', '"private": true,') });
    expect(texts['package.json']).toBe(file('1.0.0-rc.5', '', '"private": true,'));
    expect(places).toEqual([]);
  });

  test('that let everything in stay', () => {
    expect(bump({ 'package.json': file('*', '') })).toMatchObject({ texts: {}, places: [] });
  });
});

describe('overrides', () => {
  test.each([
    '{"overrides":{"drizzle-orm":"VERSION"}}',
    '{"overrides":{"drizzle-orm":{".":"VERSION"}}}',
    '{"overrides":{"drizzle-orm@^0.40":"VERSION"}}',
    '{"resolutions":{"drizzle-orm":"VERSION"}}',
    '{"resolutions":{"**/drizzle-orm":"VERSION"}}',
    '{"resolutions":{"drizzle-orm@npm:^0.40.0":"VERSION"}}',
    '{"pnpm":{"overrides":{"drizzle-kit":"VERSION"}}}',
  ])('%s', (text) => {
    expect(bump({ 'package.json': text.replace('VERSION', '0.44.2') }).texts['package.json']).toBe(
      text.replace('VERSION', '1.0.0-rc.5'),
    );
  });

  test.each([
    '{"overrides":{"better-auth":{"drizzle-orm":"0.44.2"}}}',
    '{"resolutions":{"better-auth/drizzle-orm":"0.44.2"}}',
    '{"resolutions":{"@auth/core/drizzle-orm":"0.44.2"}}',
    '{"pnpm":{"overrides":{"better-auth>drizzle-orm":"0.44.2"}}}',
  ])('for one dependent is reported: %s', (text) => {
    const { texts, findings } = bump({ 'package.json': text });
    expect(texts).toEqual({});
    expect(findings.map((it) => it.code)).toEqual(['RQB_PACKAGE_OVERRIDE_KEPT']);
  });

  test.each([
    '{"overrides":{"drizzle-orm":"$drizzle-orm"}}',
    '{"pnpm":{"overrides":{"drizzle-orm":"-"}}}',
    '{"resolutions":{"@other/drizzle-orm":"0.44.2"}}',
  ])('left alone: %s', (text) => {
    expect(bump({ 'package.json': text })).toMatchObject({ texts: {}, places: [] });
  });

  test('a patch is reported', () => {
    const text = '{"pnpm":{"patchedDependencies":{"drizzle-orm@0.44.2":"patches/drizzle.patch"}}}';
    expect(bump({ 'package.json': text })).toMatchObject({
      texts: {},
      places: ['RQB_PACKAGE_PATCHED package.json:1:55'],
    });
  });
});

describe('catalogs', () => {
  const reference = (name: string): string => `{"dependencies":{"drizzle-orm":"catalog:${name}"}}`;

  test('of pnpm', () => {
    const yaml = (version: string): string =>
      [
        '# versions',
        'packages:',
        "  - 'packages/*'",
        '  - "!**/test/**"',
        'catalog:',
        `  drizzle-orm: ${version}   # keep in step`,
        `  "drizzle-kit": '${version}'`,
        '  zod: ^3.0.0',
        'catalogs:',
        '  db:',
        `    'drizzle-orm': "${version}"`,
        'overrides:',
        `  drizzle-orm@<1: ${version}`,
        '',
      ].join('\r\n');
    const files = {
      'pnpm-workspace.yaml': yaml('0.44.2'),
      'a/package.json': reference(''),
      'b/package.json': reference('db'),
      'c/package.json': reference('default'),
    };
    expect(bump(files)).toMatchObject({ texts: { 'pnpm-workspace.yaml': yaml('1.0.0-rc.5') }, places: [] });
  });

  test.each([
    '{"workspaces":{"packages":["a"],"catalog":{"drizzle-orm":"VERSION"}}}',
    '{"workspaces":{"catalogs":{"db":{"drizzle-orm":"VERSION"}}}}',
    '{"catalog":{"drizzle-orm":"VERSION"}}',
  ])('of bun: %s', (text) => {
    expect(bump({ 'package.json': text.replace('VERSION', '^0.44.2') }).texts['package.json']).toBe(
      text.replace('VERSION', '1.0.0-rc.5'),
    );
  });

  test('that are missing are reported', () => {
    const { texts, places } = bump({
      'a/package.json': reference('db'),
      'pnpm-workspace.yaml': 'catalog:\n  zod: 3\n',
    });
    expect(texts).toEqual({});
    expect(places).toEqual(['RQB_PACKAGE_CATALOG_MISSING a/package.json:1:33']);
  });

  test.each(['catalog: { drizzle-orm: ^0.44.2 }\n', 'catalog:\n  drizzle-orm: &v ^0.44.2\n'])(
    'in another notation are reported: %j',
    (text) => {
      const { texts, findings } = bump({ 'pnpm-workspace.yaml': text });
      expect(texts).toEqual({});
      expect(findings.map((it) => it.code)).toEqual(['RQB_PACKAGE_VERSION_KEPT']);
    },
  );
});

test('companion packages for 0.x are reported with what replaces them', () => {
  const { texts, findings } = bump({ 'package.json': '{"dependencies":{"drizzle-zod":"^0.8.3"}}' });
  expect(texts).toEqual({});
  expect(findings).toMatchObject([
    { code: 'RQB_PACKAGE_COMPANION', remedy: expect.stringContaining('drizzle-orm/zod') },
  ]);
});

test('no module is named that the target does not have', () => {
  const files = { 'package.json': '{"dependencies":{"drizzle-zod":"^0.8.3"}}' };
  const remedyFor = (target: string) => bump(files, target).findings[0]!.remedy;
  expect(remedyFor('1.0.0-beta.21')).toBe('Import from `drizzle-orm/zod` instead and remove the package.');
  expect(remedyFor('1.0.0-beta.1')).toContain('from 1.0.0-beta.21 on');
});

test('a prerelease of drizzle-seed goes with every later target', () => {
  const codesFor = (version: string) =>
    bump({ 'package.json': `{"dependencies":{"drizzle-seed":"${version}"}}` }).findings.map(({ code }) => code);
  expect(codesFor('^0.3.1')).toEqual(['RQB_PACKAGE_COMPANION']);
  expect(codesFor('1.0.0-rc.4')).toEqual([]);
});

test('a broken package.json is reported and left alone', () => {
  const { texts, places } = bump({ 'package.json': '{\n  "dependencies": { "drizzle-orm": "0.44.2",, }\n}' });
  expect(texts).toEqual({});
  expect(places).toEqual(['RQB_PARSE_ERROR package.json:2:45']);
});

test('wording names the target', () => {
  const { findings } = bump({ 'package.json': '{"dependencies":{"drizzle-orm":"beta"}}' });
  expect(findings[0]!.remedy).toContain('1.0.0-rc.5');
});
