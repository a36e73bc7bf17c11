import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typeCheck } from '../../src/verify/type-check.ts';
import { repository } from '../fixture-runner/fixtures.ts';
import { tempDir } from '../temp-dir.ts';

const compiler = join(repository, 'node_modules/typescript/bin/tsc');
const wrong = "export const wrong: number = 'text';\n";

/** What the compiler says of a project with these options. */
function check(compilerOptions: object, files: Record<string, string> = { 'src/a.ts': wrong }) {
  const config = { compilerOptions: { types: [], lib: ['es5'], ...compilerOptions }, include: ['src'] };
  const root = tempDir({ 'tsconfig.json': JSON.stringify(config), ...files });
  const { errors, stopped, files: read } = typeCheck(compiler, root, [join(root, 'tsconfig.json')]);
  const own = [...read]
    .filter((path) => path.startsWith(join(root, 'src/')))
    .map((path) => path.slice(root.length + 1));
  return { codes: errors.map(({ code }) => code), stopped: [...stopped.values()].map(({ code }) => code), own };
}

test.each([
  [{}],
  [{ incremental: true, tsBuildInfoFile: './build.tsbuildinfo' }],
  [{ composite: true, emitDeclarationOnly: true }],
  [{ composite: true, declarationMap: true, tsBuildInfoFile: './build.tsbuildinfo' }],
  [{ composite: true, isolatedDeclarations: true }],
  [{ declaration: true, emitDeclarationOnly: true }],
])('code is checked with %j', (options) => {
  expect(check(options)).toEqual({ codes: ['TS2322'], stopped: [], own: ['src/a.ts'] });
});

test('it is said when the compiler stops before it checks code', () => {
  expect(check({ declarationMap: true })).toMatchObject({ codes: ['TS5069'], stopped: ['TS5069'] });
  expect(check({}, { 'src/a.ts': wrong, 'src/b.ts': 'export const = 1;\n' })).toMatchObject({ stopped: ['TS1134'] });
  const typed = { 'src/a.ts': wrong, 'src/b.js': 'export function typed(a: string) {}\n' };
  expect(check({ allowJs: true, noEmit: true }, typed)).toMatchObject({ codes: ['TS8010'], stopped: ['TS8010'] });
  // The checker has errors that look like those of syntax, and unknown options do not stop the compiler.
  expect(check({}, { 'src/a.ts': 'await 1;\n' })).toMatchObject({ codes: ['TS1375'], stopped: [] });
  expect(check({ nonsense: true }, { 'src/a.ts': '' })).toMatchObject({ codes: ['TS5023'], stopped: [] });
});
