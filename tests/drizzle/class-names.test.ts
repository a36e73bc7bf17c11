import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allSuccessors, type Form } from '../../src/drizzle/class-names.ts';
import { capabilitiesOf, newestTarget } from '../../src/drizzle/capabilities.ts';
import { compilerOptions, installPackages } from '../fixture-runner/stage.ts';

const successors = allSuccessors(capabilitiesOf(newestTarget));
let root: string;
/** The release of v1, and those of 1.0 in which names were others than now. */
let earlier: ReturnType<typeof parametersIn>[];
let v2: ReturnType<typeof parametersIn>;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'drizzle-rqb-migrate-')));
  const modules = new Set(successors.flatMap(({ from, to }) => [from.module, to?.module ?? from.module]));
  earlier = ['drizzle-orm-v0', 'drizzle-orm-beta1', 'drizzle-orm-beta24', 'drizzle-orm-rc4'].map((drizzle) =>
    parametersIn(drizzle, [...modules]),
  );
  v2 = parametersIn('drizzle-orm', [...modules]);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each(successors)('$from.module $from.name has the type parameters of the table', ({ from, to }) => {
  // From beta.9 to beta.23 the class had both names and four parameters; none of these releases is installed here.
  const isBetween = from.name.startsWith('PgAsync') && from.parameters.length === 4;
  if (!isBetween) expect(earlier.map((release) => release(from))).toContainEqual(optionals(from));
  if (to) expect(v2(to)).toEqual(optionals(to));
  else expect(v2(from)).toBeUndefined();
});

/** Which type parameters of a form have a default. */
function optionals({ parameters }: Form): boolean[] {
  return parameters.map(({ role, optional }) => optional || role.startsWith('='));
}

/** Looks up the type parameters of what an installed drizzle-orm exports: whether each has a default. */
function parametersIn(drizzle: string, modules: readonly string[]): (form: Form) => boolean[] | undefined {
  installPackages(join(root, drizzle), drizzle);
  const path = join(root, drizzle, 'index.ts');
  const names = modules.map((module) => ['drizzle-orm', module].filter(Boolean).join('/'));
  writeFileSync(path, names.map((name, index) => `import type * as m${index} from '${name}';\n`).join(''));
  const options = { ...compilerOptions, lib: undefined, noLib: true, types: [], preserveSymlinks: true };
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  return ({ module, name }) => {
    const statement = program.getSourceFile(path)!.statements[modules.indexOf(module)] as ts.ImportDeclaration;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    const found = symbol && checker.getExportsOfModule(symbol).find((candidate) => candidate.name === name);
    if (!found) return undefined;
    const target = found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    const declaration = target.declarations?.find((node) => (node as ts.ClassDeclaration).typeParameters) as
      ts.ClassDeclaration | undefined;
    return (declaration?.typeParameters ?? []).map((parameter) => parameter.default !== undefined);
  };
}
