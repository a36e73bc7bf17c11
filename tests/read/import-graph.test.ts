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
    expect(asked).toHaveLength(new Set(asked).size);
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
});
