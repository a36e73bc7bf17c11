import { sqliteTableCreator } from "drizzle-orm/sqlite-core";

export const appTable = sqliteTableCreator((name) => `app_${name}`);
