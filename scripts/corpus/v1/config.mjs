/** Reads the configurations of relational queries for what is still v1. */
import ts from 'typescript';
import { formOf, shapeOf } from './filter-kinds.mjs';
import { isConstant, isFunction, isUndefined, mentions, namesOf, resultsOf, unwrap, valueOf } from './syntax.mjs';

/**
 * A function that reads one configuration, those nested in it included.
 *
 * @param {import('./script.mjs').Script} script
 * @param {import('./notes.mjs').Notes} notes
 * @returns {(config: ts.Expression, query: ts.CallExpression) => void}
 */
export function makeConfigReader(script, notes) {
  function readConfig(node, query, trail = []) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (ts.isObjectLiteralExpression(inner)) {
      notes.see(inner);
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readConfig(property.expression, query, next);
        else readMember(property, query, next);
      }
    } else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readConfig(value, query, inside),
        () => isConstant(inner) || notes.doubt('config', inner, query),
      );
  }

  function readMember(property, query, trail) {
    const name = property.name && 'text' in property.name ? property.name.text : undefined;
    const value = valueOf(property);
    if (name === 'where') {
      notes.reading.wheres.push({
        site: notes.reading.sites.length - 1,
        shape: shapeOf(value, script),
        form: formOf(value, script),
      });
      readWhere(value, query, trail, property);
    } else if (name === 'orderBy') readOrder(value, query, trail, property);
    else if (name === 'extras') readExtras(value, query, trail, property);
    else if (name === 'with') readWith(value, query, trail);
    else if (name === undefined) notes.doubt('computed key', property, query);
  }

  function readWith(node, query, trail) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (ts.isObjectLiteralExpression(inner)) {
      notes.see(inner);
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readWith(property.expression, query, next);
        else readConfig(valueOf(property), query, next);
      }
    } else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readWith(value, query, inside),
        () => isConstant(inner) || notes.doubt('with', inner, query),
      );
  }

  function readWhere(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) notes.shape('where callback', place, query);
    else if (ts.isObjectLiteralExpression(inner)) readFilter(inner, query, next);
    else if (ts.isTaggedTemplateExpression(inner)) notes.shape('where sql', place, query);
    else if (isUndefined(inner)) notes.shape('where undefined', place, query);
    else if (ts.isCallExpression(inner) && script.isOperator(inner)) notes.shape('where operator', place, query);
    else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readWhere(value, query, inside, value === inner ? place : value),
        () => notes.shape(ts.isCallExpression(inner) ? 'where call' : 'where value', place, query),
      );
  }

  /** A filter object of v2: what in it would still be v1, or ignored. */
  function readFilter(object, query, trail, isColumn = false) {
    notes.see(object);
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) {
        readWhere(property.expression, query, trail);
        continue;
      }
      const name = property.name && 'text' in property.name ? property.name.text : undefined;
      const value = unwrap(valueOf(property));
      if (name === 'AND' || name === 'OR') readList(value, query, trail);
      else if (name === 'NOT') readWhere(value, query, trail);
      else if (name === 'RAW') readRaw('RAW', value, property, query);
      else if (ts.isObjectLiteralExpression(value)) readFilter(value, query, trail, true);
      else if (ts.isNewExpression(value) && !isColumn) notes.shape('object shorthand', property, query);
      else if (ts.isTaggedTemplateExpression(value) || (ts.isCallExpression(value) && script.isOperator(value)))
        notes.shape('sql in object', property, query);
      else if (isUndefined(value)) notes.shape('undefined in object', property, query);
    }
  }

  function readList(node, query, trail) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (ts.isArrayLiteralExpression(inner)) {
      for (const element of inner.elements) {
        if (ts.isSpreadElement(element)) readList(element.expression, query, next);
        else readWhere(element, query, next);
      }
    } else if (ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression)) {
      const method = inner.expression.name.text;
      const callback = inner.arguments[0];
      if (/^(?:map|flatMap)$/.test(method) && callback && isFunction(unwrap(callback))) {
        for (const result of resultsOf(unwrap(callback))) {
          if (method === 'map') readWhere(result, query, next);
          else readList(result, query, next);
        }
      } else if (/^(?:filter|slice|concat|reverse)$/.test(method)) readList(inner.expression.expression, query, next);
      else notes.doubt('list call', inner, query);
    } else if (ts.isIdentifier(inner)) {
      const found = script.lookUp(inner);
      if (found?.values.length || found?.pushed.length) {
        for (const value of found.values) readList(value, query, next);
        for (const value of found.pushed) {
          if (ts.isSpreadElement(value)) readList(value.expression, query, next);
          else readWhere(value, query, next);
        }
      } else notes.doubt('list', inner, query);
    } else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readList(value, query, inside),
        () => notes.doubt('list', inner, query),
      );
  }

  /** `RAW`, an order or an extra as a function has to take its columns from its parameter. */
  function readRaw(name, value, place, query) {
    if (!isFunction(value)) {
      if (ts.isIdentifier(value)) notes.doubt(`${name} value`, place, query);
      else notes.shape(`${name} without callback`, place, query);
      return;
    }
    const [table] = value.parameters;
    const names = table ? namesOf(table.name) : [];
    const isUsed = names.some((parameter) => mentions(value.body, parameter));
    if (!isUsed && script.mentionsColumn(value.body)) notes.doubt(`${name} without its table`, place, query);
  }

  function readOrder(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner) || isUndefined(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) readRaw('orderBy', inner, place, query);
    else if (ts.isObjectLiteralExpression(inner)) notes.see(inner);
    else if (ts.isArrayLiteralExpression(inner)) notes.shape('orderBy array', place, query);
    else if (ts.isTaggedTemplateExpression(inner)) notes.shape('orderBy sql', place, query);
    else if (ts.isCallExpression(inner)) notes.shape('orderBy call', place, query);
    else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readOrder(value, query, inside, value === inner ? place : value),
        () => notes.shape('orderBy value', place, query),
      );
  }

  function readExtras(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) notes.shape('extras function', place, query);
    else if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readExtras(property.expression, query, next);
        else {
          const value = unwrap(valueOf(property));
          if (isFunction(value)) readRaw('extra', value, property, query);
          else if (script.mentionsColumn(value)) notes.shape('extra with columns', property, query);
        }
      }
    } else
      script.forEachValue(
        inner,
        next,
        (value, inside) => readExtras(value, query, inside),
        () => notes.doubt('extras', place, query),
      );
  }

  return readConfig;
}
