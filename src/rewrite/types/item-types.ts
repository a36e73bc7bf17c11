import { survives } from '../../edits/apply.ts';
import { arrayCallsOf } from '../../read/values/columns.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { declarationOfName } from '../../read/types/types.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Writes `.array().$type<Role>()` for `.array().$type<Role[]>()`. In 0.x `$type` behind `array()` named the type of the
 * list, from 1.0.0-beta.21 on that of an item, so that rows would have the type `Role[][]`.
 */
export function rewriteItemTypes(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.typesItems) return;
  for (const { ast, path } of mentioning(/\$type\s*</, (_, text) => /\.array\s*\(/.test(text))) {
    if (changes.deleted().has(path)) continue;
    for (const call of nodesOf(ast).calls) {
      const callee = unwrap(call.expression);
      const [type] = call.typeArguments ?? [];
      if (!type || !ts.isPropertyAccessExpression(callee) || callee.name.text !== '$type') continue;
      const lists = arrayCallsOf(callee.expression, evaluator);
      if (lists.length === 0 || !survives(type.getStart(), changes.edits(path))) continue;
      const item = lists.reduce<Item>((outer) => (typeof outer === 'string' ? outer : itemOf(outer, project)), type);
      if (item === 'open') changes.report('RQB_ITEM_TYPE_OPEN', type);
      else if (item !== 'none') {
        const text = 'list' in item ? `${item.list.getText()}[number]` : item.getText();
        changes.replace(path, type.getStart(), type.end, text);
        changes.report('RQB_ITEM_TYPE', type);
      }
    }
  }
}

/** The type of an item, or of a list with such items; `none` for a type that is no list, `open` where it cannot be told. */
type Item = ts.TypeNode | { list: ts.TypeNode } | 'none' | 'open';

function itemOf(outer: Exclude<Item, string>, project: Project): Item {
  if ('list' in outer) return 'open';
  const type = withoutParentheses(outer);
  if (ts.isArrayTypeNode(type)) return withoutParentheses(type.elementType);
  if (ts.isTupleTypeNode(type) || ts.isTypeOperatorNode(type)) return 'open';
  if (!ts.isTypeReferenceNode(type)) return 'none';
  const [item] = type.typeArguments ?? [];
  if (type.typeName.getText() === 'Array') return item ?? 'open';
  const declaration = declarationOfName(type.typeName, project);
  if (!declaration || !ts.isTypeAliasDeclaration(declaration)) return declaration ? 'none' : 'open';
  const named = itemOf(declaration.type, project);
  return typeof named === 'string' ? named : { list: type };
}

function withoutParentheses(type: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(type) ? withoutParentheses(type.type) : type;
}
