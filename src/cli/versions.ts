import morph from 'ts-morph/package.json' with { type: 'json' };
import { isCheckedTarget, newestTarget, releases } from '../drizzle/capabilities.ts';
import { ts } from '../ts.cts';

/** The versions that a bug report should name: the tool, its parser, and the drizzle-orm releases it knows. */
export function versionsText(tool: string): string {
  const known = releases.filter(isCheckedTarget).map((release) => release.replace(/^1\.0\.0-/, ''));
  return [
    `drizzle-rqb-migrate ${tool}`,
    `ts-morph ${morph.version}`,
    `TypeScript ${ts.version}`,
    `drizzle-orm ${newestTarget} (known: 0.x, 1.0.0-{${known.join(', ')}})`,
    '',
  ].join('\n');
}
