import { ts } from '../../ts.cts';
import type { FunctionNode } from '../../read/syntax/syntax.ts';
import type { HeldMember } from './held-members.ts';
import type { Project } from '../project.ts';

/**
 * What holds a condition that others use: a variable, a parameter, a member of a class or object, or a function that
 * returns it.
 */
export type Holder = ts.VariableDeclaration | ts.ParameterDeclaration | HeldMember | FunctionNode;

/**
 * What is recorded while queries are rewritten, to check at the end that every use of a converted holder was converted
 * too.
 */
interface Ledger {
  /** What holds a filter object from now on, with all places that use it. */
  holders: Map<Holder, readonly ts.Node[]>;
  /** The uses for which a filter object was written. */
  met: Set<ts.Node>;
}

/** One ledger for each plan: a new plan has a new project. */
const ledgers = new WeakMap<Project, Ledger>();

function ledgerOf(project: Project): Ledger {
  let ledger = ledgers.get(project);
  if (!ledger) ledgers.set(project, (ledger = { holders: new Map(), met: new Set() }));
  return ledger;
}

/** The name under which `project.sqlHolders` lists a holder that has to stay SQL. It is the same in every plan. */
export function holderId(holder: Holder): string {
  return `${holder.getSourceFile().fileName}:${holder.getStart()}`;
}

/** Records that a holder of SQL has become one of a filter object. */
export function noteHolder(holder: Holder, uses: readonly ts.Node[], project: Project): void {
  const { holders } = ledgerOf(project);
  if (holders.has(holder)) return;
  holders.set(holder, uses);
  project.changes.onRestore(() => holders.delete(holder));
}

/** Records that a use of a holder stands where v2 takes a filter object. */
export function noteUse(use: ts.Node, project: Project): void {
  const { met } = ledgerOf(project);
  if (met.has(use)) return;
  met.add(use);
  project.changes.onRestore(() => met.delete(use));
}

/** Records that SQL stays as it is, so that no use of a holder inside of it is converted. */
export function noteSql(node: ts.Node, project: Project): void {
  const { met } = ledgerOf(project);
  const isWithin = (use: ts.Node) =>
    use.getSourceFile() === node.getSourceFile() && use.pos >= node.pos && use.end <= node.end;
  for (const use of met) if (isWithin(use)) met.delete(use);
}

/**
 * The ids of the holders that became filter objects although some use of them stayed SQL, as in a query that could not
 * be rewritten. These holders must stay SQL: the caller plans everything anew with them in `project.sqlHolders`.
 */
export function misfits(project: Project): string[] {
  const { holders, met } = ledgerOf(project);
  return [...holders].flatMap(([holder, uses]) => (uses.every((use) => met.has(use)) ? [] : [holderId(holder)]));
}
