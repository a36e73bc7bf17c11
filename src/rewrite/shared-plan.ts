import type { Database } from '../facts.ts';
import type { SchemaFactory } from '../read/schema/schema-factories.ts';
import type { NeededImport } from './changes.ts';

/** The relations of a database that a function of another module returns: `...getRelations(mysqlTable)`. */
export interface SharedRelations {
  factory: SchemaFactory;
  /** The function that returns them. */
  name: string;
  /** The call. */
  text: string;
  imports: NeededImport[];
}

/**
 * Which functions with tables and v1 relations get a companion function for the relations, and which databases use it.
 */
export interface SharedPlan {
  uses: ReadonlyMap<Database, readonly SharedRelations[]>;
  /** The functions that get a companion, with its name. */
  companions: ReadonlyMap<SchemaFactory, string>;
}
