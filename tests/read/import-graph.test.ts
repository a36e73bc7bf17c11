import { describe, expect, test } from 'vitest';
import { createImportGraph } from '../../src/read/modules/import-graph.ts';
import type { PackageInfo } from '../../src/read/modules/package-info.ts';
import { createResolver } from '../../src/read/modules/resolve.ts';

/** The graph of some files; those in `asked` are the ones whose texts were read. */
function graphOf(files: Record<string, string>, packages: PackageInfo[] = []) {
  const asked: string[] = [];
  const read = (path: string) => {
    asked.push(path);
    return files[path];
  };
  const resolver = createResolver((path) => path in files, packages);
  return { graph: createImportGraph(Object.keys(files), read, resolver), asked };
}

describe('a file reaches another one', () => {
  const files = {
    '/p/users.ts': 'export class Users {}',
    '/p/index.ts': "export * from './users';",
    '/p/typed.ts': "import type { Users } from './index';",
    '/p/late.ts': "const { Users } = await import('./index');",
    '/p/common.cjs': "const { Users } = require('./index');",
    '/p/a.ts': "import './b';",
    '/p/b.ts': "import './a'; import './typed';",
    '/p/lone.ts': "import './lone2'; import 'react';",
    '/p/lone2.ts': "import './lone';",
  };

  test.each(['users.ts', 'index.ts', 'typed.ts', 'late.ts', 'common.cjs', 'a.ts', 'b.ts'])(
    'that it imports, directly or not: %s',
    (name) => expect(graphOf(files).graph.reaches(`/p/${name}`, '/p/users.ts')).toBe(true),
  );

  test('but not one that it does not import, also where files import each other', () => {
    const { graph, asked } = graphOf(files);
    expect(graph.reaches('/p/lone.ts', '/p/users.ts')).toBe(false);
    expect(graph.reaches('/p/lone2.ts', '/p/users.ts')).toBe(false);
    expect(graph.reaches('/p/users.ts', '/p/index.ts')).toBe(false);
    expect(graph.reaches('/p/b.ts', '/p/users.ts')).toBe(true);
    expect(graph.reaches('/p/a.ts', '/p/users.ts')).toBe(true);
    // Once for what a file imports, and once for the globals it may make.
    expect(asked.length).toBeLessThanOrEqual(2 * new Set(asked).size);
  });

  test('where names are imported automatically', () => {
    const nuxt: PackageInfo = {
      name: 'p',
      path: '/p/package.json',
      dir: '/p',
      json: { dependencies: { nuxt: '^4.0.0' } },
    };
    expect(graphOf(files, [nuxt]).graph.reaches('/p/lone.ts', '/p/users.ts')).toBe(true);
  });

  const lone = (text: string, others: Record<string, string> = {}, packages: PackageInfo[] = []) =>
    graphOf({ ...files, '/p/lone.ts': text, ...others }, packages).graph.reaches('/p/lone.ts', '/p/users.ts');
  const packageWith = (json: Record<string, unknown>): PackageInfo => ({
    name: 'p',
    path: '/p/package.json',
    dir: '/p',
    json,
  });

  test('where a plugin imports names, by a dependency of any package or by declarations', () => {
    const withPlugin = packageWith({ devDependencies: { 'unplugin-auto-import': '^20.0.0' } });
    expect(lone("import './lone2';", {}, [withPlugin])).toBe(true);
    const declared = "declare global { const list: typeof import('./users')['list'] }";
    expect(lone('list();', { '/p/auto-imports.d.ts': declared })).toBe(true);
  });

  test.each([
    'const { list } = await import(path);',
    'await import(`./${name}.ts`);',
    "import.meta.glob('./*.ts');",
    'require(file);',
    "import { list } from '@/users';",
  ])('that it may import by a path only known elsewhere: %s', (text) => expect(lone(text)).toBe(true));

  test.each([
    "import './lone2'; import 'react'; import('./lone2'); require('./lone2'); import(`./lone2`);",
    "import x from '@scope/package';",
    "if (globalThis.list === undefined || global.list == 1) globalThis.fetch('/');",
  ])('but not by a path that is written: %s', (text) => expect(lone(text)).toBe(false));

  test.each([
    'globalThis.list = list;',
    '(globalThis as any).list ??= list;',
    "global['list'] = list;",
    'const all = globalThis as unknown as { list: unknown };',
    'Object.assign(globalThis, { list });',
  ])('whose exports may be globals: %s', (text) =>
    expect(lone('list();', { '/p/setup.ts': `import { list } from './users'; ${text}` })).toBe(true),
  );

  test('by the imports of its package.json', () => {
    const adonis = packageWith({ imports: { '#models/*': './*.js' } });
    expect(lone("import { Users } from '#models/users';", {}, [adonis])).toBe(true);
    expect(lone("import '#models/lone2';", {}, [adonis])).toBe(false);
  });
});
