import type { Project } from '../project.ts';

/**
 * Reports `date` columns of MySQL and SingleStore whose values are dates. 0.x gave the date to the driver, which sent
 * day and time in the time zone of the connection; 1.0.0-rc.5 sends the day of UTC alone. So another day may be stored,
 * and a comparison with a moment of today finds other rows.
 */
export function reportSentDays({ placements, capabilities, changes }: Project): void {
  if (!capabilities.sendsDays) return;
  for (const [database, placement] of placements) {
    if (!placement) continue;
    for (const { columns, dialect } of database.tables.values()) {
      if (dialect !== 'mysql' && dialect !== 'singlestore') continue;
      for (const column of columns.values())
        if (column.storage === 'date') changes.report('RQB_DAY_SENT', column.node, { column: column.key });
    }
  }
}
