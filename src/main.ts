/**
 * What does the work, as opposed to what reads the command line. The build makes one file of it, `dist/main.cjs`, which
 * the command line loads by `compiled-main.ts` and other programs by `index.ts`.
 */
export { doctor } from './cli/doctor.ts';
export { execute } from './cli/execute.ts';
export { versionsText } from './cli/versions.ts';
export { migrate, UserError, WriteError, writeChanges } from './index.ts';
