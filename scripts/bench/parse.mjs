/** Only parses the files of a list, with the same TypeScript as the codemod and loaded in the same way. */
import { readFileSync } from 'node:fs';
import module from 'node:module';

module.enableCompileCache?.();
const { ts } = await import('../../dist/ts.cjs');

for (const path of JSON.parse(readFileSync(process.argv[2], 'utf8')))
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
