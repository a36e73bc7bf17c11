import { ts } from '../../ts.cts';
import { applyEdits } from '../../edits/apply.ts';
import type { Edit } from '../../edits/edit.ts';
import type { QuerySite } from '../../facts.ts';
import { pathOf } from '../../read/syntax/paths.ts';
import { isName, outermost } from '../../read/syntax/syntax.ts';
import { isChangedAfter, isChangedBetween } from '../../read/syntax/writes.ts';
import { pathFrom } from '../conditions/late-values.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';

/** When a variable in a configuration is read: where it stands, or when the query runs, by a callback. */
type Time = 'where it stands' | 'when the query runs';

/** A name that is read at another time than before. */
interface LateRead {
  name: ts.Identifier;
  before: Time;
  after: Time;
}

/**
 * Fails a query in which a variable is read at another time than before, and may be written to in between. Both versions
 * read a value where it stands and call a callback when the query runs. So a value that becomes a callback, or a callback
 * that becomes an object, may see something else when the query is kept for later.
 */
export function checkLateReads(site: QuerySite, config: ts.Expression, use: SiteUse, project: Project): void {
  const found =
    (runsAtOnce(site.node) ? undefined : lateReadIn(config, isChangedAfter, project)) ??
    // A configuration that is written elsewhere stands there before its query is built.
    [...use.held].map((held) => lateReadIn(held, (read) => isChangedBefore(read, held, site), project)).find(Boolean);
  if (!found) return;
  const { name, before, after } = found;
  project.changes.report('RQB_LATE_VALUE', name, { name: pathFrom(name).getText(), before, after });
  use.failed = true;
}

/** Whether what is read in a configuration that is held elsewhere may be written to before its query runs. */
function isChangedBefore(read: ts.Expression, held: ts.Node, site: QuerySite): boolean {
  const path = pathOf(read);
  const isSameFunction = ts.findAncestor(held, ts.isFunctionLike) === ts.findAncestor(site.node, ts.isFunctionLike);
  const isInOrder = isSameFunction && held.getSourceFile() === site.node.getSourceFile() && held.end <= site.node.pos;
  return path && isInOrder && runsAtOnce(site.node) ? isChangedBetween(path, held, site.node) : isChangedAfter(read);
}

/** The first name in code that is written to later, and that the rewritten code reads at another time. */
function lateReadIn(
  root: ts.Expression,
  isChanged: (read: ts.Expression) => boolean,
  { changes }: Project,
): LateRead | undefined {
  const { fileName } = root.getSourceFile();
  const edits = changes.edits(fileName).filter(({ start, end }) => start >= root.getStart() && end <= root.end);
  const reads = edits.length === 0 ? [] : namesIn(root).filter((name) => isChanged(pathFrom(name)));
  if (reads.length === 0) return undefined;
  const rewritten = namesIn(withEdits(root, edits));
  for (const text of new Set(reads.map((name) => name.text))) {
    const before = reads.filter((name) => name.text === text).map((name) => ({ name, before: timeOf(name, root) }));
    const after = rewritten.filter((name) => name.text === text).map((name) => timeOf(name));
    if (before.length === after.length && before.every((read, index) => read.before === after[index])) continue;
    for (const read of before) {
      const other = after.find((time) => time !== read.before);
      if (other) return { ...read, after: other };
    }
  }
  return undefined;
}

/** Code with edits applied to it, in a file of its own. */
function withEdits(root: ts.Expression, edits: readonly Edit[]): ts.SourceFile {
  const { fileName, text } = root.getSourceFile();
  const edited = applyEdits(text, edits);
  const code = edited.slice(root.getStart(), edited.length - (text.length - root.end));
  return ts.createSourceFile(fileName, `(${code})`, ts.ScriptTarget.Latest, true);
}

/** The variables that are read in code, in their order. */
function namesIn(root: ts.Node): ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isName(node)) names.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** When a name in a configuration is read. A function that is called in place, or passed to a call, runs at once. */
function timeOf(name: ts.Node, root?: ts.Node): Time {
  for (let node = name; node !== root && node.parent; node = node.parent) {
    if (!ts.isFunctionLike(node)) continue;
    const { parent } = outermost(node);
    if (!ts.isCallExpression(parent)) return 'when the query runs';
  }
  return 'where it stands';
}

/**
 * Whether a query runs where it stands: it is awaited or returned, is the body of an arrow function, or a method that
 * runs it (`.execute()`, `.sync()`, `.then()`) or builds its SQL (`.prepare()`, `.toSQL()`) is called.
 */
function runsAtOnce(call: ts.Node): boolean {
  const { parent } = call;
  const isAsked =
    ts.isPropertyAccessExpression(parent) &&
    /^(?:sync|execute|then|catch|finally|prepare|toSQL)$/.test(parent.name.text);
  if (isAsked && ts.isCallExpression(parent.parent)) return true;
  const owner = ts.findAncestor(
    parent,
    (node) =>
      ts.isAwaitExpression(node) || ts.isReturnStatement(node) || ts.isArrowFunction(node) || ts.isStatement(node),
  );
  return (
    owner !== undefined && (ts.isAwaitExpression(owner) || ts.isReturnStatement(owner) || ts.isArrowFunction(owner))
  );
}
