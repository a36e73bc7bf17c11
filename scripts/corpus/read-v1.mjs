/**
 * Finds the shapes of Relational Queries v1 in a source text, to check the codemod with. It knows nothing of the
 * codemod: it is syntactic, sees one file at a time, and rather reports too much than too little.
 */
import ts from 'typescript';
import { makeClientReader } from './v1/clients.mjs';
import { makeConfigReader } from './v1/config.mjs';
import { Notes } from './v1/notes.mjs';
import { operators, Script } from './v1/script.mjs';
import { isFunction, namesOf, unwrap, valueOf } from './v1/syntax.mjs';

/** Whether a text can hold anything of interest. */
export function isRelevant(text) {
  return /\brelations\b|\bdrizzle\b|\bfind(?:Many|First)\b|\borderBy\b/.test(text);
}

/** @returns {import('./v1/notes.mjs').Reading} */
export function readV1(path, text) {
  const script = new Script(path, text);
  const notes = new Notes(script.file);
  const readConfig = makeConfigReader(script, notes);
  const readClient = makeClientReader(script, notes);
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      if (isRelationsCall(node, script)) {
        notes.reading.relations.push(notes.at('relations()', node));
        notes.shape('relations()', node);
      }
      if (isQuery(node, script)) {
        notes.reading.sites.push(notes.at('query', node));
        if (node.arguments[0]) readConfig(node.arguments[0], node);
      }
      readClient(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(script.file);
  if (/drizzle|\bdb\b|schema/.test(script.text)) readLoose(script.file, script, notes);
  return notes.reading;
}

function isRelationsCall(call, script) {
  const callee = unwrap(call.expression);
  if (call.arguments.length !== 2 || !isFunction(unwrap(call.arguments[1]))) return false;
  if (ts.isPropertyAccessExpression(callee))
    return callee.name.text === 'relations' && ts.isIdentifier(callee.expression);
  return ts.isIdentifier(callee) && script.imports.get(callee.text)?.name === 'relations';
}

/** Whether a call is a relational query: `….query.<key>.findMany(…)`. */
function isQuery(call, script) {
  const callee = unwrap(call.expression);
  const isFind = ts.isPropertyAccessExpression(callee) && /^find(?:Many|First)$/.test(callee.name.text);
  return isFind && isBuilder(callee.expression, script);
}

/** Whether a value is `db.query.<key>`. */
function isBuilder(node, script, trail = []) {
  const inner = unwrap(node);
  if (trail.includes(inner)) return false;
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    const owner = unwrap(inner.expression);
    if (ts.isPropertyAccessExpression(owner)) return /^_?query$/.test(owner.name.text);
    return ts.isIdentifier(owner) && owner.text === 'query';
  }
  const found = ts.isIdentifier(inner) ? script.lookUp(inner) : undefined;
  return found?.values.some((value) => isBuilder(value, script, [...trail, inner])) ?? false;
}

/** What looks like a part of a configuration, but belongs to no query of this file. */
function readLoose(node, script, notes) {
  if (
    ts.isCallExpression(node) &&
    /\.(?:onConflict\w*|toHaveBeenCalledWith|toEqual|toMatchObject)$/.test(node.expression.getText(script.file))
  )
    return;
  if (ts.isObjectLiteralExpression(node) && !notes.hasSeen(node)) {
    for (const property of node.properties) {
      const name = property.name?.text;
      if (!['where', 'orderBy'].includes(name) || notes.hasSeen(property)) continue;
      const value = unwrap(valueOf(property));
      const takesOperators =
        isFunction(value) &&
        value.parameters.length === 2 &&
        namesOf(value.parameters[1].name).some((n) => operators.has(n));
      const isV1 = name === 'where' ? takesOperators : false;
      if (isV1 || (ts.isCallExpression(value) && ts.isIdentifier(value.expression) && script.isOperator(value)))
        notes.doubt(`loose ${name}`, property);
    }
  }
  ts.forEachChild(node, (child) => readLoose(child, script, notes));
}
