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
 */
export function importErrors(stage: Stage, root: string): Map<string, string[]> {
  installPackages(root, 'drizzle-orm');
  const entries: Entry[] = [];
  for (const [fixture, all] of stage.files) {
    const files = all.filter((path) => !/\.d\.[mc]?ts$/.test(path));
    const relations = files.filter((path) => /\bdefineRelations(?:Part)?\(/.test(readFileSync(path, 'utf8')));
    if (relations.length === 0) continue;
    for (const order of ['relations-first', 'schema-first']) {
      const outDir = join(root, order);
      const imported = files.filter((path) => !relations.includes(path) && isImportedBy(relations, path, stage));
      for (const path of files) transpile(path, outDir, stage);
      const modules = order === 'relations-first' ? relations : [...imported, ...relations];
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

function isImportedBy(importers: readonly string[], path: string, stage: Stage): boolean {
  return importers.some((importer) =>
    ts
      .preProcessFile(readFileSync(importer, 'utf8'))
      .importedFiles.some(({ fileName }) => stage.resolve(fileName, importer)?.resolvedFileName === path),
  );
}

function outputOf(path: string, outDir: string, stage: Stage): string {
  return join(outDir, relative(stage.root, path)).replace(/\.[mc]?tsx?$/, '.mjs');
}

/** Writes a module as JavaScript, with its relative imports and aliases naming the files written for them. */
function transpile(path: string, outDir: string, stage: Stage): void {
  const rename: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const specifier = (node: ts.Expression): ts.Expression => {
      if (!ts.isStringLiteral(node)) return node;
      const target = stage.resolve(node.text, path)?.resolvedFileName;
      if (!target?.startsWith(stage.root) || target.includes('/node_modules/')) return node;
      const name = relative(dirname(outputOf(path, outDir, stage)), outputOf(target, outDir, stage));
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
  const output = outputOf(path, outDir, stage);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, outputText);
}
