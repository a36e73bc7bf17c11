import { dirname } from '../path.ts';
import { isNeeded, needs, type Need, type NeedId } from '../drizzle/needs.ts';
import type { FileChange } from '../edits/edit.ts';
import type { Finding } from '../findings.ts';
import { readCasingUsers } from '../read/casing.ts';
import type { Project } from '../rewrite/project.ts';
import type { Survey } from '../run.ts';
import { arrayColumns } from './array-columns.ts';
import { companionPackages } from './companions.ts';
import { columnDataTypes } from './data-types.ts';
import { diagnosis, diagnosisOf, placeOf, type Diagnosis } from './diagnosis.ts';
import { tableColumnsImports, validatorImports } from './imports.ts';
import { genericRows } from './generic-rows.ts';
import { goneExports } from './gone-exports.ts';
import { kitCommands } from './kit-commands.ts';
import { returnedRows } from './returned-rows.ts';

/** What `doctor` found, and the changes for what can be fixed mechanically. */
export interface Diagnoses {
  /** Sorted as in the table of needs. */
  found: Diagnosis[];
  /** Findings of level `error` of the migration that are not among `found`. */
  errors: Finding[];
  /** The changes of imports of `drizzle-zod` and similar packages. */
  validatorChanges: FileChange[];
}

const byFinding = new Map(
  Object.entries<Need>(needs).flatMap(([id, { findings = [] }]) =>
    findings.map((code) => [code, id as NeedId] as const),
  ),
);

/** Finds what drizzle-orm 1.0 needs of a project besides the migration of its queries, from the sources alone. */
export function diagnose({ workspace, project, result }: Survey): Diagnoses {
  const validators = validatorImports(project);
  const told = result.findings.flatMap((finding) => {
    const need = byFinding.get(finding.code);
    return need ? [diagnosisOf(need, finding)] : [];
  });
  const all = [
    ...migrationFolders(workspace.paths),
    ...casingOptions(project),
    ...kitCommands(workspace),
    ...arrayColumns(project),
    ...columnDataTypes(project),
    ...returnedRows(project),
    ...genericRows(project),
    ...goneExports(project),
    ...tableColumnsImports(project),
    ...validators.found,
    ...companionPackages(project.packageFiles),
    ...told,
  ];
  const order = Object.keys(needs);
  return {
    found: all
      .filter(({ need }) => isNeeded(need, project.capabilities))
      .toSorted((a, b) => order.indexOf(a.need) - order.indexOf(b.need)),
    errors: result.findings.filter(({ level, code }) => level === 'error' && !byFinding.has(code)),
    validatorChanges: isNeeded('validator-import', project.capabilities) ? validators.changes : [],
  };
}

/** Migration folders in the old format, which have a `meta/_journal.json`. */
function migrationFolders(paths: readonly string[]): Diagnosis[] {
  return paths
    .filter((path) => /[\\/]meta[\\/]_journal\.json$/.test(path))
    .map((path) => diagnosis('migrations-folder', { file: dirname(dirname(path)), line: 1, column: 1 }));
}

/** The `casing` options of clients and drizzle-kit configurations. */
function casingOptions(project: Project): Diagnosis[] {
  const properties = readCasingUsers(project).flatMap(({ option, ignored }) => (option ?? ignored)?.property ?? []);
  return [...new Set(properties)].map((property) => diagnosis('casing', placeOf(property)));
}
