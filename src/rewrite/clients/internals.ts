import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { accessedName, isAccess, nameText, unwrap } from '../../read/syntax/syntax.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { schemaName } from '../imports/schema-name.ts';

type Placements = ReadonlyMap<Database, Placement | undefined>;

/** A quick test of a file's text for reads of `db._`. Files have many points and few names that end with `_`. */
const mention = /_\b(?<=[.[]\s*['"`]?_)/;
const mentions = new RegExp(mention, 'g');

/** The members of `db._` that v1 has and v2 does not. */
const v1Members = ['fullSchema', 'schema', 'tableNamesMap'];
const v1Member = new RegExp(`\\b(?:${v1Members.join('|')})\\b`);

/** Texts of more characters are those of bundles. */
const longest = 300_000;

/**
 * Whether one of these members is named in a text: in that of a bundle near a read of something's `_`, before
 * (`const { schema } = db._`) or behind it. Bundles read members `_` all over, and take seconds to parse.
 */
function mayRead(text: string): boolean {
  if (text.length <= longest) return v1Member.test(text);
  return [...text.matchAll(mentions)].some(({ index }) =>
    v1Member.test(text.slice(Math.max(0, index - 500), index + 500)),
  );
}

/**
 * Replaces `db._.fullSchema` by the schema itself where that can be imported. Other reads of what v1 kept in `db._`
 * (`schema`, `tableNamesMap`), which v2 does not have, are reported as `RQB_INTERNALS`.
 */
export function rewriteInternals(placements: Placements, project: Project): void {
  for (const { ast, path } of project.mentioning(mention, (_, text) => mayRead(text))) {
    if (project.changes.deleted().has(path)) continue;
    const visit = (node: ts.Node): void => {
      const read = readOf(node);
      if (read && isOfDatabase(read.database, read.member, project)) {
        const { member, database } = read;
        const isWhole = member === 'fullSchema' && !ts.isTypeNode(node) && !ts.isBindingElement(node);
        const owner = isWhole ? databaseOfExpression(database, project) : undefined;
        const placement = owner && placements.get(owner);
        const name = placement && schemaName(path, owner, placement, project);
        if (name === undefined) project.changes.report('RQB_INTERNALS', node, { member });
        else {
          project.changes.replace(path, node.getStart(), node.end, name);
          project.changes.report('RQB_FULL_SCHEMA', node);
        }
        return;
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
}

/** A read of a member of `db._`, as a value or in a type. */
interface Read {
  member: string;
  /** The part in front of `._`. */
  database: ts.Node;
}

/**
 * Recognizes `db._.fullSchema` as an expression, in a `typeof` type, as the type `Db['_']['fullSchema']`, and as an
 * element of `const { fullSchema } = db._`.
 */
function readOf(node: ts.Node): Read | undefined {
  if (ts.isQualifiedName(node)) {
    const { left, right } = node;
    return ts.isQualifiedName(left) && left.right.text === '_'
      ? { member: right.text, database: left.left }
      : undefined;
  }
  if (isAccess(node)) return readFrom(accessedName(node), node.expression);
  if (ts.isBindingElement(node)) {
    const { initializer } = node.parent.parent as ts.VariableDeclaration;
    const name = node.propertyName ?? node.name;
    return initializer && readFrom(ts.isBindingName(name) ? name.getText() : nameText(name), initializer);
  }
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const [member, underscore] = [node.indexType, node.objectType.indexType].map((index) =>
    ts.isLiteralTypeNode(index) && ts.isStringLiteral(index.literal) ? index.literal.text : undefined,
  );
  return member !== undefined && underscore === '_' ? { member, database: node.objectType.objectType } : undefined;
}

/** The read of a member of an expression, if that is `db._`. */
function readFrom(member: string | undefined, owner: ts.Expression): Read | undefined {
  const inner = unwrap(owner);
  const isOf = member !== undefined && isAccess(inner) && accessedName(inner) === '_';
  return isOf ? { member, database: unwrap(inner.expression) } : undefined;
}

/** Whether `x` in `x._.schema` is a database. Tables have a member `_.schema` too. */
function isOfDatabase(node: ts.Node, member: string, project: Project): boolean {
  if (!v1Members.includes(member)) return false;
  const value = project.evaluator.evaluate(node);
  if (value.kind === 'table' || value.kind === 'column') return false;
  if (member !== 'schema') return true;
  if (project.scan.clients.some((client) => value.kind === 'expression' && client.node === value.node)) return true;
  return looksLikeDatabase(node);
}

/** Whether an expression has a name that is usual for databases and transactions: `db`, `tx`, `database`, `userDb`. */
export function looksLikeDatabase(node: ts.Node): boolean {
  const [name = ''] = /[a-z]\w*$/i.exec(node.getText().replace(/\(.*\)$/s, '')) ?? [];
  return /^(?:db|tx|trx)$|^(?:db|database|drizzle)|(?:Db|DB|Database)$/.test(name);
}

/** The database that an expression stands for: that of its client, else the only one of the project, else undefined. */
export function databaseOfExpression(node: ts.Node, project: Project): Database | undefined {
  const value = project.evaluator.evaluate(node);
  const owner = project.databases.find(({ clients }) =>
    clients.some((client) => value.kind === 'expression' && client.node === value.node),
  );
  return owner ?? (project.databases.length === 1 ? project.databases[0] : undefined);
}
