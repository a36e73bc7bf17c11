/** Only parses the files of a list, as a script would that uses TypeScript for it. */
import { readFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';

module.enableCompileCache?.();
const ts = createRequire(import.meta.url)('typescript');

for (const path of JSON.parse(readFileSync(process.argv[2], 'utf8')))
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
