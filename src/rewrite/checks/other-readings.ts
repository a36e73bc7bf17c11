import { otherReading } from '../../drizzle/column-values.ts';
import type { Project } from '../project.ts';

/**
 * Reports the columns whose values relational queries of the target read otherwise than v1 did, whatever the code says.
 * Only databases that are migrated and queried count.
 */
export function reportOtherReadings({ placements, scan, capabilities, changes, databaseOf, target }: Project): void {
  const queried = new Set(scan.sites.map(databaseOf));
  for (const [database, placement] of placements) {
    if (!placement || !queried.has(database)) continue;
    for (const table of database.tables.values()) {
      for (const column of table.columns.values()) {
        const reading = otherReading(table.dialect, column, capabilities);
        if (reading) changes.report('RQB_COLUMN_READ', column.node, { column: column.key, reading, target });
      }
    }
  }
}
