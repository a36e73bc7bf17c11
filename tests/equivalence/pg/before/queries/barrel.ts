export { and, eq, or } from 'drizzle-orm';
export * from '../schema.js';
