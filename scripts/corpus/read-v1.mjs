/**
 * Finds the shapes of Relational Queries v1 in a source text, to check the codemod with. It knows nothing of the
 * codemod: it is syntactic, sees one file at a time, and rather reports too much than too little.
 */
import ts from 'typescript';

const operators = new Set(
  (
    'eq ne gt gte lt lte isNull isNotNull inArray notInArray between notBetween like ilike notLike notIlike ' +
    'arrayContains arrayContained arrayOverlaps exists notExists and or not asc desc'
  ).split(' '),
);

/** What a condition of v1 can be made of, and what a filter of v2 is; harder ones last. */
const shapes = ['none', 'fixed', 'conditional', 'sql', 'opaque'];
const forms = ['object', 'RAW', 'fallback', 'left'];

/** Drivers whose `drizzle()` takes the client as its first argument in v2, too. */
const clientFirstInV2 =
  /^(?:vercel-postgres|d1|durable-sqlite|expo-sqlite|op-sqlite|sql-js|xata-http|pg-proxy|mysql-proxy|singlestore-proxy|sqlite-proxy)\b/;

/**
 * @typedef {{ kind: string, line: number, queryLine: number, queryEnd: number, text: string }} Shape a v1 shape and its query; lines are 1-based
 * @typedef {{ site: number, shape: string, form: string }} Where a condition of a query: what it is in v1, and in v2
 * @typedef {{ relations: Shape[], sites: Shape[], wheres: Where[], clients: number, shapes: Shape[], doubts: Shape[], broken: boolean }} Reading
 */

/** Whether a text can hold anything of interest. */
export function isRelevant(text) {
  return /\brelations\b|\bdrizzle\b|\bfind(?:Many|First)\b|\borderBy\b/.test(text);
}

