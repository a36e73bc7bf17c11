import { ts } from '../../ts.cts';
import type { Capabilities } from '../../drizzle/capabilities.ts';
import { successorOf, type Form, type Role, type Successor } from '../../drizzle/class-names.ts';
import type { SchemaMeaning, SchemaTypes } from '../../read/types/schema-types.ts';
import { isDrizzle, type Reference } from '../../read/types/type-references.ts';
import { importedValue, type TypeContext } from '../../read/types/types.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';
import { instanceTypeOf } from './instance-types.ts';
import { isHandedOn, queriedDatabases } from './queried-databases.ts';

/**
 * A type argument that determines which schema a database type is about: `typeof schema` in
 * `NodePgDatabase<typeof schema>`.
 */
export interface Slot {
  reference: Reference;
  node: ts.TypeNode;
  meaning: SchemaMeaning;
  /** Whether v1 took a database of any schema there. */
  isOpen: boolean;
  /** Type arguments of v1 that do not exist in v2. */
  vanishing: ts.TypeNode[];
  /** The type parameter of the project that it is an argument for, if it is one. */
  owner: ts.TypeParameterDeclaration | undefined;
}

/**
 * What a class or type of drizzle-orm becomes in the target, if the type arguments of this reference are those of v1,
 * or of a 1.0 release with v1 and v2 side by side. Undefined when they are those of v2 already.
 */
export function successorOfReference(
  { value, args }: Reference,
  types: SchemaTypes,
  capabilities: Capabilities,
): Successor | undefined {
  if (!isDrizzle(value)) return undefined;
  const successor = successorOf(value.module, value.name, capabilities);
  if (!successor || !args) return successor;
  const { between } = successor;
  // The argument in the place of the schema may be the relations: the type is then in the form of v2.
  const schema = argumentOf(successor, args, 'schema');
  if (schema && types.meaningOf(schema).kind === 'migrated') return undefined;
  const isLonger = args.length > successor.from.parameters.length;
  if (between && (isLonger || isSideBySide(between, args, types))) return { ...successor, from: between };
  const { parameters } = successor.from;
  const required = parameters.filter(({ optional }) => !optional).length;
  if (args.length < required || args.length > parameters.length) return undefined;
  // Where the class keeps its name but loses a leading parameter, a short list of arguments may be that of v2 already.
  const { from, to } = successor;
  const isShorter = to !== undefined && to.name === from.name && to.parameters.length < parameters.length - 1;
  // `Record<string, unknown>` can only be a schema of v1, not relations of v2.
  const isSchema = schema !== undefined && ['database', 'loose'].includes(types.meaningOf(schema).kind);
  if (isShorter && !isSchema && args.length <= to.parameters.length) return undefined;
  const root = argumentOf(successor, args, 'root');
  return root && !isBoolean(root) ? undefined : successor;
}

/**
 * Whether the argument in the place of the relations is indeed about relations. In v1's form, a third argument is the
 * relational config.
 */
function isSideBySide(form: Form, args: ts.NodeArray<ts.TypeNode>, types: SchemaTypes): boolean {
  const relations = args[form.parameters.findIndex(({ role }) => role === 'relations')];
  return relations !== undefined && types.meaningOf(relations).kind === 'migrated';
}

/**
 * The type argument that a class of v1 takes for a role (`schema`, `kind`, …); undefined when there is no such
 * parameter or argument.
 */
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
      ? valueOfName(node.typeName, context.evaluator)
      : undefined;
  return value !== undefined && isDrizzle(value) && value.name === 'EmptyRelations';
}

/** Whether a type is `boolean` or a literal, as v1's second argument of `DBQueryConfig` is. */
function isBoolean(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.BooleanKeyword || ts.isLiteralTypeNode(node);
}

/** Whether a reference is v1's `ExtractTablesWithRelations<typeof schema>`; that of v2 has two type parameters. */
export function isExtraction({ value, args }: Reference): boolean {
  return isDrizzle(value) && value.name === 'ExtractTablesWithRelations' && args?.length === 1;
}

/** The slot of a reference to drizzle-orm; undefined when it has none, or is in the form of v2 already. */
export function slotOf(reference: Reference, types: SchemaTypes, project: Project): Slot | undefined {
  const { args } = reference;
  if (!args) return undefined;
  const slot = (node: ts.TypeNode, meaning: SchemaMeaning, vanishing: ts.TypeNode[] = [], isOpen = false): Slot => ({
    reference,
    node,
    meaning,
    isOpen,
    vanishing,
    owner: undefined,
  });
  const byQueries = (otherwise: SchemaMeaning): SchemaMeaning => {
    const [database, ...others] = queriedDatabases(reference.node, project);
    return database && others.length === 0 ? { kind: 'database', database } : otherwise;
  };
  if (isExtraction(reference)) return slot(args[0]!, types.meaningOf(args[0]!));
  if (instanceTypeOf(reference, project)) return slot(args[0]!, byQueries({ kind: 'loose' }), [], true);
  const successor = successorOfReference(reference, types, project.capabilities);
  if (!successor) return undefined;
  const schema = argumentOf(successor, args, 'schema');
  const tables = argumentOf(successor, args, 'tables');
  if (!schema) return undefined;
  const meaning = types.meaningOf(schema);
  const relations = argumentOf(successor, args, 'relations');
  // An argument for relations means that the type is migrated. `EmptyRelations` stands there in a bridged project, too.
  if (relations && !isEmptyRelations(relations, project)) return slot(schema, { kind: 'migrated' });
  const byTables = tables && types.meaningOf(tables);
  const isOpen = meaning.kind === 'loose' || meaning.kind === 'empty' || meaning.kind === 'any';
  if (tables && byTables && isOpen && (byTables.kind === 'database' || byTables.kind === 'parameter'))
    return slot(tables, byTables, [schema]);
  return slot(schema, isOpen ? byQueries(meaning) : meaning, tables ? [tables] : [], isOpen);
}

/**
 * Gives database types of any schema that are not queried themselves the database that the queried ones of their
 * package mean, where the code hands their values on: v2 does not take a database of any relations for one of certain
 * ones.
 */
export function followHandedOn(slots: readonly Slot[], { resolver }: Project): void {
  const packageOf = ({ node }: Slot) => resolver.packageOf(node.getSourceFile().fileName);
  const queried = slots.filter(({ isOpen, meaning }) => isOpen && meaning.kind === 'database');
  for (const slot of slots) {
    if (!slot.isOpen || slot.meaning.kind !== 'loose') continue;
    const near = queried.flatMap((other) =>
      other.meaning.kind === 'database' && packageOf(other) === packageOf(slot) ? [other.meaning.database] : [],
    );
    const [database, ...others] = new Set(near);
    if (database && others.length === 0 && isHandedOn(slot.reference.node))
      slot.meaning = { kind: 'database', database };
  }
}

/** Whether a type of any schema is queried for tables of several databases, so that no relations fit all queries. */
export function isOfSeveral({ isOpen, reference }: Slot, project: Project): boolean {
  return isOpen && queriedDatabases(reference.node, project).length > 1;
}
