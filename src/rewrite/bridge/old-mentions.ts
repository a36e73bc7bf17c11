import { isNeeded } from '../../drizzle/needs.ts';
import type { Project } from '../project.ts';

/** Matches `--casing` in a drizzle-kit command. */
const casingFlag = /drizzle-kit[^"&|;]*?\s(--casing)[=\s]/g;
/** `drizzle-kit pull` keeps a `--casing` option of its own, for the keys that it generates. */
const pulls = /drizzle-kit[^"&|;]*?\s(?:pull|introspect)\b/;

/** Reports `--casing` in npm scripts, where the target's drizzle-kit does not know the option and refuses to run. */
export function reportKitFlags({ packageFiles, changes, capabilities }: Project): void {
  if (!isNeeded('kit-casing-flag', capabilities)) return;
  for (const { path, text } of packageFiles) {
    if (!path.endsWith('package.json')) continue;
    text.split('\n').forEach((line, index) => {
      for (const match of line.matchAll(casingFlag)) {
        if (pulls.test(match[0])) continue;
        const column = match.index + match[0].lastIndexOf('--casing') + 1;
        changes.reportAt('RQB_KIT_CASING_FLAG', path, { line: index + 1, column });
      }
    });
  }
}
