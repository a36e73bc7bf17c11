/** Numbers in [0, 1) that only depend on the seed. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several values. */
export const oneOf = (next, ...values) => values[Math.floor(next() * values.length)];

/** A text that is written several times, each with its index. */
export const times = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join('');
