import { join } from 'node:path';
import ts from 'typescript';
import { shareDeclarations } from '../shared-declarations.ts';
import { repository } from './fixtures.ts';
import { compilerOptions, type Stage } from './stage.ts';

/** The type errors of every fixture of a stage, from one program over all of them. */
export function typeErrors(stage: Stage, extra: ts.CompilerOptions = {}): Map<string, string[]> {
  const options = { ...compilerOptions, ...extra };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, from) => {
    const isOurs = from.startsWith(stage.root);
    return literals.map(({ text }) =>
      isOurs ? { resolvedModule: stage.resolve(text, from) } : ts.resolveModuleName(text, from, options, host, cache),
    );
  };
  shareDeclarations(host, options, stage.root);
  host.getCurrentDirectory = () => repository;
  const cache = ts.createModuleResolutionCache(repository, (path) => path, options);
  // Otherwise the `package.json` of drizzle-orm, which is large, is parsed for each of its files.
  host.getModuleResolutionCache = () => cache;
  const ambient = join(repository, 'tests/fixture-runner/packages.d.ts');
  const program = ts.createProgram([ambient, ...[...stage.files.values()].flat()], options, host);
  const errors = new Map<string, string[]>();
  for (const [name, files] of stage.files) {
    const found = files.flatMap((path) => {
      const file = program.getSourceFile(path);
      if (!file) return [`${path} is not in the program`];
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(describe);
    });
    errors.set(name, found);
  }
  return errors;
}

function describe({ file, start, code, messageText }: ts.Diagnostic): string {
  const place = file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : undefined;
  const name = file?.fileName.split('/').slice(-2).join('/') ?? '';
  return `${name}:${(place?.line ?? -1) + 1} TS${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
