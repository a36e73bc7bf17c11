import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { rename } from './renamed-results.ts';
import { isShapeKey, type ShapeMember } from './shape-members.ts';

/** What a member of a shape is called for a table. */
interface Wanted {
  member: ShapeMember;
  /** The names by the tables that they are for. */
  names: Map<string, string>;
}

const wanted = new WeakMap<Project, Map<ts.Node, Wanted>>();

/**
 * Notes what a member of a type that describes a configuration, or of the object that it is taken from, is called for one
 * of the tables that the type is for. `renameShapes` writes it when all queries and types are known.
 */
export function wantName(member: ShapeMember, table: string, name: string, project: Project): void {
  let all = wanted.get(project);
  if (!all) wanted.set(project, (all = new Map()));
  const known = all.get(member.name) ?? { member, names: new Map<string, string>() };
  all.set(member.name, known);
  if (known.names.has(table)) return;
  known.names.set(table, name);
  project.changes.onRestore(() => known.names.delete(table));
}

/**
 * Renames the members of shapes, unless that was done for a query. A member that tables call by several names is reported,
 * because each of them needs a shape of its own.
 */
export function renameShapes(project: Project): void {
  for (const { member, names } of wanted.get(project)?.values() ?? []) {
    const relation = nameText(member.name) ?? '';
    const [table, renamed] = [...names].find(([, name]) => name !== relation) ?? [];
    if (table === undefined || renamed === undefined) continue;
    if (new Set(names.values()).size > 1)
      project.changes.report('RQB_RELATION_RENAMED_IN_TYPE', member.name, { relation, renamed, table });
    else if (survives(member.name.getStart(), project.changes.edits(member.name.getSourceFile().fileName)))
      rename(isShapeKey(member) ? member.name : member, renamed, project);
  }
}
