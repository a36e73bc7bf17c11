import { createInterface } from 'node:readline/promises';
import { withoutControls } from '../report/without-controls.ts';
import type { Host } from './host.ts';

/**
 * Asks a yes-or-no question on the terminal; yes is the default. Without a terminal nobody can be asked, and the answer
 * is yes.
 */
export async function confirm(question: string, host: Host): Promise<boolean> {
  if (!host.stdin.isTTY || !host.stderr.isTTY) return true;
  const terminal = createInterface({ input: host.stdin, output: host.stderr });
  try {
    // Ctrl+D closes the interface without an answer, which counts as no.
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('no')));
    const answer = await Promise.race([terminal.question(`${withoutControls(question)} [Y/n] `), closed]);
    return /^(?:y|yes|)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
