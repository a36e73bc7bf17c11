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
  /** First argument of `defineRelations`. */
  schemaArgument: string;
  imports: NeededImport[];
  /** The project is CommonJS, and so must the new file be. */
  commonJs: boolean;
}
