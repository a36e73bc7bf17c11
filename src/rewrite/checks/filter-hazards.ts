import { ts } from '../../ts.cts';
import type { Column, Database, Env, Table } from '../../facts.ts';
import { compareKeys } from '../../filter/filter.ts';
import { leavesOf, type Leaf } from '../../read/values/leaves.ts';
import { isAnd, isNullish, isUndefined, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { isAskedFor, isUnguarded } from '../../filter/values/unguarded-values.ts';
import { isWrittenOptional, optionalMembersOf } from '../../filter/values/written-type.ts';
import { type ListOrigins, mayBeEmpty } from './empty-groups.ts';
import { checkCallbacks, checkKey } from './key-hazards.ts';
import { globalColumnIn } from './raw-hazards.ts';
import type { ReportHazard } from './report-hazard.ts';

/** What `checkFilter` needs to know: the table whose filters it looks at, and where to report. */
export interface FilterWalk extends ListOrigins {
  database: Database;
  table: Table;
  tableKey: string;
  /** The object literals being checked, outermost first; a function that returns a filter may call itself. */
  around?: readonly ts.Node[];
  /** Whether the release throws on `undefined` in a filter (rc.5); before, that was no condition. */
  throwsOnUndefined: boolean;
  report: ReportHazard;
}

/** Keys that v2 reads as logic, not as columns. */
const logic = new Set(['AND', 'OR', 'NOT', 'RAW']);

/**
 * Reports what v2 reads otherwise in a filter object than it looks, or refuses only when the query runs, wherever the
 * object is written. `{ createdAt: new Date() }` is no condition; `{ id: undefined }` throws from rc.5 on, and was no
 * condition before.
 */
export function checkFilter(node: ts.Expression, env: Env, walk: FilterWalk): void {
  const leaves = [...leavesOf(node, env, walk.evaluator)];
  // With SQL among the possible values it is a v1 condition; `undefined` alone is what the database of the query is on.
  const isV2 =
    leaves.every((leaf) => isNullish(leaf.node) || ts.isObjectLiteralExpression(leaf.node)) &&
    (walk.database.migrated || leaves.some((leaf) => ts.isObjectLiteralExpression(leaf.node)));
  for (const leaf of leaves) {
    if (isNullish(leaf.node) && isV2) reportNothing(leaf, node, walk);
    else if (ts.isObjectLiteralExpression(leaf.node)) checkObject(leaf.node, leaf.env, walk);
  }
}

/** Reports `undefined` or `null` in place of a filter. */
function reportNothing(leaf: Leaf, place: ts.Node, walk: FilterWalk): void {
  if (!walk.throwsOnUndefined || isNarrowed(leaf, place)) return;
  const detail = leaf.node === unwrap(place) ? 'it is written so' : `\`${place.getText()}\` can be`;
  walk.report('RQB_V2_UNDEFINED', place, { value: leaf.node.getText(), detail }, leaf.node);
}

/**
 * Whether a value that may be `undefined` where it is held is checked before it gets to `place`: some condition in the
 * function mentions the variable. The result of a call is never checked in between; of a member access that cannot be
 * told, so it counts as checked.
 */
function isNarrowed(leaf: Leaf, place: ts.Node): boolean {
  const inner = unwrap(place);
  const isInPlace = leaf.node.pos >= place.pos && leaf.node.end <= place.end && isSameFile(leaf.node, place);
  if (isInPlace || ts.isCallExpression(inner)) return false;
  if (!ts.isIdentifier(inner)) return true;
  const scope = ts.findAncestor(inner, ts.isFunctionLike) ?? inner.getSourceFile();
  const mentions = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === inner.text) || (ts.forEachChild(node, mentions) ?? false);
  const visit = (node: ts.Node): boolean => {
    const condition =
      ts.isIfStatement(node) || ts.isWhileStatement(node)
        ? node.expression
        : ts.isConditionalExpression(node)
          ? node.condition
          : isAnd(node)
            ? node.left
            : undefined;
    return (condition !== undefined && mentions(condition)) || (ts.forEachChild(node, visit) ?? false);
  };
  return visit(scope);
}

function isSameFile(a: ts.Node, b: ts.Node): boolean {
  return a.getSourceFile() === b.getSourceFile();
}

