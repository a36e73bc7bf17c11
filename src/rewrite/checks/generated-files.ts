import type { Project } from '../project.ts';

/** Phrases by which a file's head says that a tool writes the file. */
const generated =
  /@generated\b|\bauto[- ]?generated\b|\bgenerated (?:by|from|automatically|file|code)\b|\bdo not (?:edit|modify|change)\b/i;

/** Reports edited files that say at their head that a tool generates them: the tool would write v1 again. */
export function reportGeneratedFiles({ sources, changes }: Project): void {
  for (const { path, ast, text } of sources.parsed()) {
    const [first] = ast.statements;
    const head = text.slice(0, first?.getStart() ?? 0);
    if (generated.test(head) && changes.edits(path).length > 0) changes.report('RQB_GENERATED_FILE', ast);
  }
}