/** @returns {Reading} */
export function readV1(path, wholeText) {
  const text = /\.(?:vue|svelte|astro)$/.test(path) ? scriptOf(path, wholeText) : wholeText;
  const kind = /\.[jt]sx$/.test(path) || /\.[cm]?js$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const reading = {
    relations: [],
    sites: [],
    wheres: [],
    clients: 0,
    shapes: [],
    doubts: [],
    broken: file.parseDiagnostics.length > 0,
  };
  const imports = importsOf(file);
  const seen = new Set();
  const at = (shape, node, query = node) => {
    const line = (position) => file.getLineAndCharacterOfPosition(position).line + 1;
    const excerpt = node.getText(file).replace(/\s+/g, ' ').slice(0, 100);
    return {
      kind: shape,
      line: line(node.getStart(file)),
      queryLine: line(query.getStart(file)),
      queryEnd: line(query.end),
      text: excerpt,
    };
  };
  const shape = (name, node, query) => {
    if (!seen.has(node)) reading.shapes.push(at(name, node, query));
    seen.add(node);
  };
  const doubt = (name, node, query) => {
    if (!seen.has(node)) reading.doubts.push(at(name, node, query));
    seen.add(node);
  };

  // ---- one configuration, nested ones included

  function readConfig(node, query, trail = []) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (ts.isObjectLiteralExpression(inner)) {
      seen.add(inner);
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readConfig(property.expression, query, next);
        else readMember(property, query, next);
      }
    } else
      forEachValue(
        inner,
        next,
        (value, inside) => readConfig(value, query, inside),
        () => isConstant(inner) || doubt('config', inner, query),
      );
  }

  function readMember(property, query, trail) {
    const name = property.name && 'text' in property.name ? property.name.text : undefined;
    const value = valueOf(property);
    if (name === 'where') {
      reading.wheres.push({ site: reading.sites.length - 1, shape: shapeOf(value), form: formOf(value) });
      readWhere(value, query, trail, property);
    } else if (name === 'orderBy') readOrder(value, query, trail, property);
    else if (name === 'extras') readExtras(value, query, trail, property);
    else if (name === 'with') readWith(value, query, trail);
    else if (name === undefined) doubt('computed key', property, query);
  }

  function readWith(node, query, trail) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (ts.isObjectLiteralExpression(inner)) {
      seen.add(inner);
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readWith(property.expression, query, next);
        else readConfig(valueOf(property), query, next);
      }
    } else
      forEachValue(
        inner,
        next,
        (value, inside) => readWith(value, query, inside),
        () => isConstant(inner) || doubt('with', inner, query),
      );
  }

  function readWhere(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) shape('where callback', place, query);
    else if (ts.isObjectLiteralExpression(inner)) readFilter(inner, query, next);
    else if (ts.isTaggedTemplateExpression(inner)) shape('where sql', place, query);
    else if (isUndefined(inner)) shape('where undefined', place, query);
    else if (ts.isCallExpression(inner) && isOperator(inner)) shape('where operator', place, query);
    else
      forEachValue(
        inner,
        next,
        (value, inside) => readWhere(value, query, inside, value === inner ? place : value),
        () => shape(ts.isCallExpression(inner) ? 'where call' : 'where value', place, query),
      );
  }

  /** A filter object of v2: what in it would still be v1, or ignored. */
  function readFilter(object, query, trail, isColumn = false) {
    seen.add(object);
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
      else if (ts.isNewExpression(value) && !isColumn) shape('object shorthand', property, query);
      else if (ts.isTaggedTemplateExpression(value) || (ts.isCallExpression(value) && isOperator(value)))
        shape('sql in object', property, query);
      else if (isUndefined(value)) shape('undefined in object', property, query);
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
      else doubt('list call', inner, query);
    } else if (ts.isIdentifier(inner)) {
      const found = lookUp(inner);
      if (found?.values.length || found?.pushed.length) {
        for (const value of found.values) readList(value, query, next);
        for (const value of found.pushed) {
          if (ts.isSpreadElement(value)) readList(value.expression, query, next);
          else readWhere(value, query, next);
        }
      } else doubt('list', inner, query);
    } else
      forEachValue(
        inner,
        next,
        (value, inside) => readList(value, query, inside),
        () => doubt('list', inner, query),
      );
  }

  /** `RAW`, an order or an extra as a function has to take its columns from its parameter. */
  function readRaw(name, value, place, query) {
    if (!isFunction(value)) {
      if (ts.isIdentifier(value)) doubt(`${name} value`, place, query);
      else shape(`${name} without callback`, place, query);
      return;
    }
    const [table] = value.parameters;
    const names = table ? namesOf(table.name) : [];
    const isUsed = names.some((parameter) => mentions(value.body, parameter));
    if (!isUsed && mentionsColumn(value.body)) doubt(`${name} without its table`, place, query);
  }

  function readOrder(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner) || isUndefined(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) readRaw('orderBy', inner, place, query);
    else if (ts.isObjectLiteralExpression(inner)) seen.add(inner);
    else if (ts.isArrayLiteralExpression(inner)) shape('orderBy array', place, query);
    else if (ts.isTaggedTemplateExpression(inner)) shape('orderBy sql', place, query);
    else if (ts.isCallExpression(inner)) shape('orderBy call', place, query);
    else
      forEachValue(
        inner,
        next,
        (value, inside) => readOrder(value, query, inside, value === inner ? place : value),
        () => shape('orderBy value', place, query),
      );
  }

  function readExtras(node, query, trail, place = node) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return;
    const next = [...trail, inner];
    if (isFunction(inner)) shape('extras function', place, query);
    else if (ts.isObjectLiteralExpression(inner)) {
      for (const property of inner.properties) {
        if (ts.isSpreadAssignment(property)) readExtras(property.expression, query, next);
        else {
          const value = unwrap(valueOf(property));
          if (isFunction(value)) readRaw('extra', value, property, query);
          else if (mentionsColumn(value)) shape('extra with columns', property, query);
        }
      }
    } else
      forEachValue(
        inner,
        next,
        (value, inside) => readExtras(value, query, inside),
        () => doubt('extras', place, query),
      );
  }

  // ---- style: what a v1 condition is made of, and what a v2 filter is

  /**
   * `fixed`: operators over columns and values; `conditional`: such with branches, in a variable or a list; `sql`: a
   * template, a subquery or an expression on the left; `opaque`: a helper, a parameter, an import. The hardest part counts.
   */
  function shapeOf(node, trail = []) {
    const inner = unwrap(node);
    if (isUndefined(inner) || trail.includes(inner)) return 'none';
    const next = [...trail, inner];
    const hardest = (parts, least = 'none') =>
      parts.reduce((a, b) => (shapes.indexOf(a) < shapes.indexOf(b) ? b : a), least);
    const all = (nodes, least) =>
      hardest(
        nodes.map((part) => shapeOf(part, next)),
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
      const found = lookUp(inner);
      if (!found || found.values.length + found.pushed.length === 0 || found.values.some(isFunction)) return 'opaque';
      return all([...found.values, ...found.pushed], 'conditional');
    }
    if (!ts.isCallExpression(inner)) return 'opaque';
    if (isOperator(inner)) {
      const name = operatorOf(inner);
      if (['and', 'or', 'not'].includes(name)) return all([...inner.arguments], 'fixed');
      const [left, ...values] = inner.arguments.map(unwrap);
      const isColumn =
        left && (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left) || ts.isIdentifier(left));
      return isColumn && !/exists$/i.test(name) && !values.some((value) => isSqlValue(value)) ? 'fixed' : 'sql';
    }
    const callee = unwrap(inner.expression);
    const isMap = ts.isPropertyAccessExpression(callee) && callee.name.text === 'map';
    const callback = isMap && inner.arguments[0] ? unwrap(inner.arguments[0]) : undefined;
    return callback && isFunction(callback) ? all(resultsOf(callback), 'conditional') : 'opaque';
  }

  function isSqlValue(value, depth = 0) {
    if (ts.isTaggedTemplateExpression(value)) return true;
    if (ts.isCallExpression(value)) return /\.from\(/.test(value.getText(file)) && /\bselect/.test(value.getText(file));
    const found = ts.isIdentifier(value) && depth < 3 ? lookUp(value) : undefined;
    return found?.values.some((held) => isSqlValue(unwrap(held), depth + 1)) ?? false;
  }

  /** `object`, `RAW`, `fallback` (SQL that is re-aliased) or `left`. */
  function formOf(node) {
    const seenHere = new Set();
    let form = 'object';
    const note = (other) => void (forms.indexOf(other) > forms.indexOf(form) && (form = other));
    const visit = (inner, isFilter) => {
      if (seenHere.has(inner)) return;
      seenHere.add(inner);
      const value = unwrap(inner);
      if (isFilter && (isFunction(value) || ts.isTaggedTemplateExpression(value))) note('left');
      if (isFilter && ts.isCallExpression(value) && isOperator(value)) note('left');
      const isRaw = ts.isPropertyAssignment(value) && value.name.text === 'RAW';
      if (isRaw) return note(value.initializer.getText(file).includes('mapColumnsInSQLToAlias') ? 'fallback' : 'RAW');
      if (ts.isIdentifier(value) && (isFilter || ts.isSpreadAssignment(value.parent))) {
        const found = lookUp(value);
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

  // ---- values

  /** Calls `each` with what an expression may be; `otherwise` when that is not in sight. */
  function forEachValue(node, trail, each, otherwise) {
    if (ts.isConditionalExpression(node)) {
      each(node.whenTrue, trail);
      each(node.whenFalse, trail);
      return;
    }
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return each(node.right, trail);
      if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) {
        each(node.left, trail);
        return each(node.right, trail);
      }
    }
    if (ts.isIdentifier(node)) {
      const found = lookUp(node);
      if (found && found.values.length > 0) return found.values.forEach((value) => each(value, trail));
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(unwrap(node.expression))) {
      const found = lookUp(unwrap(node.expression));
      const results = found?.values.filter(isFunction).flatMap(resultsOf) ?? [];
      if (results.length > 0) return results.forEach((value) => each(value, trail));
    }
    otherwise();
  }

  /** The values a name gets in this file: its initializer, what is assigned to it, what is pushed onto it. */
  function lookUp(identifier) {
    const name = identifier.text;
    for (let scope = identifier.parent; scope; scope = scope.parent) {
      if (ts.isFunctionLike(scope) && scope.parameters.some((parameter) => namesOf(parameter.name).includes(name)))
        return undefined;
      const statements =
        scope.statements ?? (ts.isCaseBlock(scope) ? scope.clauses.flatMap((c) => [...c.statements]) : undefined);
      if (!statements || !Array.isArray(statements)) continue;
      for (const statement of statements) {
        if (ts.isFunctionDeclaration(statement) && statement.name?.text === name)
          return { values: [statement], pushed: [] };
        if (!ts.isVariableStatement(statement)) continue;
        for (const declaration of statement.declarationList.declarations) {
          if (!namesOf(declaration.name).includes(name)) continue;
          if (!ts.isIdentifier(declaration.name)) return undefined;
          return {
            values: [...(declaration.initializer ? [declaration.initializer] : []), ...assigned(scope, name)],
            pushed: pushed(scope, name),
          };
        }
      }
    }
    return undefined;
  }

  function operatorOf(call) {
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
    return operators.has(callee.text) ? callee.text : imports.get(callee.text)?.name;
  }

  function isOperator(call) {
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee)) return operators.has(callee.name.text);
    return ts.isIdentifier(callee) && (operators.has(callee.text) || operators.has(imports.get(callee.text)?.name));
  }

  /** Whether an expression mentions something like `table.column` within SQL or an operator. */
  function mentionsColumn(node) {
    let found = false;
    const visit = (inner, isSql) => {
      if (found) return;
      if (isSql && ts.isPropertyAccessExpression(inner) && !ts.isCallExpression(inner.parent)) found = true;
      const opens = ts.isTaggedTemplateExpression(inner) || (ts.isCallExpression(inner) && isOperator(inner));
      const first = ts.isCallExpression(inner) && opens ? inner.arguments[0] : undefined;
      if (first && ts.isPropertyAccessExpression(unwrap(first))) found = true;
      ts.forEachChild(inner, (child) => visit(child, isSql || ts.isTaggedTemplateExpression(inner)));
    };
    visit(node, false);
    return found;
  }

  // ---- the file

  function isBuilder(node, trail = []) {
    const inner = unwrap(node);
    if (trail.includes(inner)) return false;
    if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
      const owner = unwrap(inner.expression);
      if (ts.isPropertyAccessExpression(owner)) return /^_?query$/.test(owner.name.text);
      return ts.isIdentifier(owner) && owner.text === 'query';
    }
    const found = ts.isIdentifier(inner) ? lookUp(inner) : undefined;
    return found?.values.some((value) => isBuilder(value, [...trail, inner])) ?? false;
  }

  function readClient(call) {
    const callee = unwrap(call.expression);
    if (!ts.isIdentifier(callee)) return;
    const driver = driverOf(callee, imports);
    if (driver === undefined) return;
    reading.clients++;
    const [first, second] = call.arguments;
    if (first && !clientFirstInV2.test(driver) && isClient(first)) shape('client first', call, call);
    for (const argument of [first, second]) if (argument) readOptions(argument, call, []);
  }

  function isClient(node) {
    const inner = unwrap(node);
    if (ts.isObjectLiteralExpression(inner) || ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner))
      return false;
    if (/(?:^|\.)env\b|(?:url|uri|dsn|string|path|filename)['")\]!\s]*$/i.test(inner.getText(file))) return false;
    const found = ts.isIdentifier(inner) ? lookUp(inner) : undefined;
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
        else if (name === 'schema' || name === 'casing') shape(`${name} option`, property, call);
      }
      return;
    }
    // The first argument may be a client; other options that are out of sight may hold a schema.
    const isFirst = node === call.arguments[0];
    if (isFirst && ts.isCallExpression(inner)) return;
    forEachValue(
      inner,
      next,
      (value, inside) => (isFirst && !ts.isObjectLiteralExpression(unwrap(value))) || readOptions(value, call, inside),
      () => isFirst || doubt('options', inner, call),
    );
  }

  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const callee = unwrap(node.expression);
      if (isRelationsCall(node, callee, imports)) {
        reading.relations.push(at('relations()', node));
        shape('relations()', node);
      }
      if (
        ts.isPropertyAccessExpression(callee) &&
        /^find(?:Many|First)$/.test(callee.name.text) &&
        isBuilder(callee.expression)
      ) {
        reading.sites.push(at('query', node));
        if (node.arguments[0]) readConfig(node.arguments[0], node);
      }
      readClient(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);

  // What looks like a part of a configuration, but belongs to no query of this file.
  const loose = (node) => {
    if (
      ts.isCallExpression(node) &&
      /\.(?:onConflict\w*|toHaveBeenCalledWith|toEqual|toMatchObject)$/.test(node.expression.getText(file))
    )
      return;
    if (ts.isObjectLiteralExpression(node) && !seen.has(node)) {
      for (const property of node.properties) {
        const name = property.name?.text;
        if (!['where', 'orderBy'].includes(name) || seen.has(property)) continue;
        const value = unwrap(valueOf(property));
        const takesOperators =
          isFunction(value) &&
          value.parameters.length === 2 &&
          namesOf(value.parameters[1].name).some((n) => operators.has(n));
        const isV1 = name === 'where' ? takesOperators : false;
        if (isV1 || (ts.isCallExpression(value) && ts.isIdentifier(value.expression) && isOperator(value)))
          doubt(`loose ${name}`, property);
      }
    }
    ts.forEachChild(node, loose);
  };
  if (/drizzle|\bdb\b|schema/.test(text)) loose(file);
  return reading;
}

