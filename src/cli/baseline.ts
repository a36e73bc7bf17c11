import { existsSync, readFileSync } from 'node:fs';
import type { Reported } from '../report/fingerprints.ts';
import { relativePath } from '../report/relative-path.ts';
import { UserError } from '../user-error.ts';
import { writeOutput } from './paths.ts';

/** The content of a baseline file. */
interface Baseline {
  version: 1;
  findings: { fingerprint: string; code: string; file: string }[];
}

/**
 * The fingerprints in a baseline file.
 *
 * @throws {UserError} when the file is missing or not a baseline
 */
export function readBaseline(path: string): ReadonlySet<string> {
  if (!existsSync(path)) {
    throw new UserError(`There is no baseline ${path}. Write it with --check --baseline <file> --update-baseline.`);
  }
  try {
    const { version, findings } = JSON.parse(readFileSync(path, 'utf8')) as Baseline;
    if (version !== 1) throw new TypeError(`its version is ${String(version)}`);
    return new Set(findings.map(({ fingerprint }) => String(fingerprint)));
  } catch (error) {
    throw new UserError(`${path} is no baseline of this tool: ${(error as Error).message}.`, { cause: error });
  }
}

/**
 * Writes the findings that make a check fail now. They are sorted so that the file changes little from one time to the
 * next.
 */
export function writeBaseline(path: string, findings: readonly Reported[], root: string): void {
  const entries = findings
    .filter(({ level }) => level === 'error')
    .map(({ fingerprint, code, file }) => ({ fingerprint, code, file: relativePath(root, file) }))
    .sort((a, b) => (`${a.file} ${a.code} ${a.fingerprint}` < `${b.file} ${b.code} ${b.fingerprint}` ? -1 : 1));
  const lines = entries.map((entry) => `\n    ${JSON.stringify(entry)}`);
  writeOutput(path, `{\n  "version": 1,\n  "findings": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]\n}\n`);
}
