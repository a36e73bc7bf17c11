import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { write, type BatchResult } from './batch.ts';

/** Type-checks batches strictly, before under 0.45.4 and after under 1.0.0-rc.5; lines to print. */
export function checkTypes(batches: readonly { name: string; result: BatchResult }[]): string[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const folder = mkdtempSync(join(tmpdir(), 'rqb-fuzz-types-'));
    try {
      install(folder, side === 'before' ? 'drizzle-orm-v0' : 'drizzle-orm');
      const roots = batches.flatMap(({ result }, index) => {
        const files = result[side];
        write(join(folder, String(index)), files);
        return Object.keys(files)
          .filter((name) => name.endsWith('.ts'))
          .map((name) => join(folder, String(index), name));
      });
      const program = ts.createProgram(roots, { ...options, typeRoots: [join(folder, 'node_modules/@types')] });
      return ts.getPreEmitDiagnostics(program).flatMap(({ file, start, messageText }) => {
        const text = ts
          .flattenDiagnosticMessageText(messageText, '\n')
          .split('\n')
          .slice(0, 12)
          .map((line) => line.slice(0, 300))
          .join('\n');
        if (!file || start === undefined) return `${side}: ${text}`;
        const { line } = file.getLineAndCharacterOfPosition(start);
        const [index, ...path] = file.fileName.slice(folder.length + 1).split('/');
        const batch = batches[Number(index)]!;
        // A finding has said of a refused query that it is v1 still.
        if (side === 'after' && batch.result.verdicts[queryAt(file, start)]?.is === 'refused') return [];
        return `${side} ${batch.name} ${path.join('/')}:${line + 1} ${text}\n    ${file.text.split('\n')[line]?.trim()}`;
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Which query a place belongs to: its number is in the names of its function and of all that is declared for it. */
function queryAt({ statements }: ts.SourceFile, position: number): number {
  const statement = statements.find(({ pos, end }) => position >= pos && position < end);
  const declared =
    statement && ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement;
  const name = declared && (declared as ts.NamedDeclaration).name;
  return Number(/^[a-z]+S?(\d+)/i.exec(name?.getText() ?? '')?.[1] ?? -1);
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Links what the projects import. */
function install(folder: string, drizzle: string): void {
  const installed = dirname(dirname(createRequire(import.meta.url).resolve('drizzle-orm')));
  const links = { 'drizzle-orm': drizzle, '@electric-sql': '@electric-sql', '@types': '@types' };
  mkdirSync(join(folder, 'node_modules'));
  for (const [name, from] of Object.entries(links))
    symlinkSync(join(installed, from), join(folder, 'node_modules', name));
}
