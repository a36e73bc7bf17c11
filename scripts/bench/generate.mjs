import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { actionsFile, queriesFile, relationsFile, schemaFile, serviceFile } from './drizzle-files.mjs';
import { plainFile } from './plain-files.mjs';
import { client, packageJson, reactTypes, tsconfig } from './project-files.mjs';
import { randomNumbers } from './random.mjs';

/** Files with Drizzle per domain, and all files per domain: 20 %. */
const drizzleFiles = 5;
const domainFiles = 25;

/**
 * Writes a project of `count` files, one fifth of them with Drizzle, and puts it under git. The same count gives the
 * same files.
 *
 * @param {string} root a folder that does not exist yet
 * @param {number} count
 * @param {string} [modules] a `node_modules` with drizzle-orm 0.x as `drizzle-orm-v0`, to make the project type-check
 */
export function generateProject(root, count, modules) {
  const domains = Array.from({ length: Math.round(count / domainFiles) }, (_, index) => domainOf(index));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const next = randomNumbers(count);
  write('package.json', packageJson);
  write('tsconfig.json', tsconfig);
  write('.gitignore', 'node_modules\n');
  write('types/react.d.ts', reactTypes);
  write('src/db/index.ts', client);
  write('src/db/schema/index.ts', domains.map(({ file }) => `export * from './${file}';\n`).join(''));
  write('src/db/schema/relations.ts', domains.map(({ file }) => `export * from '../relations/${file}';\n`).join(''));
  for (const domain of domains) {
    // Every domain belongs to an earlier one, the first to itself.
    const owner = domains[Math.floor(next() * domain.index)] ?? domain;
    write(`src/db/schema/${domain.file}.ts`, schemaFile(domain, owner));
    write(`src/db/relations/${domain.file}.ts`, relationsFile(domain, owner));
    write(`src/server/${domain.file}/service.ts`, serviceFile(domain, next));
    write(`src/server/${domain.file}/queries.ts`, queriesFile(domain, next));
    write(`src/server/${domain.file}/actions.ts`, actionsFile(domain, next));
    for (let index = 0; index < domainFiles - drizzleFiles; index++) {
      const [path, text] = plainFile(domain, index, next);
      write(path, text);
    }
  }
  if (modules) {
    mkdirSync(join(root, 'node_modules/@types'), { recursive: true });
    for (const [name, target] of Object.entries({ 'drizzle-orm': 'drizzle-orm-v0', '@types/pg': '@types/pg' }))
      symlinkSync(join(modules, target), join(root, 'node_modules', name));
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
}

const nouns =
  'account booking channel device event folder group habit invoice journal kiosk lesson market note order project quote report session ticket'.split(
    ' ',
  );

function domainOf(index) {
  const round = Math.floor(index / nouns.length);
  const name = nouns[index % nouns.length] + (round === 0 ? '' : round + 1);
  return { index, file: name, name, type: name[0].toUpperCase() + name.slice(1) };
}
