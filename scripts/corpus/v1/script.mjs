/** One file as a syntax tree, and what its names stand for as far as the file itself says. */
import ts from 'typescript';
import { assigned, isFunction, namesOf, pushed, resultsOf, unwrap } from './syntax.mjs';

/** The operators of v1, by their own names. */
export const operators = new Set(
  (
    'eq ne gt gte lt lte isNull isNotNull inArray notInArray between notBetween like ilike notLike notIlike ' +
    'arrayContains arrayContained arrayOverlaps exists notExists and or not asc desc'
  ).split(' '),
);

/** A file of TypeScript, JavaScript or of a component; names are looked up by text, scope by scope. */
export class Script {
  constructor(path, wholeText) {
    this.text = /\.(?:vue|svelte|astro)$/.test(path) ? scriptOf(path, wholeText) : wholeText;
    const kind = /\.[jt]sx$/.test(path) || /\.[cm]?js$/.test(path) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    this.file = ts.createSourceFile(path, this.text, ts.ScriptTarget.Latest, true, kind);
    this.imports = importsOf(this.file);
  }

  /** Calls `each` with what an expression may be; `otherwise` when that is not in sight. */
  forEachValue(node, trail, each, otherwise) {
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
      const found = this.lookUp(node);
      if (found && found.values.length > 0) return found.values.forEach((value) => each(value, trail));
    }
    if (ts.isCallExpression(node) && ts.isIdentifier(unwrap(node.expression))) {
      const found = this.lookUp(unwrap(node.expression));
      const results = found?.values.filter(isFunction).flatMap(resultsOf) ?? [];
      if (results.length > 0) return results.forEach((value) => each(value, trail));
    }
    otherwise();
  }

  /** The values a name gets in this file: its initializer, what is assigned to it, what is pushed onto it. */
  lookUp(identifier) {
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

  operatorOf(call) {
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
    return operators.has(callee.text) ? callee.text : this.imports.get(callee.text)?.name;
  }

  isOperator(call) {
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee)) return operators.has(callee.name.text);
    return (
      ts.isIdentifier(callee) && (operators.has(callee.text) || operators.has(this.imports.get(callee.text)?.name))
    );
  }

  /** Whether an expression mentions something like `table.column` within SQL or an operator. */
  mentionsColumn(node) {
    let found = false;
    const visit = (inner, isSql) => {
      if (found) return;
      if (isSql && ts.isPropertyAccessExpression(inner) && !ts.isCallExpression(inner.parent)) found = true;
      const opens = ts.isTaggedTemplateExpression(inner) || (ts.isCallExpression(inner) && this.isOperator(inner));
      const first = ts.isCallExpression(inner) && opens ? inner.arguments[0] : undefined;
      if (first && ts.isPropertyAccessExpression(unwrap(first))) found = true;
      ts.forEachChild(inner, (child) => visit(child, isSql || ts.isTaggedTemplateExpression(inner)));
    };
    visit(node, false);
    return found;
  }
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
