import { resolve } from '../path.ts';
import { diagnose } from '../doctor/diagnose.ts';
import { doctorText } from '../doctor/doctor-text.ts';
import { checkFindings } from '../left-overs.ts';
import { survey } from '../run.ts';
import { writeChanges } from '../workspace/write-changes.ts';
import type { Host } from './host.ts';
import { requireRestorable } from './require-restorable.ts';

/** The flags as commander provides them. */
export interface DoctorFlags {
  cwd?: string;
  target?: string;
  fix?: 'validators';
}

/**
 * Runs the command `doctor`: prints what the project needs for 1.0, and with `--fix` rewrites the imports of
 * validators.
 *
 * @returns the exit code: 0 when there is nothing left to do, else 1
 */
export async function doctor(flags: DoctorFlags, host: Host): Promise<number> {
  const cwd = resolve(host.cwd, flags.cwd ?? '.');
  const known = survey({ cwd, target: flags.target });
  const { found, errors, validatorChanges } = diagnose(known);
  if (flags.fix === 'validators' && validatorChanges.length > 0) {
    requireRestorable(cwd, { dirty: false, noVcs: false });
    writeChanges(cwd, validatorChanges);
  }
  const left = flags.fix === 'validators' ? found.filter(({ need }) => need !== 'validator-import') : found;
  const { result } = known;
  host.stdout.write(doctorText(left, cwd, checkFindings(result).length - result.findings.length, errors.length));
  return left.length > 0 || errors.length > 0 || result.changes.length > 0 ? 1 : 0;
}
