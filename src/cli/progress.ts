import type { Stage } from '../options.ts';
import type { Host } from './host.ts';

/** Nobody needs to be told about what is over sooner; milliseconds. */
const patience = 700;

/** Names the stage of a long run on the terminal, in one line that goes away again. */
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
      // Reading may take long; the work is not interrupted to look at the clock.
      if (isSilent || (stage !== 'reading code' && now() - start < patience)) return;
      stream.write(`\r\u001B[K${stage} …`);
      shown = true;
    },
    done() {
      if (shown) stream.write('\r\u001B[K');
    },
  };
}
