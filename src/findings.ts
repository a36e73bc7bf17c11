import type { Entry, FindingCode, Level } from './findings/entry.ts';
import { casingFindings } from './findings/casing.ts';
import { clientFindings } from './findings/client.ts';
import { extrasFindings } from './findings/extras.ts';
import { fileFindings } from './findings/file.ts';
import { filterFindings } from './findings/filter.ts';
import { orderFindings } from './findings/order.ts';
import { relationsFindings } from './findings/relations.ts';
import { throughFindings } from './findings/through.ts';
import { typeFindings } from './findings/type.ts';
import { valueFindings } from './findings/value.ts';
import { versionFindings } from './findings/version.ts';

export type { FindingCode, Level };

/** Something to tell the user: what was found where, why it matters and what to do. */
export interface Finding {
  code: FindingCode;
  level: Level;
  /** Absolute path of the file it is about. */
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** What was found, in one sentence. */
  message: string;
  /** Why it matters. */
  why: string;
  /** What to write or do. */
  remedy: string;
}

/** What a finding is about → code → level and default wording. */
const byTopic = {
  file: fileFindings,
  version: versionFindings,
  relations: relationsFindings,
  through: throughFindings,
  client: clientFindings,
  casing: casingFindings,
  filter: filterFindings,
  order: orderFindings,
  extras: extrasFindings,
  type: typeFindings,
  value: valueFindings,
} satisfies Record<string, Record<FindingCode, Entry>>;

/** What a finding is about. */
export type Topic = keyof typeof byTopic;

/** Every finding the tool can report: code → level and default wording. */
export const catalogue = {
  ...fileFindings,
  ...versionFindings,
  ...relationsFindings,
  ...throughFindings,
  ...clientFindings,
  ...casingFindings,
  ...filterFindings,
  ...orderFindings,
  ...extrasFindings,
  ...typeFindings,
  ...valueFindings,
};

/** The topic of every finding. */
export const topics = Object.fromEntries(
  Object.entries(byTopic).flatMap(([topic, findings]) => Object.keys(findings).map((code) => [code, topic])),
) as Readonly<Record<keyof typeof catalogue, Topic>>;

/** Makes a finding from the catalogue. `{name}` in its texts is replaced by `detail.name`. */
export function makeFinding(
  code: FindingCode,
  place: { file: string; line: number; column: number },
  detail: Readonly<Record<string, string>> = {},
): Finding {
  const entry = (catalogue as Record<string, Entry>)[code];
  if (!entry) throw new Error(`Unknown finding ${code}`);
  const fill = (text: string) => text.replace(/(?<!\$)\{(\w+)\}/g, (whole, name: string) => detail[name] ?? whole);
  return {
    code,
    level: entry.level,
    ...place,
    message: fill(entry.title),
    why: fill(entry.why),
    remedy: fill(entry.remedy),
  };
}
