import { declarationOf } from '../../read/syntax/scope.ts';
import { memberName } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Whether a member of a class may be declared by another class or interface, too: one that the class extends or
 * implements, or a class that extends it. Code in sight of the one then means the other.
 *
 * @param mentions every identifier of the project with the name of the member
 */
export function mayBeRedeclared(
  owner: ts.ClassLikeDeclaration,
  name: string,
  mentions: readonly ts.Node[],
  project: Project,
): boolean {
  const bases = basesOf(owner, project);
  if (!bases || bases.some((base) => mayDeclare(base, name))) return true;
  const others = mentions.flatMap((mention) => {
    const other = classThatDeclares(mention);
    return other && other !== owner ? [other] : [];
  });
  return others.some((other) => mayExtend(other, owner, project));
}

/**
 * The classes and interfaces that a class extends and implements, and those that these do; `undefined` when one is out
 * of sight. An interface of a package is left out: none asks for a method that returns SQL.
 */
function basesOf(owner: ts.ClassLikeDeclaration, project: Project): Base[] | undefined {
  const found: Base[] = [];
  // Grows in the loop.
  const open: Base[] = [owner];
  for (const each of open) {
    for (const { token, types } of each.heritageClauses ?? []) {
      for (const { expression } of types) {
        const base = declarationOfName(expression, project);
        if (base && !(ts.isClassLike(base) || ts.isInterfaceDeclaration(base))) return undefined;
        if (!base && !(token === ts.SyntaxKind.ImplementsKeyword && isOfPackage(expression, project))) return undefined;
        if (!base || found.includes(base)) continue;
        found.push(base);
        open.push(base);
      }
    }
  }
  return found;
}

type Base = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/** Whether a class or interface belongs to a package, or to the language. */
function isOfPackage(name: ts.Expression, { evaluator }: Project): boolean {
  if (ts.isIdentifier(name) && !declarationOf(name)) return true;
  const isName = ts.isIdentifier(name) || ts.isPropertyAccessExpression(name);
  return isName && evaluator.evaluate(name).kind === 'external';
}

/**
 * Whether a class or interface has a member of a name, as far as can be told: declared, by a parameter of its
 * constructor, by an index signature or a computed name, or by writing to it.
 */
function mayDeclare(base: Base, name: string): boolean {
  const isNamed = (member: ts.ClassElement | ts.TypeElement) => {
    if (ts.isConstructorDeclaration(member)) return member.parameters.some((each) => each.name.getText() === name);
    return ts.isIndexSignatureDeclaration(member) || (member.name && (memberName(member.name) ?? name) === name);
  };
  const members: readonly (ts.ClassElement | ts.TypeElement)[] = base.members;
  return members.some(isNamed) || (ts.isClassLike(base) && base.getText().includes(`.${name} =`));
}

/** The class that an identifier names a member of: as a method, a property or a parameter of the constructor. */
function classThatDeclares(mention: ts.Node): ts.ClassLikeDeclaration | undefined {
  const { parent } = mention;
  if (!(ts.isClassElement(parent) || ts.isParameter(parent)) || parent.name !== mention) return undefined;
  const owner = ts.isParameter(parent) ? parent.parent.parent : parent.parent;
  return ts.isClassLike(owner) ? owner : undefined;
}

/** Whether a class extends another one, or something that cannot be told. What a package exports extends neither. */
function mayExtend(heir: ts.ClassLikeDeclaration, owner: ts.ClassLikeDeclaration, project: Project): boolean {
  const bases = basesOf(heir, project);
  if (bases) return bases.includes(owner);
  const named = (heir.heritageClauses ?? []).flatMap(({ types }) => types);
  return !named.every(({ expression }) => isOfPackage(expression, project));
}
