/** How hard a condition of v1 is, and how plain the filter is that it became. */
import ts from 'typescript';
import { isFunction, isUndefined, resultsOf, unwrap } from './syntax.mjs';

/** What a condition of v1 can be made of, and what a filter of v2 is; harder ones last. */
const shapes = ['none', 'fixed', 'conditional', 'sql', 'opaque'];
const forms = ['object', 'RAW', 'fallback', 'left'];

/**
 * `fixed`: operators over columns and values; `conditional`: such with branches, in a variable or a list; `sql`: a
 * template, a subquery or an expression on the left; `opaque`: a helper, a parameter, an import. The hardest part counts.
 */
export function shapeOf(node, script, trail = []) {
  const inner = unwrap(node);
  if (isUndefined(inner) || trail.includes(inner)) return 'none';
  const next = [...trail, inner];
  const hardest = (parts, least = 'none') =>
    parts.reduce((a, b) => (shapes.indexOf(a) < shapes.indexOf(b) ? b : a), least);
  const all = (nodes, least) =>
    hardest(
      nodes.map((part) => shapeOf(part, script, next)),
      least,
    );
  if (isFunction(inner))
    return all(
      resultsOf(inner),
      inner.body && ts.isBlock(inner.body) && inner.body.statements.length > 1 ? 'sql' : 'none',
    );
  if (ts.isTaggedTemplateExpression(inner)) return 'sql';
  if (ts.isConditionalExpression(inner)) return all([inner.whenTrue, inner.whenFalse], 'conditional');
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return all([inner.right], 'conditional');
  if (ts.isArrayLiteralExpression(inner)) return all([...inner.elements], 'conditional');
  if (ts.isSpreadElement(inner)) return all([inner.expression], 'conditional');
  if (ts.isIdentifier(inner)) {
    const found = script.lookUp(inner);
    if (!found || found.values.length + found.pushed.length === 0 || found.values.some(isFunction)) return 'opaque';
    return all([...found.values, ...found.pushed], 'conditional');
  }
  if (!ts.isCallExpression(inner)) return 'opaque';
  if (script.isOperator(inner)) {
    const name = script.operatorOf(inner);
    if (['and', 'or', 'not'].includes(name)) return all([...inner.arguments], 'fixed');
    const [left, ...values] = inner.arguments.map(unwrap);
    const isColumn =
      left && (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left) || ts.isIdentifier(left));
    return isColumn && !/exists$/i.test(name) && !values.some((value) => isSqlValue(value, script)) ? 'fixed' : 'sql';
  }
  const callee = unwrap(inner.expression);
  const isMap = ts.isPropertyAccessExpression(callee) && callee.name.text === 'map';
  const callback = isMap && inner.arguments[0] ? unwrap(inner.arguments[0]) : undefined;
  return callback && isFunction(callback) ? all(resultsOf(callback), 'conditional') : 'opaque';
}

function isSqlValue(value, script, depth = 0) {
  if (ts.isTaggedTemplateExpression(value)) return true;
  if (ts.isCallExpression(value))
    return /\.from\(/.test(value.getText(script.file)) && /\bselect/.test(value.getText(script.file));
  const found = ts.isIdentifier(value) && depth < 3 ? script.lookUp(value) : undefined;
  return found?.values.some((held) => isSqlValue(unwrap(held), script, depth + 1)) ?? false;
}

/** `object`, `RAW`, `fallback` (SQL that is re-aliased) or `left`. */
export function formOf(node, script) {
  const seenHere = new Set();
  let form = 'object';
  const note = (other) => void (forms.indexOf(other) > forms.indexOf(form) && (form = other));
  const visit = (inner, isFilter) => {
    if (seenHere.has(inner)) return;
    seenHere.add(inner);
    const value = unwrap(inner);
    if (isFilter && (isFunction(value) || ts.isTaggedTemplateExpression(value))) note('left');
    if (isFilter && ts.isCallExpression(value) && script.isOperator(value)) note('left');
    const isRaw = ts.isPropertyAssignment(value) && value.name.text === 'RAW';
    if (isRaw)
      return note(value.initializer.getText(script.file).includes('mapColumnsInSQLToAlias') ? 'fallback' : 'RAW');
    if (ts.isIdentifier(value) && (isFilter || ts.isSpreadAssignment(value.parent))) {
      const found = script.lookUp(value);
      for (const held of [...(found?.values ?? []), ...(found?.pushed ?? [])]) visit(held, true);
    }
    if (ts.isConditionalExpression(value))
      return [value.whenTrue, value.whenFalse].forEach((part) => visit(part, true));
    if (ts.isArrayLiteralExpression(value)) return value.elements.forEach((part) => visit(part, true));
    if (ts.isPropertyAssignment(value)) return visit(value.initializer, /^(?:AND|OR|NOT)$/.test(value.name.text));
    ts.forEachChild(value, (child) => visit(child, false));
  };
  visit(node, true);
  return form;
}