/** Checks each member of a filter object; spread objects are checked like members written in place. */
function checkObject(object: ts.ObjectLiteralExpression, env: Env, outer: FilterWalk): void {
  if (outer.around?.includes(object)) return;
  const walk: FilterWalk = { ...outer, around: [...(outer.around ?? []), object] };
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      for (const leaf of leavesOf(property.expression, env, walk.evaluator)) {
        if (ts.isObjectLiteralExpression(leaf.node)) checkObject(leaf.node, leaf.env, walk);
        else checkSpread(leaf.node, walk);
      }
      continue;
    }
    const key = property.name && nameText(property.name);
    const value = propertyValue(property);
    if (key === undefined || !value) continue;
    const column = walk.table.columns.get(key);
    if (logic.has(key)) checkLogic(key, value, env, (member) => checkFilter(member, env, walk), walk);
    else if (column) checkColumn(column, value, env, walk);
    else checkRelation(key, property, value, env, walk);
  }
}

/**
 * Checks a spread of typed conditions, `...conditions` of type `{ name?: string }`: an optional member that is there
 * and undefined is refused like any other.
 */
function checkSpread(node: ts.Node, walk: FilterWalk): void {
  const missing = optionalMembersOf(node).find((name) => walk.table.columns.has(name));
  if (walk.throwsOnUndefined && missing !== undefined && !isAskedFor(node)) reportMissing(missing, node, walk);
}

/**
 * Checks the value of `AND`, `OR`, `NOT` or `RAW`.
 *
 * @param checkMember checks a filter within the group, of a table or of one column
 */
function checkLogic(
  key: string,
  value: ts.Expression,
  env: Env,
  checkMember: (member: ts.Expression) => void,
  walk: FilterWalk,
): void {
  if (key === 'RAW') {
    checkCallbacks(value, env, walk, walk.evaluator, walk.report);
    const column = globalColumnIn(value, env, walk.evaluator);
    if (column) walk.report('RQB_V2_RAW_COLUMN', value, { column: column.getText() }, column);
    for (const leaf of leavesOf(value, env, walk.evaluator)) if (isNullish(leaf.node)) reportNothing(leaf, value, walk);
    if (walk.throwsOnUndefined && isWrittenOptional(value) && !isAskedFor(value)) reportMissing(key, value, walk);
    return;
  }
  if (key === 'NOT') return checkMember(value);
  const matters = walk.throwsOnUndefined || key === 'OR';
  if (matters && mayBeEmpty(value, walk)) walk.report('RQB_V2_MAY_BE_EMPTY', value, { key });
  for (const leaf of leavesOf(value, env, walk.evaluator)) {
    if (isNullish(leaf.node)) reportNothing(leaf, value, walk);
    if (!ts.isArrayLiteralExpression(leaf.node)) continue;
    // A list that a variable holds may be filled later.
    if (leaf.node.elements.length === 0 && leaf.node === unwrap(value) && walk.throwsOnUndefined)
      walk.report('RQB_V2_EMPTY_GROUP', value, { key });
    for (const element of leaf.node.elements) if (!ts.isSpreadElement(element)) checkMember(element);
  }
}

/**
 * Checks the filter of a relation. A key that is neither a column nor a relation is reported: v2 refuses it.
 */
function checkRelation(
  key: string,
  property: ts.ObjectLiteralElementLike,
  value: ts.Expression,
  env: Env,
  walk: FilterWalk,
): void {
  const relation = walk.database.relations.get(walk.tableKey)?.find((candidate) => candidate.newKey === key);
  if (relation) {
    const { target: table, targetKey: tableKey } = relation;
    if (ts.isObjectLiteralExpression(unwrap(value))) checkFilter(value, env, { ...walk, table, tableKey });
  } else if (/^(?:and|or|not)$/.test(key) && walk.table.complete)
    walk.report('RQB_V2_LOWERCASE_LOGIC', property, { key, upper: key.toUpperCase() });
  else checkKey(key, property, walk, walk.report);
}

/** Reports a value whose type allows `undefined`: v2's types accept it. */
function checkMissing({ key }: Column, value: ts.Expression, walk: FilterWalk): void {
  if (isUnguarded(value, walk.evaluator)) reportMissing(key, value, walk);
}

