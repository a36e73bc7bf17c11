/** Thrown when the work for one file has taken too long. */
export class OutOfTime extends Error {
  constructor(readonly path: string) {
    super(`Reading ${path} took too long`);
  }
}

/** Limits the time that is spent on each file. */
export interface TimeLimit {
  /** Runs `work` and counts its time towards a file. */
  spendOn<T>(path: string, work: () => T): T;
  /**
   * To be called often by whatever may take long.
   *
   * @throws OutOfTime when the file that is worked on has used up its time
   */
  check(): void;
}

/** How many checks pass between two looks at the clock, which cost more than most of the work in between. */
const callsPerLook = 256;

/**
 * Makes a time limit.
 *
 * @param milliseconds for each file, counted over all the work that is done for it
 */
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
