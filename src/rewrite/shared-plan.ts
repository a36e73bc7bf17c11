import type { Database } from '../facts.ts';
import type { SchemaFactory } from '../read/schema-factories.ts';
import type { NeededImport } from './changes.ts';

/** Relations of a database that a function of another module makes: `...getRelations(mysqlTable)`. */
export interface SharedRelations {
  factory: SchemaFactory;
  /** The function that makes them. */
  name: string;
  /** The call. */
  text: string;
  imports: NeededImport[];
}

/** The functions that make v1 relations, and which databases take theirs from which. */
export interface SharedPlan {
  uses: ReadonlyMap<Database, readonly SharedRelations[]>;
  /** Functions that get a companion for their relations, with its name. */
  companions: ReadonlyMap<SchemaFactory, string>;
}
