/** Reads calls of `drizzle()` for what 1.0 ignores or takes for something else. */
import ts from 'typescript';
import { isConstant, unwrap } from './syntax.mjs';

/** Drivers whose `drizzle()` takes the client as its first argument in v2, too. */
const clientFirstInV2 =
  /^(?:vercel-postgres|d1|durable-sqlite|expo-sqlite|op-sqlite|sql-js|xata-http|pg-proxy|mysql-proxy|singlestore-proxy|sqlite-proxy)\b/;

/**
 * A function that reads a call, if it is one of `drizzle()`.
 *
 * @param {import('./script.mjs').Script} script
 * @param {import('./notes.mjs').Notes} notes
 * @returns {(call: ts.CallExpression) => void}
 */
export function makeClientReader(script, notes) {
  function readClient(call) {
    const callee = unwrap(call.expression);
    if (!ts.isIdentifier(callee)) return;
    const driver = driverOf(callee, script.imports);
    if (driver === undefined) return;
    notes.reading.clients++;
    const [first, second] = call.arguments;
    if (first && !clientFirstInV2.test(driver) && isClient(first)) notes.shape('client first', call, call);
    for (const argument of [first, second]) if (argument) readOptions(argument, call, []);
  }

  function isClient(node) {
    const inner = unwrap(node);
    if (ts.isObjectLiteralExpression(inner) || ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner))
      return false;
    if (/(?:^|\.)env\b|(?:url|uri|dsn|string|path|filename)['")\]!\s]*$/i.test(inner.getText(script.file)))
      return false;
    const found = ts.isIdentifier(inner) ? script.lookUp(inner) : undefined;
    return !found || found.values.length === 0 || found.values.some(isClient);
  }

  function readOptions(node, call, trail) {
    const inner = unwrap(node);
    if (trail.includes(inner) || isConstant(inner)) return;
    const next = [...trail, inner];
    if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        const name = property.name?.text;
        if (ts.isSpreadAssignment(property)) readOptions(property.expression, call, next);
        else if (name === 'schema' || name === 'casing') notes.shape(`${name} option`, property, call);
      }
      return;
    }
    // The first argument may be a client; other options that are out of sight may hold a schema.
    const isFirst = node === call.arguments[0];
    if (isFirst && ts.isCallExpression(inner)) return;
    script.forEachValue(
      inner,
      next,
      (value, inside) => (isFirst && !ts.isObjectLiteralExpression(unwrap(value))) || readOptions(value, call, inside),
      () => isFirst || notes.doubt('options', inner, call),
    );
  }

  return readClient;
}

/** The driver of `drizzle`, the module name after `drizzle-orm/`; undefined when the name is something else. */
function driverOf(callee, imports) {
  const found = imports.get(callee.text);
  if (!found || found.name !== 'drizzle') return undefined;
  return /^drizzle-orm\/(.+)$/.exec(found.module)?.[1];
}
