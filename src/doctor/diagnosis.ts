import { needs, type Need, type NeedId } from '../drizzle/needs.ts';
import type { Finding } from '../findings.ts';
import type { ts } from '../ts.cts';

/** Something that a project must change for drizzle-orm 1.0. */
export interface Diagnosis extends Omit<Finding, 'code' | 'level'> {
  need: NeedId;
}

type Place = Pick<Finding, 'file' | 'line' | 'column'>;
type WordedNeed = { [Id in NeedId]: (typeof needs)[Id] extends { words: object } ? Id : never }[NeedId];

/** A diagnosis in the words of the need, with `{name}` replaced by `detail.name`. */
export function diagnosis(need: WordedNeed, place: Place, detail: Readonly<Record<string, string>> = {}): Diagnosis {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
  const { title, why, remedy } = needs[need].words;
  return { need, ...place, message: fill(title), why: fill(why), remedy: fill(remedy) };
}

/**
 * A diagnosis made from a finding of the migration. The words are those of the need, if it has any: those of the
 * finding may say that something has been done.
 */
export function diagnosisOf(need: NeedId, finding: Finding): Diagnosis {
  const { file, line, column, message, why, remedy } = finding;
  const { words }: Need = needs[need];
  const said = words ? { message: words.title, why: words.why, remedy: words.remedy } : { message, why, remedy };
  return { need, file, line, column, ...said };
}

/** The file and the 1-based line and column where a node starts. */
export function placeOf(node: ts.Node): Place {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
  return { file: file.fileName, line: line + 1, column: character + 1 };
}
