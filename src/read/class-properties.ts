import { ts } from '../ts.cts';
import { nameText } from './syntax.ts';

/** What its class says about `this.name`. */
export interface ClassProperty {
  initializer?: ts.Expression | undefined;
  type?: ts.TypeNode | undefined;
  /** What the one assignment in the class gives it: `this.tables = tables`. */
  assigned(): ts.Expression | undefined;
}

/** Reads the property or the parameter property (`constructor(private readonly tables: …)`) that `this.name` is. */
export function propertyOfThis(node: ts.PropertyAccessExpression): ClassProperty {
  const owner = ts.findAncestor(node, ts.isClassLike);
  const property = owner?.members.find(
    (candidate): candidate is ts.PropertyDeclaration =>
      ts.isPropertyDeclaration(candidate) && nameText(candidate.name) === node.name.text,
  );
  return {
    initializer: property?.initializer,
    type: property?.type ?? parameterProperty(owner, node.name.text)?.type,
    assigned: () => property && onlyAssignment(property),
  };
}

const assignments = new WeakMap<ts.PropertyDeclaration, ts.Expression[]>();

function onlyAssignment(property: ts.PropertyDeclaration): ts.Expression | undefined {
  let assigned = assignments.get(property);
  if (!assigned) assignments.set(property, (assigned = assignedTo(property)));
  return assigned.length === 1 ? assigned[0] : undefined;
}

function assignedTo({ name, parent: owner }: ts.PropertyDeclaration): ts.Expression[] {
  const assigned: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    const isAssigned = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssigned && ts.isPropertyAccessExpression(node.left) && node.left.getText() === `this.${name.getText()}`)
      assigned.push(node.right);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return assigned;
}

function parameterProperty(
  owner: ts.ClassLikeDeclaration | undefined,
  name: string,
): ts.ParameterDeclaration | undefined {
  const constructor = owner?.members.find((member) => ts.isConstructorDeclaration(member));
  return constructor?.parameters.find(
    (parameter) =>
      ts.isParameterPropertyDeclaration(parameter, constructor) &&
      ts.isIdentifier(parameter.name) &&
      parameter.name.text === name,
  );
}
