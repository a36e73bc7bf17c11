import ts from 'typescript';
import { expect, test } from 'vitest';
import { newExports } from '../../src/drizzle/new-exports.ts';
import { repository } from '../fixture-runner/fixtures.ts';

test('the names that are new in drizzle-orm are those of the installed releases', () => {
  const [v1, v2] = ['drizzle-orm-v0', 'drizzle-orm'].map((name) =>
    exportsOf(`${repository}/node_modules/${name}/index.d.ts`),
  );
  expect([...newExports].sort()).toEqual([...v2!].filter((name) => !v1!.has(name)).sort());
}, 60_000);

function exportsOf(path: string): Set<string> {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    noLib: true,
    types: [],
  };
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(path)!);
  return new Set(checker.getExportsOfModule(symbol!).map(({ name }) => name));
}
