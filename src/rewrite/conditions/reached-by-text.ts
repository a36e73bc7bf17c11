import type { Project } from '../project.ts';

/** Finds functions that code reaches by a string instead of by their name, so that `callsOf` would miss the use. */

/** A key in brackets: `filters['active']`. */
const inBrackets = /\[\s*['"`]([^'"`]+)['"`]\s*\]/g;
/**
 * A call that replaces a method in a test, up to the end of its statement: `vi.spyOn(filters, 'active')`,
 * `sinon.stub(…)`.
 */
const standIn = /\b(?:spyOn|stub|replace|method)\([^;]*/g;
/** A string after the first argument. */
const laterArgument = /,\s*['"`]([^'"`]+)['"`]/g;

const known = new WeakMap<Project, ReadonlySet<string>>();

/** Whether some string in the project names a function or method so, or a file with syntax errors contains its name. */
export function isReachedByText(name: string, project: Project): boolean {
  const { sources, readText } = project;
  // Only a file that has been tried is known to have no tree.
  project.naming(name);
  if ([...sources.broken().keys()].some((path) => readText(path)?.includes(name))) return true;
  let names = known.get(project);
  if (!names) known.set(project, (names = namesInTexts(project)));
  return names.has(name);
}

/** All names that strings of the project's scripts reach. Collected once, however many functions are asked about. */
function namesInTexts({ scripts, readText }: Project): Set<string> {
  const names = new Set<string>();
  for (const path of scripts) {
    const text = readText(path) ?? '';
    for (const [, name] of text.matchAll(inBrackets)) names.add(name!);
    for (const [rest] of text.matchAll(standIn)) for (const [, name] of rest.matchAll(laterArgument)) names.add(name!);
  }
  return names;
}
