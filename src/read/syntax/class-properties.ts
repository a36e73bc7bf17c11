import { ts } from '../../ts.cts';
import { nameText } from './syntax.ts';

/** What a class says about the value of `this.name`. */
export interface ClassProperty {
  initializer?: ts.Expression | undefined;
  type?: ts.TypeNode | undefined;
  /**
   * The right side of the only assignment to it in the class (`this.tables = tables`); undefined when there are none or
   * several.
   */
  assigned(): ts.Expression | undefined;
}

/**
 * Looks up `this.name` in the class around a place: a property declaration, or for the type also a parameter property
 * (`constructor(private readonly tables: Tables)`). Without either, everything in the result is undefined.
 */
export function propertyOfThis(place: ts.Node, name: string): ClassProperty {
  const owner = ts.findAncestor(place, ts.isClassLike);
  const property = owner?.members.find(
    (candidate): candidate is ts.PropertyDeclaration =>
      ts.isPropertyDeclaration(candidate) && nameText(candidate.name) === name,
  );
  return {
    initializer: property?.initializer,
    type: property?.type ?? parameterProperty(owner, name)?.type,
    assigned: () => property && onlyAssignment(property),
  };
}

/**
 * Whether `this.name` is a field that is declared to be there, `name!: string`, and may be read before it is: a method
 * sets it that the constructor does not call, or nobody in a class that stands alone does. What a framework fills has a
 * decorator (`@Input() id!: string`, the fields of a validated DTO) or a base class.
 */
export function isAssertedField({ expression, name }: ts.PropertyAccessExpression): boolean {
  const owner = expression.kind === ts.SyntaxKind.ThisKeyword ? ts.findAncestor(expression, ts.isClassLike) : undefined;
  const field = owner?.members.find(
    (each): each is ts.PropertyDeclaration => ts.isPropertyDeclaration(each) && each.name.getText() === name.text,
  );
  if (!owner || !field?.exclamationToken || isDecorated(field)) return false;
  const made = owner.members.find(ts.isConstructorDeclaration)?.getText() ?? '';
  if (/\bObject\.assign\(\s*this\b/.test(made)) return false;
  const assigned = assignmentsOf(field);
  if (assigned.length === 0) return !owner.heritageClauses && !isDecorated(owner);
  return !assigned.some((value) => {
    const member = ts.findAncestor(value, ts.isClassElement);
    return member?.name ? made.includes(`this.${member.name.getText()}(`) : member !== undefined;
  });
}

function isDecorated(node: ts.HasDecorators): boolean {
  return (ts.getDecorators(node) ?? []).length > 0;
}

/** Assignments by property, because the whole class has to be walked to find them. */
const assignments = new WeakMap<ts.PropertyDeclaration, ts.Expression[]>();

function onlyAssignment(property: ts.PropertyDeclaration): ts.Expression | undefined {
  const assigned = assignmentsOf(property);
  return assigned.length === 1 ? assigned[0] : undefined;
}

function assignmentsOf(property: ts.PropertyDeclaration): readonly ts.Expression[] {
  let assigned = assignments.get(property);
  if (!assigned) assignments.set(property, (assigned = assignedTo(property)));
  return assigned;
}

/** The right sides of all assignments to a property in its class. */
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
