import { ts } from '../../ts.cts';
import { successorOf, type Successor } from '../../drizzle/class-names.ts';
import type { Value } from '../../facts.ts';
import { isDrizzle, type Reference } from '../../read/types/type-references.ts';
import { valueOfName } from '../../read/values/value-of-type.ts';
import type { Project } from '../project.ts';

/** A type that is given by a database class without type arguments: `InstanceType<typeof PgDatabase>`. */
export interface InstanceType {
  /** The argument, `typeof PgDatabase`. */
  query: ts.TypeQueryNode;
  /** What the class becomes in the target. */
  to: NonNullable<Successor['to']>;
}

/** Reads a reference as a type that is given by a database class; undefined for other references. */
export function instanceTypeOf({ name, args }: Reference, project: Project): InstanceType | undefined {
  const [query] = args ?? [];
  if (!query || !ts.isIdentifier(name) || name.text !== 'InstanceType') return undefined;
  if (!ts.isTypeQueryNode(query) || query.typeArguments) return undefined;
  const to = databaseClass(valueOfName(query.exprName, project.evaluator), project)?.to;
  return to && { query, to };
}

/** What a value is as a class of databases, that is one with a schema in v1; undefined for any other value. */
export function databaseClass(value: Value, { capabilities }: Pick<Project, 'capabilities'>): Successor | undefined {
  const successor = isDrizzle(value) ? successorOf(value.module, value.name, capabilities) : undefined;
  return successor?.from.parameters.some(({ role }) => role === 'schema') ? successor : undefined;
}
