import { ts } from '../../ts.cts';
import { text, type Code, type CodeEntry } from '../../edits/code.ts';
import { memberAccess, quoted, type Style } from '../../edits/style.ts';
import type { Column, Database, Relation, RelationsBlock } from '../../facts.ts';
import { keyOfTable } from '../../read/schema/same-table.ts';
import { isFunction, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { isIgnored } from './ignored-relations.ts';
import type { Placement } from '../placement.ts';
import { commentBehind, commentsAbove, commentsAtEnd, commentsInEmpty, commentsInside } from '../statements.ts';

/**
 * The code of the `defineRelations(schema, (r) => ({ … }))` call. The callback is left out when there is neither a
 * relation nor a comment to keep.
 *
 * @param isWanted restricts the call to the relations of some tables, by their key
 */
export function definition(
  database: Database,
  placement: Pick<Placement, 'schemaArgument' | 'anchor'>,
  style: Style,
  isWanted: (tableKey: string) => boolean = () => true,
): Code {
  const entries: CodeEntry[] = [];
  const keyOfBlock = new Map(
    database.blocks.map((block) => [block, block.table && keyOfTable(database.tables, block.table)]),
  );
  for (const [key, relations] of database.relations) {
    if (!isWanted(key)) continue;
    const blocks = database.blocks.filter((block) => keyOfBlock.get(block) === key && !isIgnored(block, database));
    entries.push({
      kind: 'property',
      name: key,
      comments: blocks.flatMap((block) => blockComments(block, placement)),
      value: {
        kind: 'object',
        broken: true,
        entries: relations.map((relation) => relationEntry(key, relation, style)),
      },
    });
  }
  const isUsed = entries.length > 0;
  for (const [block, key] of keyOfBlock) {
    const comments = commentsInEmptyBlock(block);
    if (key === undefined || !isWanted(key) || database.relations.has(key) || comments.length === 0) continue;
    const value: Code = { kind: 'object', entries: [], dangling: comments };
    entries.push({ kind: 'property', name: key, comments: blockComments(block, placement), value });
  }
  if (entries.length === 0) return text(`defineRelations(${placement.schemaArgument})`);
  const parameter = !isUsed ? '()' : style.arrowParens ? '(r)' : 'r';
  return {
    kind: 'sequence',
    parts: [
      text(`defineRelations(${placement.schemaArgument}, ${parameter} => (`),
      { kind: 'object', broken: true, entries },
      text('))'),
    ],
  };
}

/**
 * The comments above a v1 block, which move to the entry of its table. Left out are linter and compiler directives,
 * region markers, and a heading that says no more than "Relations". A block that is replaced in place keeps its
 * comments where they are, so there the list is empty.
 */
export function blockComments(block: RelationsBlock, placement: Pick<Placement, 'anchor'> | undefined): string[] {
  const statement = statementOf(block);
  if (!statement || statement === placement?.anchor) return [];
  const comments = commentsAbove(statement).filter((comment) => !/^\/\/ *@|eslint|^\/\/ *#/.test(comment));
  const words = (comment: string) => comment.replace(/[^\p{L}\p{N}]/gu, '');
  const isHeading = comments.some((comment) => /^relations$/i.test(words(comment)));
  return isHeading ? comments.filter((comment) => !/^(?:relations)?$/i.test(words(comment))) : comments;
}

/** The comments inside a block that defines no relation: `relations(users, () => ({ // none yet }))`. */
function commentsInEmptyBlock({ node }: RelationsBlock): string[] {
  const callback = node.arguments[1] && unwrap(node.arguments[1]);
  const returned = callback && isFunction(callback) ? returnedExpression(callback) : undefined;
  const object = returned && unwrap(returned);
  if (!object || !ts.isObjectLiteralExpression(object) || object.properties.length > 0) return [];
  return commentsInEmpty(object);
}

/**
 * The statement that goes away with a block: the `const` it is the value of, or the function that does nothing but
 * return it.
 */
function statementOf({ declaration, maker, node }: RelationsBlock): ts.Statement | undefined {
  if (declaration) return ts.findAncestor(declaration, ts.isVariableStatement);
  const returned = maker && returnedExpression(maker);
  if (!returned || unwrap(returned) !== node) return undefined;
  return ts.isFunctionDeclaration(maker) ? maker : ts.findAncestor(maker, ts.isVariableStatement);
}

/**
 * One relation as a member of its table's object: `author: r.one.users({ from: r.posts.authorId, to: r.users.id })`.
 * `optional: false` is added where v1's result type had no `null`.
 */
export function relationEntry(tableKey: string, relation: Relation, style: Style): CodeEntry {
  const { entry } = relation;
  const { through } = relation;
  const member = (key: string, column: Column) => memberAccess(memberAccess('r', key, style), column.key, style);
  const columns = (key: string, list: readonly Column[], side: 'from' | 'to'): Code => {
    const behind = (index: number) => (through ? `.through(${member(through.tableKey, through[side][index]!)})` : '');
    const items = list.map((column, index) => member(key, column) + behind(index));
    return items.length === 1
      ? text(items[0]!)
      : { kind: 'array', items: items.map((item) => ({ value: text(item) })) };
  };
  const options: CodeEntry[] = [
    { kind: 'property', name: 'from', value: columns(tableKey, relation.from, 'from') },
    { kind: 'property', name: 'to', value: columns(relation.targetKey, relation.to, 'to') },
  ];
  if (relation.required) options.push({ kind: 'property', name: 'optional', value: text('false') });
  if (relation.alias !== undefined)
    options.push({ kind: 'property', name: 'alias', value: text(quoted(relation.alias, style)) });
  return {
    kind: 'property',
    name: relation.newKey,
    comments: entry ? [...commentsAbove(entry.node), ...commentsInside(entry.node), ...commentsAtEnd(entry.node)] : [],
    behind: entry && commentBehind(entry.node),
    value: {
      kind: 'sequence',
      parts: [
        text(`${memberAccess(`r.${relation.kind}`, relation.targetKey, style)}(`),
        { kind: 'object', entries: options },
        text(')'),
      ],
    },
  };
}
