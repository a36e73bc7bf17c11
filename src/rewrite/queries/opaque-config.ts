import { declarationOf, ownerOfBinding } from '../../read/syntax/scope.ts';
import { type FunctionNode, isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { callsInSight } from '../conditions/calls-in-sight.ts';
import type { SiteUse } from '../level.ts';
import { placeText } from '../place-text.ts';
import type { Project } from '../project.ts';

/** How many places a finding names. */
const maxPlaces = 4;

/**
 * Reports a part of a query that is built out of sight, and fails the query. The finding says where the part comes
 * from, as far as that can be found.
 *
 * @param node the part, or the member that gives it
 */
export function failOpaque(part: string, node: ts.Node, use: SiteUse, project: Project): void {
  const value = ts.isObjectLiteralElementLike(node) ? propertyValue(node) : node;
  const { fileName } = node.getSourceFile();
  const isElsewhere = (place: ts.Node) => Number(place.getSourceFile().fileName !== fileName);
  const origins = value ? originsOf(value, project).sort((a, b) => isElsewhere(a) - isElsewhere(b)) : [];
  const places = [...new Set(origins.map((place) => placeText(place, fileName)))];
  const shown = places.slice(0, maxPlaces).join(', ');
  const more = places.length > maxPlaces ? `, and ${places.length - maxPlaces} more` : '';
  const named = places.length > 0 ? ` (${shown}${more})` : '';
  project.changes.report('RQB_CONFIG_OPAQUE', node, { part, origins: named });
  use.failed = true;
}

/**
 * The places that make a value: the calls that pass it for a parameter, the declaration of the variable that holds it,
 * or of the function that returns it.
 */
function originsOf(node: ts.Node, project: Project): ts.Node[] {
  const inner = unwrap(node);
  if (ts.isSpreadAssignment(inner) || ts.isAwaitExpression(inner)) return originsOf(inner.expression, project);
  if (ts.isCallExpression(inner)) {
    const fn = project.evaluator.evaluate(inner.expression);
    return fn.kind === 'expression' && isFunction(fn.node) ? [fn.node] : [];
  }
  const root = rootOf(inner);
  const declaration = root && declarationOf(root);
  if (!declaration) return [];
  const owner = ownerOfBinding(declaration);
  if (ts.isParameter(owner)) return isFunction(owner.parent) ? passedFor(owner, owner.parent, project) : [];
  if (!ts.isVariableDeclaration(owner)) return [];
  const made = owner.initializer && unwrap(owner.initializer);
  const isHandedOn = made && (ts.isIdentifier(made) || ts.isCallExpression(made));
  const further = isHandedOn ? originsOf(made, project) : [];
  return further.length > 0 ? further : [owner];
}

/** The name at the start of a path: `options` of `options.filter.where`. */
function rootOf(node: ts.Node): ts.Identifier | undefined {
  if (ts.isPropertyAccessExpression(node)) return rootOf(unwrap(node.expression));
  return ts.isIdentifier(node) ? node : undefined;
}

/** The arguments that calls anywhere in the project pass for a parameter. */
function passedFor(parameter: ts.ParameterDeclaration, fn: FunctionNode, project: Project): ts.Node[] {
  const index = fn.parameters.indexOf(parameter);
  return callsInSight(fn, project).flatMap((call) => call.arguments[index] ?? []);
}
