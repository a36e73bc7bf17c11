/**
 * The TypeScript of ts-morph. The build puts the part of it that reads syntax in the place of this module
 * (`scripts/build/typescript-syntax.mjs`). It is CommonJS because Node would otherwise search all of TypeScript for its
 * exports first, which takes as long as parsing fifty files.
 */
// @ts-expect-error An `export … from` is what keeps both values and types, and it is emitted as CommonJS.
export { ts } from 'ts-morph';
