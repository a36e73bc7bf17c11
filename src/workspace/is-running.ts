/**
 * Whether a process with this id exists. One that belongs to another user exists too, although it must not be
 * signalled.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
