/** A plain JSON value that keeps what JSON loses: dates, bytes, bigints, undefined, class names. */
export function plain(value) {
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'bigint') return { $: 'bigint', value: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { $: 'Date', value: Number.isNaN(+value) ? 'invalid' : value.toISOString() };
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    return { $: 'bytes', class: value.constructor.name, value: Buffer.from(value).toString('hex') };
  }
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).map(([key, item]) => [key, plain(item)]);
  const name = Object.getPrototypeOf(value)?.constructor.name;
  return Object.fromEntries(name && name !== 'Object' ? [['$', name], ...entries] : entries);
}
