import type { Project } from '../project.ts';

/** `filters['active']`; what stands between quotes is no quote. */
const inBrackets = /\[\s*['"`]([^'"`]+)['"`]\s*\]/g;
/** `vi.spyOn(filters, 'active')`, `sinon.stub(…)`, `mock.method(…)`: from the call to the end of its statement. */
const standIn = /\b(?:spyOn|stub|replace|method)\([^;]*/g;
const laterArgument = /,\s*['"`]([^'"`]+)['"`]/g;

const known = new WeakMap<Project, ReadonlySet<string>>();

/** Whether a function or method may be reached by its name as a text, or in a file that cannot be read. */
export function isReachedByText(name: string, project: Project): boolean {
  const { sources, readText } = project;
  if ([...sources.broken().keys()].some((path) => readText(path)?.includes(name))) return true;
  let names = known.get(project);
  if (!names) known.set(project, (names = namesInTexts(project)));
  return names.has(name);
}

/** What all scripts name so; every text is looked at once, however many functions are asked about. */
function namesInTexts({ scripts, readText }: Project): Set<string> {
  const names = new Set<string>();
  for (const path of scripts) {
    const text = readText(path) ?? '';
    for (const [, name] of text.matchAll(inBrackets)) names.add(name!);
    for (const [rest] of text.matchAll(standIn)) for (const [, name] of rest.matchAll(laterArgument)) names.add(name!);
  }
  return names;
}
