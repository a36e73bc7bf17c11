import { ts } from '../../ts.cts';

/** A node that declares a name: variable, parameter, import specifier, function, class, type, … */
export type Declaration =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.ImportSpecifier
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassDeclaration
  | ts.ClassExpression
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.TypeAliasDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeParameterDeclaration;

/** The names that scopes declare, for those looked at so far. */
const scopes = new WeakMap<ts.Node, Map<string, Declaration>>();

/** What identifiers refer to. Most of them are asked about again and again. */
const found = new WeakMap<ts.Identifier, Declaration | null>();

/**
 * The declaration an identifier refers to, found by walking outwards through the scopes of its file. Values and types
 * of one name are not told apart. Undefined for globals, auto-imported names and a `var` that is used outside its
 * block.
 */
export function declarationOf(identifier: ts.Identifier): Declaration | undefined {
  let declaration = found.get(identifier);
  if (declaration === undefined) {
    declaration = lookUp(identifier.text, identifier) ?? null;
    found.set(identifier, declaration);
  }
  return declaration ?? undefined;
}

/** The declaration that `name` refers to at `place`; see `declarationOf`. */
export function lookUp(name: string, place: ts.Node): Declaration | undefined {
  for (let node: ts.Node | undefined = place; node; node = node.parent) {
    if (!isScope(node)) continue;
    const declaration = namesOf(node).get(name);
    // Strictly, a parameter's default value does not see the variables of the function body. That makes no difference
    // for reading.
    if (declaration) return declaration;
  }
  return undefined;
}

// Whether a node is a scope depends on its kind only. It is cached because it is asked for every ancestor of every
// name.
const scopeKinds: (boolean | undefined)[] = [];

function isScope(node: ts.Node): boolean {
  return (scopeKinds[node.kind] ??= isScopeKind(node));
}

function isScopeKind(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCaseBlock(node) ||
    ts.isCatchClause(node) ||
    ts.isClassExpression(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isClassDeclaration(node)
  );
}

/**
 * The names that a scope declares itself, not those of inner scopes. For a name that is both a value and a type, the
 * value counts.
 */
function namesOf(scope: ts.Node): Map<string, Declaration> {
  const known = scopes.get(scope);
  if (known) return known;
  const names = new Map<string, Declaration>();
  scopes.set(scope, names);
  const add = (name: string, declaration: Declaration) => {
    if (!names.has(name)) names.set(name, declaration);
  };
  const addBinding = (declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement) => {
    if (ts.isIdentifier(declaration.name)) add(declaration.name.text, declaration);
    else for (const element of declaration.name.elements) if (ts.isBindingElement(element)) addBinding(element);
  };
  const addList = (list: ts.VariableDeclarationList) => list.declarations.forEach(addBinding);

  if (ts.isFunctionLike(scope)) {
    scope.parameters.forEach((parameter) => {
      if (ts.isParameter(parameter)) addBinding(parameter);
    });
    if (ts.isFunctionExpression(scope) && scope.name) add(scope.name.text, scope);
  }
  const { typeParameters } = scope as ts.SignatureDeclaration;
  typeParameters?.forEach((parameter) => add(parameter.name.text, parameter));
  if ((ts.isClassExpression(scope) || ts.isClassDeclaration(scope)) && scope.name) add(scope.name.text, scope);
  if (
    (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) &&
    scope.initializer &&
    ts.isVariableDeclarationList(scope.initializer)
  ) {
    addList(scope.initializer);
  }
  if (ts.isCatchClause(scope) && scope.variableDeclaration) addBinding(scope.variableDeclaration);

  const statements =
    ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)
      ? scope.statements
      : ts.isCaseBlock(scope)
        ? scope.clauses.flatMap((clause) => [...clause.statements])
        : [];
  // Values first: a type may share its name with a value, and values are what is asked for.
  for (const statement of statements) addValue(statement, add, addList);
  for (const statement of statements) {
    if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement))
      add(statement.name.text, statement);
  }
  return names;
}

/** Adds the values (and imports) that a statement declares. */
function addValue(
  statement: ts.Statement,
  add: (name: string, declaration: Declaration) => void,
  addList: (list: ts.VariableDeclarationList) => void,
): void {
  if (ts.isVariableStatement(statement)) addList(statement.declarationList);
  else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
    if (statement.name) add(statement.name.text, statement);
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) add(statement.name.text, statement);
  else if (ts.isImportEqualsDeclaration(statement)) add(statement.name.text, statement);
  else if (ts.isImportDeclaration(statement) && statement.importClause) {
    const { name, namedBindings } = statement.importClause;
    if (name) add(name.text, statement.importClause);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name.text, namedBindings);
    else namedBindings?.elements.forEach((specifier) => add(specifier.name.text, specifier));
  }
}

/** The variable or parameter whose pattern a name is destructured in; any other declaration is its own. */
export function ownerOfBinding(declaration: ts.Node): ts.Node {
  let owner = declaration;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  return owner;
}

/** The variable that an identifier refers to; `undefined` for any other node or declaration. */
export function variableOf(node: ts.Node): ts.VariableDeclaration | undefined {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined;
}
