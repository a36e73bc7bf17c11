#!/usr/bin/env node
/**
 * Builds `dist`: declarations by tsc, code by esbuild. The code is bundled, unminified and without its dependencies,
 * because Node takes as long to find and link a hundred modules as TypeScript takes to parse sixty files. Of TypeScript it
 * holds what reads syntax.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { writeDeclarations } from './build/declarations.mjs';
import { lazyPackages } from './build/lazy-packages.mjs';
import { typescriptSyntax } from './build/typescript-syntax.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = (name) => join(root, 'src', name);
const outdir = join(root, 'dist');
const common = { outdir, platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' };

const asSource = { ...common, bundle: true, plugins: [typescriptSyntax] };
// A name that TypeScript does not have.
const logOverride = { 'import-is-undefined': 'error' };

/** `main.ts` is a file of its own: the command line loads it with the code cache, the API as it is. */
const withMainOutside = {
  name: 'main-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/main\.ts$/ }, () => ({ path: './main.js', external: true }));
    onResolve({ filter: /^\.\// }, ({ importer }) =>
      importer === source('index.ts') ? { path: './main.cjs', external: true } : undefined,
    );
  },
};

rmSync(outdir, { recursive: true, force: true });
writeDeclarations(root, 'index.ts', outdir);
await build({
  ...asSource,
  entryPoints: { main: source('main.ts') },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'here' },
  banner: { js: "const here = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [typescriptSyntax, lazyPackages],
  logOverride,
});
await build({
  ...asSource,
  entryPoints: {
    cli: source('cli.ts'),
    explain: source('explain.ts'),
    index: source('index.ts'),
    main: source('compiled-main.ts'),
  },
  splitting: true,
  format: 'esm',
  plugins: [withMainOutside, typescriptSyntax],
  logOverride,
});
