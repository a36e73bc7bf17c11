import { ts } from '../../ts.cts';
import type { FunctionNode } from '../../read/syntax.ts';
import type { Project } from '../project.ts';

/** What holds a condition for others to use: a variable, or a function that returns it. */
export type Holder = ts.VariableDeclaration | FunctionNode;

interface Ledger {
  /** What holds a filter object from now on, and where it is used. */
  holders: Map<Holder, readonly ts.Node[]>;
  /** The uses that stand where v2 takes a filter object. */
  met: Set<ts.Node>;
}

const ledgers = new WeakMap<Project, Ledger>();

function ledgerOf(project: Project): Ledger {
  let ledger = ledgers.get(project);
  if (!ledger) ledgers.set(project, (ledger = { holders: new Map(), met: new Set() }));
  return ledger;
}

/** What a holder is called when it is to stay SQL. */
export function holderId(holder: Holder): string {
  return `${holder.getSourceFile().fileName}:${holder.getStart()}`;
}

/** Notes that a holder of SQL has become one of a filter object. */
export function noteHolder(holder: Holder, uses: readonly ts.Node[], project: Project): void {
  const { holders } = ledgerOf(project);
  if (holders.has(holder)) return;
  holders.set(holder, uses);
  project.changes.onRestore(() => holders.delete(holder));
}

/** Notes that a use of a holder stands in a filter object. */
export function noteUse(use: ts.Node, project: Project): void {
  const { met } = ledgerOf(project);
  if (met.has(use)) return;
  met.add(use);
  project.changes.onRestore(() => met.delete(use));
}

/** Notes that SQL stays as it is written, with all that is used in it. */
export function noteSql(node: ts.Node, project: Project): void {
  const { met } = ledgerOf(project);
  const isWithin = (use: ts.Node) =>
    use.getSourceFile() === node.getSourceFile() && use.pos >= node.pos && use.end <= node.end;
  for (const use of met) if (isWithin(use)) met.delete(use);
}

/**
 * The holders that became filter objects although some use of them stayed SQL, as that of a query which could not be
 * rewritten: they have to stay SQL, which is to be planned from the start.
 */
export function misfits(project: Project): string[] {
  const { holders, met } = ledgerOf(project);
  return [...holders].flatMap(([holder, uses]) => (uses.every((use) => met.has(use)) ? [] : [holderId(holder)]));
}
