#!/usr/bin/env node
// Packs the tool, installs it in an empty project, and runs it with every version of Node it is for. The binaries come
// from the npm packages `node-<platform>-<arch>` and stay below .tmp/nodes.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The oldest of each line that `engines` lets in, and the newest.
const versions = ['20.19.0', '20', '22.13.0', '22', '24'];
const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, '.tmp/nodes');
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const platform = process.platform === 'win32' ? 'win' : process.platform;
const binary = process.platform === 'win32' ? 'node.exe' : 'bin/node';

/** Installs a version of Node, once. */
function nodeOf(version) {
  const name = `node-${platform}-${process.arch}`;
  const dir = join(home, version);
  const path = join(dir, 'node_modules', name, binary);
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'package.json'), '{ "private": true }\n');
    execFileSync('npm', ['install', ...quiet, `${name}@${version}`], { cwd: dir, stdio: 'inherit' });
  }
  return path;
}

/** Installs the tool as a user would; says how long that takes and how much it is. */
function installTool() {
  const project = join(home, 'project');
  rmSync(project, { recursive: true, force: true });
  cpSync(join(root, 'fixtures/zeus/before'), join(project, 'app'), { recursive: true });
  const packed = execFileSync('npm', ['pack', '--json', '--loglevel=error', `--pack-destination=${project}`], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ filename, size }] = JSON.parse(packed.slice(packed.search(/^\[/m)));
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const start = performance.now();
  execFileSync('npm', ['install', ...quiet, `./${filename}`], { cwd: project, stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const modules = join(project, 'node_modules');
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  const packages = files.filter(
    ({ name, parentPath }) => name === 'package.json' && /node_modules\/(?:@[^/]+\/)?[^/]+$/.test(parentPath),
  );
  console.log(
    `tarball ${(size / 1e3).toFixed(0)} kB; installed ${packages.length} packages, ${(bytes / 1e6).toFixed(1)} MB, ${seconds} s`,
  );
  return project;
}

const project = installTool();
const bin = join(project, 'node_modules/drizzle-rqb-migrate/bin/drizzle-rqb-migrate.js');
const outputs = new Set();
for (const version of versions) {
  const node = nodeOf(version);
  const run = (...args) => spawnSync(node, [bin, ...args], { cwd: join(project, 'app'), encoding: 'utf8' });
  const help = run('--help');
  const { status, stdout, stderr } = run('--dry-run', '--format', 'patch', '--allow-no-vcs');
  outputs.add(stdout);
  const isFine = help.status === 0 && status !== 2 && stdout.includes('defineRelations') && !/Warning/.test(stderr);
  console.log(
    `${isFine ? 'ok  ' : 'FAIL'} node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}: ${stderr.split('\n').at(-2)}`,
  );
  if (!isFine) {
    console.log(help.stderr, stderr);
    process.exitCode = 1;
  }
}
if (outputs.size > 1) {
  console.log('FAIL: the diffs differ');
  process.exitCode = 1;
}
