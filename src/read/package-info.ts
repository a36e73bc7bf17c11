/** A package.json of the project. */
export interface PackageInfo {
  /** Absolute directory. */
  dir: string;
  /** Absolute path of the package.json. */
  path: string;
  name: string;
  json: Record<string, unknown>;
}
