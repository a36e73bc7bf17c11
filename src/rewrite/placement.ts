import type { ts } from '../ts.cts';
import type { NeededImport } from './changes.ts';

/** Where the new relations go, and how they refer to the schema. */
export interface Placement {
  /** Absolute path of the file. */
  path: string;
  /** Name of the exported constant. */
  name: string;
  /** `name` is a function that returns them. */
  isFunction?: boolean;
  /** The statement that they replace in an existing file. */
  anchor: ts.VariableStatement | undefined;
  /** The statement that they are written in front of, in an existing file where none is replaced. */
  before?: ts.Statement;
  /** They stand in a function, beside the schema and the client. */
  isLocal?: boolean;
  /** The function at the top of that file that returns them, so that types elsewhere can refer to it. */
  maker?: RelationsMaker;
  /** First argument of `defineRelations`. */
  schemaArgument: string;
  imports: NeededImport[];
  /** The file is new and must be CommonJS, as the schema is. */
  commonJs: boolean;
}

/** A function that is given the tables of a database and returns its relations. */
export interface RelationsMaker {
  name: string;
  /** The name of its parameter for the tables. */
  parameter: string;
  /** The type of that parameter. */
  type: string;
  /** The statement that it is written in front of. */
  before: ts.Statement;
}
