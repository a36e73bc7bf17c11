import { existsSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { capabilitiesOf } from '../../src/drizzle/capabilities.ts';
import { movedModule, successorOf } from '../../src/drizzle/class-names.ts';
import { adviceForGone } from '../../src/drizzle/gone-core-exports.ts';
import { goneExports as goneRelations } from '../../src/drizzle/gone-exports.ts';
import { movedExports } from '../../src/drizzle/moved-exports.ts';
import { repository } from '../fixture-runner/fixtures.ts';

const home = `${repository}/node_modules/drizzle-orm`;
/** drizzle-orm, its cores, and what is below them in 0.45.4, but for the modules that the migration rewrites. */
const modules = readdirSync(`${home}-v0`, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) =>
    /^(?:index|casing|column|column-builder|utils|(?:(?:pg|mysql|sqlite|singlestore)-core|sql)\/.*)\.d\.ts$/.test(path),
  )
  .map((path) => path.replace(/\.d\.ts$/, '').replace(/(?:^|\/)index$/, ''))
  .filter((module) => movedModule(`drizzle-orm/${module}`) === undefined)
  .sort();
const releases = { '1.0.0-beta.1': '-beta1', '1.0.0-beta.24': '-beta24', '1.0.0-rc.4': '-rc4', '1.0.0-rc.5': '' };

test('there is advice for each name that a release and those after it lack, and for none that it has', () => {
  const [v1, ...others] = exportsOf(['-v0', ...Object.values(releases)]);
  Object.keys(releases).forEach((release, index) => {
    const capabilities = capabilitiesOf(release);
    modules.forEach((module, at) => {
      const path = module ? `drizzle-orm/${module}` : 'drizzle-orm';
      const isRewritten = (name: string) =>
        movedExports.has(name) ||
        Object.hasOwn(goneRelations, name) ||
        successorOf(path, name, capabilities) !== undefined;
      const names = [...v1![at]!].filter((name) => !isRewritten(name)).sort();
      const later = others.slice(index);
      const gone = names.filter((name) => later.every((exported) => !exported[at]!.has(name)));
      const told = names.filter((name) => adviceForGone(path, name, capabilities) !== undefined);
      expect([release, path, ...told]).toEqual([release, path, ...gone]);
    });
  });
}, 60_000);

/** The names that each module of each installed release exports; none for a module that it does not have. */
function exportsOf(suffixes: readonly string[]): Set<string>[][] {
  const pathsOf = (suffix: string) =>
    modules.map((module) =>
      [`${module}.d.ts`, `${module && `${module}/`}index.d.ts`]
        .map((path) => `${home}${suffix}/${path}`)
        .find((path) => existsSync(path)),
    );
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    skipLibCheck: true,
    noLib: true,
    types: [],
  };
  const program = ts.createProgram(
    suffixes.flatMap(pathsOf).filter((path) => path !== undefined),
    options,
  );
  const checker = program.getTypeChecker();
  return suffixes.map((suffix) =>
    pathsOf(suffix).map((path) => {
      const symbol = path && checker.getSymbolAtLocation(program.getSourceFile(path)!);
      return new Set(symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : []);
    }),
  );
}
