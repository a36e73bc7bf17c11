// Packages that are not installed here, as far as the fixtures use them.

declare module '@planetscale/database' {
  export class Client {
    constructor(config: { url: string });
  }
}

declare module '@vercel/postgres' {
  export const sql: { query(text: string): Promise<unknown> };
}

declare module 'expo-sqlite' {
  export interface SQLiteDatabase {
    closeSync(): void;
  }
  export function openDatabaseSync(name: string): SQLiteDatabase;
}

declare module 'bun:sqlite' {
  export class Database {
    constructor(filename?: string, options?: { create?: boolean });
    exec(sql: string): void;
  }
}

declare module 'better-auth' {
  export function betterAuth(options: { database: unknown }): {
    api: { getSession(request: { headers: Headers }): Promise<{ user: { id: string } } | null> };
  };
}

declare module 'better-auth/adapters/drizzle' {
  export function drizzleAdapter(
    db: object,
    config: { provider: 'pg' | 'mysql' | 'sqlite'; schema?: Record<string, unknown>; usePlural?: boolean },
  ): unknown;
}

declare module '@better-auth/drizzle-adapter/relations-v2' {
  export function drizzleAdapter(
    db: object,
    config: { provider: 'pg' | 'mysql' | 'sqlite'; schema?: Record<string, unknown>; usePlural?: boolean },
  ): unknown;
}
