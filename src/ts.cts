/**
 * The TypeScript of ts-morph. It is loaded by way of a CommonJS module because Node would otherwise search all of it for
 * its exports first, which takes as long as parsing fifty files.
 */
// @ts-expect-error An `export … from` is what keeps both values and types, and it is emitted as CommonJS.
export { ts } from 'ts-morph';
