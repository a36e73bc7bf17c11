// Writes the changes of a project, and is killed before the nth call that touches the disk.
// node kill-at.mjs <write-changes.js> <folder> <n> <signal>
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [module, folder, n, signal] = process.argv.slice(2);
let calls = 0;
const watched = [
  'openSync',
  'writeFileSync',
  'fsyncSync',
  'closeSync',
  'chmodSync',
  'mkdirSync',
  'renameSync',
  'unlinkSync',
];
const { removeLeftOvers, writeChanges } = await import(module);
const texts = Object.entries(JSON.parse(fs.readFileSync(`${folder}/changes.json`, 'utf8')));
const changes = texts.flatMap(([name, [before, after]]) => {
  const path = `${folder}/${name}`;
  const now = fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : null;
  return now === after ? [] : [{ path, before: before ?? undefined, after: after ?? undefined }];
});
for (const name of watched) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (++calls === Number(n)) process.kill(process.pid, signal);
    return original(...args);
  };
}
syncBuiltinESMExports();
const write = () => {
  removeLeftOvers(changes);
  writeChanges(folder, changes);
};
if (signal === 'SIGKILL') write();
else {
  const { uninterrupted } = await import(module.replace('workspace/write-changes', 'cli/uninterrupted'));
  uninterrupted(write);
}
