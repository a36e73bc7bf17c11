import { ts } from '../ts.cts';
import { declarationOf, lookUp } from '../read/scope.ts';
import { nameText, unwrap } from '../read/syntax.ts';

/** Whether the type written for a value, or for an object on the way to it, is `any`: `input.id` of `input: { id: any }`. */
export function isWrittenAny(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (writtenType(inner)?.kind === ts.SyntaxKind.AnyKeyword) return true;
  return ts.isPropertyAccessExpression(inner) && isWrittenAny(inner.expression);
}

/** The type that a parameter, a variable or a member of their types is written with; undefined out of sight. */
function writtenType(node: ts.Node): ts.TypeNode | undefined {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) {
    const owner = writtenType(inner.expression);
    return owner && memberType(owner, inner.name.text);
  }
  if (!ts.isIdentifier(inner)) return undefined;
  const declaration = declarationOf(inner);
  return declaration && typeOfBinding(declaration);
}

function typeOfBinding(declaration: ts.Node): ts.TypeNode | undefined {
  if (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) return declaration.type;
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const owner = typeOfBinding(declaration.parent.parent);
  const name = declaration.propertyName ? nameText(declaration.propertyName) : declaration.name.getText();
  return owner && name !== undefined && !declaration.dotDotDotToken ? memberType(owner, name) : undefined;
}

/** The type of a member of an object type that is written in place or in the same file. */
function memberType(owner: ts.TypeNode, name: string, depth = 0): ts.TypeNode | undefined {
  if (ts.isParenthesizedTypeNode(owner)) return memberType(owner.type, name, depth);
  if (ts.isTypeReferenceNode(owner) && ts.isIdentifier(owner.typeName) && depth < 8) {
    const declaration = lookUp(owner.typeName.text, owner);
    if (declaration && ts.isTypeAliasDeclaration(declaration)) return memberType(declaration.type, name, depth + 1);
    return declaration && ts.isInterfaceDeclaration(declaration) ? memberOf(declaration.members, name) : undefined;
  }
  if (ts.isIntersectionTypeNode(owner)) {
    for (const part of owner.types) {
      const type = memberType(part, name, depth);
      if (type) return type;
    }
  }
  return ts.isTypeLiteralNode(owner) ? memberOf(owner.members, name) : undefined;
}

function memberOf(members: readonly ts.TypeElement[], name: string): ts.TypeNode | undefined {
  const member = members.find((each) => each.name && nameText(each.name) === name);
  return member && ts.isPropertySignature(member) ? member.type : undefined;
}
