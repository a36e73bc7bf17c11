/** Reading one file took too long. */
export class OutOfTime extends Error {
  constructor(readonly path: string) {
    super(`Reading ${path} took too long`);
  }
}

/** How much time the rules may spend on each file. */
export interface TimeLimit {
  /** Does work that is on account of a file. */
  spendOn<T>(path: string, work: () => T): T;
  /** To be called again and again by whatever may take long. @throws OutOfTime */
  check(): void;
}

/** Looking at the clock costs more than most of what is done between two looks. */
const callsPerLook = 256;

/** @param milliseconds per file, over all that is done for it */
export function createTimeLimit(milliseconds: number): TimeLimit {
  const spent = new Map<string, number>();
  let current: { path: string; start: number } | undefined;
  let calls = 0;
  return {
    spendOn(path, work) {
      const outer = current;
      current = { path, start: performance.now() - (spent.get(path) ?? 0) };
      try {
        return work();
      } finally {
        spent.set(path, performance.now() - current.start);
        current = outer;
      }
    },
    check() {
      if (++calls % callsPerLook !== 0 || !current) return;
      if (performance.now() - current.start > milliseconds) throw new OutOfTime(current.path);
    },
  };
}
