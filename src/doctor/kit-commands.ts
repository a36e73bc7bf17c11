import { placesIn } from '../edits/places.ts';
import type { Workspace } from '../workspace/open.ts';
import { diagnosis, type Diagnosis } from './diagnosis.ts';

const command = /\bdrizzle-kit(?:@[\w.^~-]+)?\s+(?:(\w+):(?:pg|mysql|sqlite)\b|drop\b)/g;

/** Finds commands that drizzle-kit no longer has (`generate:pg`, `drop`) in npm scripts, shell scripts and CI files. */
export function kitCommands({ paths, read }: Workspace): Diagnosis[] {
  return paths.filter(mayRun).flatMap((path) => {
    const text = read(path) ?? '';
    const placeOf = placesIn(text);
    return [...text.matchAll(command)].map(({ index, 0: whole, 1: verb }) => {
      const place = { file: path, ...placeOf(index) };
      if (verb === undefined) return diagnosis('kit-drop', place);
      const successor = verb === 'introspect' ? 'pull' : verb;
      return diagnosis('kit-command', place, { command: whole.replace(/^\S+\s+/, ''), successor });
    });
  });
}

/** Whether a file may contain commands. */
function mayRun(path: string): boolean {
  return (
    /(?:[\\/](?:package\.json|Dockerfile|Makefile|[jJ]ustfile)|\.sh|\.ya?ml)$/.test(path) && !/lock\.ya?ml$/.test(path)
  );
}
