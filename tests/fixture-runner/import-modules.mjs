// Imports the modules named on stdin, in order, and prints the errors by fixture.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const errors = {};
for (const { fixture, modules } of JSON.parse(readFileSync(0, 'utf8'))) {
  const found = (errors[fixture] ??= []);
  try {
    for (const path of modules) await import(pathToFileURL(path).href);
  } catch (error) {
    found.push(String(error));
  }
}
process.stdout.write(JSON.stringify(errors), () => process.exit());
