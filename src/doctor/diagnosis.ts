import { needs, type Need, type NeedId } from '../drizzle/needs.ts';
import type { Finding } from '../findings.ts';
import type { ts } from '../ts.cts';

/** Something that stands between a project and drizzle-orm 1.0. */
export interface Diagnosis extends Omit<Finding, 'code' | 'level'> {
  need: NeedId;
}

type Place = Pick<Finding, 'file' | 'line' | 'column'>;
type WordedNeed = { [Id in NeedId]: (typeof needs)[Id] extends { words: object } ? Id : never }[NeedId];

/** A need that was found at a place, in its own words. */
export function diagnosis(need: WordedNeed, place: Place, detail: Readonly<Record<string, string>> = {}): Diagnosis {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
  const { title, why, remedy } = needs[need].words;
  return { need, ...place, message: fill(title), why: fill(why), remedy: fill(remedy) };
}

/** What the migration has found of a need; what it says of something that is done already is put in the words of the need. */
export function diagnosisOf(need: NeedId, finding: Finding): Diagnosis {
  const { file, line, column, message, why, remedy } = finding;
  const { words }: Need = needs[need];
  const said = words ? { message: words.title, why: words.why, remedy: words.remedy } : { message, why, remedy };
  return { need, file, line, column, ...said };
}

/** The file, line and column that a node starts at; both count from 1. */
export function placeOf(node: ts.Node): Place {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
  return { file: file.fileName, line: line + 1, column: character + 1 };
}