// ---- syntax

function unwrap(node) {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAwaitExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

function valueOf(property) {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return property;
}

function isFunction(node) {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}

function isUndefined(node) {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

function isConstant(node) {
  return (
    isUndefined(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
  );
}

function namesOf(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

function mentions(node, name) {
  if (!node) return false;
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}

/** What a function returns. */
function resultsOf(node) {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  const results = [];
  const visit = (inner) => {
    if (ts.isReturnStatement(inner) && inner.expression) results.push(inner.expression);
    if (!ts.isFunctionLike(inner)) ts.forEachChild(inner, visit);
  };
  visit(node.body);
  return results;
}

function assigned(scope, name) {
  const values = [];
  const visit = (node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(node.left) &&
      node.left.text === name
    )
      values.push(node.right);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return values;
}

function pushed(scope, name) {
  const values = [];
  const visit = (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === 'push'
    ) {
      const owner = unwrap(node.expression.expression);
      if (ts.isIdentifier(owner) && owner.text === name) values.push(...node.arguments);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return values;
}

/** Local name → module and name there, of static and dynamic imports and `require`. */
function importsOf(file) {
  const imports = new Map();
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      const module = node.moduleSpecifier.text;
      const bindings = node.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        for (const { name, propertyName } of bindings.elements)
          imports.set(name.text, { module, name: (propertyName ?? name).text });
    }
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      const call = unwrap(node.initializer);
      const isImport =
        ts.isCallExpression(call) &&
        (call.expression.kind === ts.SyntaxKind.ImportKeyword || call.expression.getText(file) === 'require');
      const module =
        isImport && call.arguments[0] && ts.isStringLiteralLike(call.arguments[0]) ? call.arguments[0].text : undefined;
      if (module !== undefined)
        for (const { name, propertyName } of node.name.elements)
          if (ts.isIdentifier(name)) imports.set(name.text, { module, name: propertyName?.text ?? name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return imports;
}

function isRelationsCall(call, callee, imports) {
  if (call.arguments.length !== 2 || !isFunction(unwrap(call.arguments[1]))) return false;
  if (ts.isPropertyAccessExpression(callee))
    return callee.name.text === 'relations' && ts.isIdentifier(callee.expression);
  return ts.isIdentifier(callee) && imports.get(callee.text)?.name === 'relations';
}

/** The driver of `drizzle`, the module name after `drizzle-orm/`; undefined when the name is something else. */
function driverOf(callee, imports) {
  const found = imports.get(callee.text);
  if (!found || found.name !== 'drizzle') return undefined;
  return /^drizzle-orm\/(.+)$/.exec(found.module)?.[1];
}

/** The script of a component, at its own positions: everything else is blanked. */
function scriptOf(path, text) {
  const blank = (part) => part.replace(/[^\n]/g, ' ');
  const pattern = path.endsWith('.astro') ? /^---\n([\s\S]*?)\n---/g : /<script[^>]*>([\s\S]*?)<\/script>/g;
  let result = '';
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const start = match.index + match[0].indexOf(match[1]);
    result += blank(text.slice(end, start)) + match[1];
    end = start + match[1].length;
  }
  return result + blank(text.slice(end));
}
