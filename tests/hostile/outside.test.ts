import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { writeChanges } from '../../src/workspace/write-changes.ts';
import { tempDir } from '../temp-dir.ts';
import { healthy, runIn } from './project.ts';

test('no code of the project is run, and nothing goes over the network', async () => {
  const marker = join(tempDir(), 'ran');
  const poison = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');\n`;
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const names = [
    'prettier.config.js',
    '.prettierrc.cjs',
    'oxfmt.config.ts',
    'drizzle.config.ts',
    'eslint.config.js',
    'index.js',
  ];
  const files = {
    ...healthy,
    ...Object.fromEntries(names.map((name) => [name, poison])),
    'node_modules/drizzle-orm/package.json': '{ "name": "drizzle-orm", "version": "0.45.4", "main": "index.js" }',
    'node_modules/drizzle-orm/index.js': poison,
    '.pnpmfile.cjs': poison,
    'tsconfig.json':
      '{ "extends": "https://example.com/tsconfig.json", "compilerOptions": { "plugins": [{ "name": "./index.js" }] } }',
  };
  await runIn(tempDir(files), files);
  expect(existsSync(marker)).toBe(false);
  expect(connect).not.toHaveBeenCalled();
  connect.mockRestore();
});

test('what leads out of the project is refused, and nothing is written there', async () => {
  const outside = tempDir({ 'kept.ts': 'export {};\n' });
  for (const relations of [join(outside, 'relations.ts'), '../relations.ts', 'linked/relations.ts']) {
    const dir = tempDir(healthy);
    symlinkSync(outside, join(dir, 'linked'));
    const { changes } = await migrate({ cwd: dir, relations });
    expect(() => writeChanges(dir, changes)).toThrow(/is outside .*No file was changed/);
    for (const [name, text] of Object.entries(healthy)) expect(readFileSync(join(dir, name), 'utf8')).toBe(text);
    expect(readdirSync(outside)).toEqual(['kept.ts']);
  }
});
