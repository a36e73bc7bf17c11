/** A plain JSON value that keeps what JSON loses: dates, bytes, bigints, undefined, class names. */
export function plain(value: unknown): unknown;