/**
 * Reports a value that may be missing: an error when the query runs, or a dropped condition, depending on the release.
 */
function reportMissing(column: string, value: ts.Node, walk: FilterWalk): void {
  walk.report(walk.throwsOnUndefined ? 'RQB_V2_MAY_BE_UNDEFINED' : 'RQB_V2_MAY_BE_DROPPED', value, { column });
}

/**
 * Checks the value given for a column. As a shorthand for `eq` v2 takes primitives only: a `Date` is silently no
 * condition, an array or object is read as operators.
 */
function checkColumn(column: Column, value: ts.Expression, env: Env, walk: FilterWalk): void {
  const { key } = column;
  checkMissing(column, value, walk);
  for (const leaf of leavesOf(value, env, walk.evaluator)) {
    if (isNullish(leaf.node)) {
      const detail = `the value of \`${key}\``;
      if (walk.throwsOnUndefined && !isNarrowed(leaf, value))
        walk.report('RQB_V2_UNDEFINED', value, { value: leaf.node.getText(), detail }, leaf.node);
    } else if (isDate(leaf)) walk.report('RQB_V2_DATE_SHORTHAND', value, { column: key });
    else if (ts.isArrayLiteralExpression(leaf.node)) {
      walk.report('RQB_V2_OBJECT_SHORTHAND', value, { column: key, value: 'an array' });
    } else if (ts.isObjectLiteralExpression(leaf.node)) checkOperators(column, leaf.node, leaf.env, value, walk);
  }
}

/** `new Date(…)`, or a parameter or variable that is declared as one. */
function isDate({ node, type }: Leaf): boolean {
  if (ts.isNewExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return type?.getText() === 'Date';
}

/** The operators of v2's column filters. */
const operators: ReadonlySet<string> = new Set(Object.values(compareKeys));
const opposites: Record<string, string> = { isNull: 'isNotNull', isNotNull: 'isNull' };

/**
 * Checks an object given for a column, `{ gt: 1 }`. A key that is no operator means that the object is a value, which
 * JSON and custom columns may be given: v2 reads it as operators all the same.
 *
 * @param place the value to report when it is such an object
 */
function checkOperators(
  column: Column,
  object: ts.ObjectLiteralExpression,
  env: Env,
  place: ts.Expression,
  walk: FilterWalk,
): void {
  for (const property of object.properties) {
    const key = property.name && nameText(property.name);
    const value = propertyValue(property);
    if (key === undefined || !value) continue;
    const inner = unwrap(value);
    const opposite = opposites[key];
    if (opposite !== undefined) {
      if (inner.kind === ts.SyntaxKind.FalseKeyword) walk.report('RQB_V2_IS_NULL_FALSE', property, { key, opposite });
    } else if (key === 'between' || key === 'notBetween') {
      const instead = key === 'between' ? '`{ gte: low, lte: high }`' : '`{ OR: [{ lt: low }, { gt: high }] }`';
      walk.report('RQB_V2_BETWEEN', property, { key, instead });
    } else if (/^(?:and|or|not)$/.test(key)) {
      walk.report('RQB_V2_LOWERCASE_LOGIC', property, { key, upper: key.toUpperCase() });
    } else if (logic.has(key)) {
      checkLogic(key, value, env, (member) => checkColumnMember(column, member, env, walk), walk);
    } else if (!operators.has(key)) {
      if (column.type === 'json' || column.type === 'custom')
        return walk.report('RQB_V2_OBJECT_SHORTHAND', place, { column: column.key, value: 'an object' });
    } else if (isUndefined(inner) && walk.throwsOnUndefined) {
      walk.report('RQB_V2_UNDEFINED', property, { value: 'undefined', detail: `\`${key}\` of \`${column.key}\`` });
    } else checkMissing(column, value, walk);
  }
}

/** Checks a member of a column's own `AND`, `OR` or `NOT`. */
function checkColumnMember(column: Column, member: ts.Expression, env: Env, walk: FilterWalk): void {
  const inner = unwrap(member);
  if (ts.isObjectLiteralExpression(inner)) checkOperators(column, inner, env, member, walk);
}
