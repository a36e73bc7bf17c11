import type { Stage } from '../options.ts';
import type { Host } from './host.ts';

/** Milliseconds before progress is shown: shorter runs need none. */
const patience = 700;

/** Shows the current stage of a long run in one line on the terminal, which `done` clears. */
export function progress(
  stream: Host['stderr'],
  env: Host['env'],
  now: () => number = Date.now,
): { stage(stage: Stage): void; done(): void } {
  const start = now();
  let shown = false;
  const isSilent = stream.isTTY !== true || env['TERM'] === 'dumb' || env['CI'] !== undefined;
  return {
    stage(stage) {
      // Reading code may take long without a chance to check the time, so this stage is always shown.
      if (isSilent || (stage !== 'reading code' && now() - start < patience)) return;
      stream.write(`\r\u001B[K${stage} …`);
      shown = true;
    },
    done() {
      if (shown) stream.write('\r\u001B[K');
    },
  };
}
