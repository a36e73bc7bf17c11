import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { repository } from './fixtures.ts';
import { installPackages, type Stage } from './stage.ts';

/** One way to load a fixture's relations: these modules, in this order. */
interface Entry {
  fixture: string;
  modules: string[];
}

/**
 * What happens when the new relations of every fixture are imported: relations are checked there and then, and a cycle
 * of imports crashes. Each is loaded twice, from the relations file and from the modules of the schema.
 *
 * @param drizzle as in `installPackages`
 */
export function importErrors(stage: Stage, root: string, drizzle = 'drizzle-orm'): Map<string, string[]> {
  installPackages(root, drizzle);
  const entries: Entry[] = [];
  const orders = ['relations-first', 'schema-first'].map((order) => join(root, order)) as [string, string];
  for (const [fixture, files] of stage.files) {
    const relations = files.filter(
      (path) => !isDeclarations(path) && /\bdefineRelations(?:Part)?\(/.test(readFileSync(path, 'utf8')),
    );
    if (relations.length === 0) continue;
    const reached = [...new Set(relations.flatMap((path) => reachedFrom(path, stage)))];
    for (const path of reached) transpile(path, orders, stage);
    const imported = relations.flatMap((path) => importsOf(path, stage)).filter((path) => !relations.includes(path));
    for (const [outDir, modules] of [
      [orders[0], relations],
      [orders[1], [...imported, ...relations]],
    ] as const) {
      entries.push({ fixture, modules: modules.map((path) => outputOf(path, outDir, stage)) });
    }
  }
  const script = join(repository, 'tests/fixture-runner/import-modules.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    input: JSON.stringify(entries),
    encoding: 'utf8',
    maxBuffer: 1e8,
    // A client beside the relations is made too; it does not connect before it is used.
    env: { ...process.env, DATABASE_URL: 'postgres://localhost/none' },
  });
  if (!stdout) throw new Error(stderr);
  return new Map(Object.entries(JSON.parse(stdout) as Record<string, string[]>));
}

function isDeclarations(path: string): boolean {
  return /\.d\.[mc]?ts$/.test(path);
}

/** The project's own modules that a module imports. */
function importsOf(path: string, stage: Stage): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path, 'utf8'));
  return importedFiles.flatMap(({ fileName }) => {
    const target = stage.resolve(fileName, path)?.resolvedFileName;
    return target?.startsWith(stage.root) && !target.includes('/node_modules/') && !isDeclarations(target)
      ? [target]
      : [];
  });
}

function reachedFrom(path: string, stage: Stage, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  for (const target of importsOf(path, stage)) reachedFrom(target, stage, seen);
  return [...seen];
}

function outputOf(path: string, outDir: string, stage: Stage): string {
  return join(outDir, relative(stage.root, path)).replace(/\.[mc]?tsx?$/, '.mjs');
}

/** Writes a module as JavaScript, with its relative imports and aliases naming the files written for them. */
function transpile(path: string, outDirs: readonly [string, ...string[]], stage: Stage): void {
  const rename: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const specifier = (node: ts.Expression): ts.Expression => {
      if (!ts.isStringLiteral(node)) return node;
      const target = stage.resolve(node.text, path)?.resolvedFileName;
      if (!target?.startsWith(stage.root) || target.includes('/node_modules/')) return node;
      const name = relative(dirname(outputOf(path, outDirs[0], stage)), outputOf(target, outDirs[0], stage));
      return context.factory.createStringLiteral(name.startsWith('.') ? name : `./${name}`);
    };
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isImportDeclaration(node))
        return context.factory.updateImportDeclaration(
          node,
          node.modifiers,
          node.importClause,
          specifier(node.moduleSpecifier),
          node.attributes,
        );
      if (ts.isExportDeclaration(node) && node.moduleSpecifier)
        return context.factory.updateExportDeclaration(
          node,
          node.modifiers,
          node.isTypeOnly,
          node.exportClause,
          specifier(node.moduleSpecifier),
          node.attributes,
        );
      return node;
    };
    return ts.visitEachChild(file, visit, context);
  };
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, experimentalDecorators: true },
    transformers: { after: [rename as ts.TransformerFactory<ts.SourceFile>] },
  });
  for (const outDir of outDirs) {
    const output = outputOf(path, outDir, stage);
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, outputText);
  }
}
