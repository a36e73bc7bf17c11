import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { sqliteTable } from "drizzle-orm/sqlite-core";
import { getSchema } from "./tables";

/** A second database with the same tables. */
export const archived = getSchema(sqliteTable);

export const openArchive = (path: string) => drizzle(new Database(path), { schema: archived });
