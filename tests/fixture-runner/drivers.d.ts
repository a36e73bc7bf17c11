// Clients of drivers that are not installed here, as far as the fixtures use them.

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
