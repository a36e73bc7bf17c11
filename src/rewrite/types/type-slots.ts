import { ts } from '../../ts.cts';
import type { Capabilities } from '../../drizzle/capabilities.ts';
import { successorOf, type Form, type Role, type Successor } from '../../drizzle/class-names.ts';
import type { SchemaMeaning, SchemaTypes } from '../../read/schema-types.ts';
import { isDrizzle, type Reference } from '../../read/type-references.ts';
import { importedValue, valueOf, type TypeContext } from '../../read/types.ts';
import type { Project } from '../project.ts';

/** A type argument that says which schema a database has. */
export interface Slot {
  reference: Reference;
  node: ts.TypeNode;
  meaning: SchemaMeaning;
  /** Arguments of v1 that have no place in v2. */
  vanishing: ts.TypeNode[];
  /** The project's own type parameter it is given to, if it is. */
  owner: ts.TypeParameterDeclaration | undefined;
}

/** The successor of a reference to drizzle-orm, when its arguments are those of v1, or of v1 and v2 side by side. */
export function successorOfReference(
  { value, args }: Reference,
  types: SchemaTypes,
  capabilities: Capabilities,
): Successor | undefined {
  if (!isDrizzle(value)) return undefined;
  const successor = successorOf(value.module, value.name, capabilities);
  if (!successor || !args) return successor;
  const { between } = successor;
  // Written for v2 alone.
  const schema = argumentOf(successor, args, 'schema');
  if (schema && types.meaningOf(schema).kind === 'migrated') return undefined;
  const isLonger = args.length > successor.from.parameters.length;
  if (between && (isLonger || isSideBySide(between, args, types))) return { ...successor, from: between };
  const { parameters } = successor.from;
  const required = parameters.filter(({ optional }) => !optional).length;
  if (args.length < required || args.length > parameters.length) return undefined;
  // Where the name stays and a parameter in front goes, few arguments may be those of v2.
  const { from, to } = successor;
  const isShorter = to !== undefined && to.name === from.name && to.parameters.length < parameters.length - 1;
  // `Record<string, unknown>` is any schema of v1, and no relations of v2.
  const isSchema = schema !== undefined && ['database', 'loose'].includes(types.meaningOf(schema).kind);
  if (isShorter && !isSchema && args.length <= to.parameters.length) return undefined;
  const root = argumentOf(successor, args, 'root');
  return root && !isBoolean(root) ? undefined : successor;
}

/** Whether the argument for the relations is about relations: a third argument may as well be v1's relational config. */
function isSideBySide(form: Form, args: ts.NodeArray<ts.TypeNode>, types: SchemaTypes): boolean {
  const relations = args[form.parameters.findIndex(({ role }) => role === 'relations')];
  return relations !== undefined && types.meaningOf(relations).kind === 'migrated';
}

/** The type argument in the place that a class of v1 has for a role; undefined when it has none or none is given. */
export function argumentOf(
  { from }: Successor,
  args: ts.NodeArray<ts.TypeNode> | undefined,
  role: Role,
): ts.TypeNode | undefined {
  const index = from.parameters.findIndex((parameter) => parameter.role === role);
  return index < 0 ? undefined : args?.[index];
}

/** Whether a type argument is drizzle-orm's `EmptyRelations`. */
function isEmptyRelations(node: ts.TypeNode, context: TypeContext): boolean {
  const value = ts.isImportTypeNode(node)
    ? importedValue(node, context)
    : ts.isTypeReferenceNode(node)
      ? valueOf(node.typeName, context.evaluator)
      : undefined;
  return value !== undefined && isDrizzle(value) && value.name === 'EmptyRelations';
}

function isBoolean(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.BooleanKeyword || ts.isLiteralTypeNode(node);
}

/** Whether a reference is v1's `ExtractTablesWithRelations<typeof schema>`. */
export function isExtraction({ value, args }: Reference): boolean {
  return isDrizzle(value) && value.name === 'ExtractTablesWithRelations' && args?.length === 1;
}

/** The slot of a reference to drizzle-orm; undefined when it has none or is about v2 already. */
export function slotOf(reference: Reference, types: SchemaTypes, project: Project): Slot | undefined {
  const { args } = reference;
  if (!args) return undefined;
  const slot = (node: ts.TypeNode, meaning: SchemaMeaning, vanishing: ts.TypeNode[]): Slot => ({
    reference,
    node,
    meaning,
    vanishing,
    owner: undefined,
  });
  if (isExtraction(reference)) return slot(args[0]!, types.meaningOf(args[0]!), []);
  const successor = successorOfReference(reference, types, project.capabilities);
  if (!successor) return undefined;
  const schema = argumentOf(successor, args, 'schema');
  const tables = argumentOf(successor, args, 'tables');
  if (!schema) return undefined;
  const meaning = types.meaningOf(schema);
  const relations = argumentOf(successor, args, 'relations');
  // What is about relations says by itself which, unless v1 was kept and there are none yet.
  if (relations && !isEmptyRelations(relations, project)) return slot(schema, { kind: 'migrated' }, []);
  const byTables = tables && types.meaningOf(tables);
  const isOpen = meaning.kind === 'loose' || meaning.kind === 'empty' || meaning.kind === 'any';
  if (tables && byTables && isOpen && (byTables.kind === 'database' || byTables.kind === 'parameter'))
    return slot(tables, byTables, [schema]);
  return slot(schema, meaning, tables ? [tables] : []);
}
