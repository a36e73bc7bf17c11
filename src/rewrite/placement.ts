import type { ts } from '../ts.cts';
import type { NeededImport } from './changes.ts';

/** Where the new relations go, and how they get at the schema. */
export interface Placement {
  /** Absolute path of the file. */
  path: string;
  /** Name of the exported constant. */
  name: string;
  /** `name` is a function that makes them. */
  isFunction?: boolean;
  /** The statement it replaces, when the file exists. */
  anchor: ts.VariableStatement | undefined;
  /** The statement it stands before, when the file exists and none is replaced. */
  before?: ts.Statement;
  /** It stands in a function, beside the schema and the client. */
  isLocal?: boolean;
  /** The function at the top of that file that makes them, for types elsewhere to name. */
  maker?: RelationsMaker;
  /** First argument of `defineRelations`. */
  schemaArgument: string;
  imports: NeededImport[];
  /** The project is CommonJS, and so must the new file be. */
  commonJs: boolean;
}

/** A function that is given the tables of one database and makes its relations. */
export interface RelationsMaker {
  name: string;
  /** What it calls the tables it is given, and their type. */
  parameter: string;
  type: string;
  /** The statement it stands before. */
  before: ts.Statement;
}
