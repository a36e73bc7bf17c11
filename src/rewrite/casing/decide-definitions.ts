import { basename } from '../../path.ts';
import type { ts } from '../../ts.cts';
import { columnName, type Casing } from '../../drizzle/casing.ts';
import type { CasingUser } from '../../read/casing.ts';
import type { Project } from '../project.ts';
import { reportCasing, type Blocks } from './blocks.ts';
import { unnamedColumns, type Definition } from './definitions.ts';
import { casedFactory } from './table-factory.ts';

/** Decides for each table definition whether it takes over a casing. */
export function decideDefinitions(
  definitions: readonly Definition[],
  users: readonly CasingUser[],
  blocks: Blocks,
  project: Project,
): void {
  for (const definition of definitions) decide(definition, blocks, project);
  const unused = definitions.filter((definition) => definition.users.length === 0);
  reportUnclear(unused, users, project);
}

/** Decides whether a table definition takes over a casing; what stands against it blocks its users. */
function decide(definition: Definition, { block }: Blocks, project: Project): void {
  const cased = definition.users.filter(({ casing }) => casing);
  const columns = unnamedColumns(definition.tables);
  if (cased.length === 0 || columns?.length === 0) return;
  const [{ casing }] = cased as [CasingUser & { casing: Casing }];
  const other = definition.users.find((user) => user.casing !== casing);
  definition.renames = !columns || columns.some(({ key }) => columnName(key, casing, 'v1') !== key);
  if (other && definition.renames)
    return block(cased, definition.call, `\`${basename(other.path)}\` uses this table without it`);
  const odd = columns?.find(({ key }) => columnName(key, casing, 'v1') !== columnName(key, casing, 'v2'));
  if (odd) {
    const [before, after] = [columnName(odd.key, casing, 'v1'), columnName(odd.key, casing, 'v2')];
    return block(cased, odd.node, `\`${odd.key}\` was called \`${before}\` and would be called \`${after}\``);
  }
  if (!project.sources.get(definition.call.getSourceFile().fileName))
    return block(cased, definition.call, 'the file of this table has syntax errors');
  const move = casedFactory(definition.call, casing, project);
  if (typeof move === 'string') return block(cased, definition.call, move);
  definition.casing = casing;
  definition.move = move;
}

/** Reports tables that no client nearby uses, when the clients elsewhere disagree about casing. Once per file. */
function reportUnclear(definitions: readonly Definition[], users: readonly CasingUser[], project: Project): void {
  const casing = users.find((user) => user.casing)?.casing;
  if (!casing) return;
  const files = new Set<ts.SourceFile>();
  for (const { call, tables } of definitions) {
    const file = call.getSourceFile();
    if (files.has(file) || unnamedColumns(tables)?.every(({ key }) => columnName(key, casing, 'v1') === key)) continue;
    files.add(file);
    const reason = 'some `drizzle()` calls have it, others do not, and which of them use this table is out of sight';
    reportCasing(call, reason, casing, project);
  }
}
