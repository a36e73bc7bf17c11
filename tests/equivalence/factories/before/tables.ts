import { relations } from "drizzle-orm";
import { integer, type SQLiteTableFn, text } from "drizzle-orm/sqlite-core";

export function getUsers(table: SQLiteTableFn) {
  return table("users", {
    id: integer("id").primaryKey(),
    name: text("name").notNull(),
    inviterId: integer("inviter_id"),
  });
}

export function getUsersRelations(table: SQLiteTableFn) {
  const users = getUsers(table);
  const writings = getPosts(table);
  return relations(users, ({ one, many }) => ({
    posts: many(writings, { relationName: "author" }),
    inviter: one(users, { fields: [users.inviterId], references: [users.id] }),
  }));
}

export function getPosts(table: SQLiteTableFn) {
  return table("posts", {
    id: integer("id").primaryKey(),
    authorId: integer("author_id").notNull(),
    title: text("title").notNull(),
    published: integer("published", { mode: "boolean" }).notNull(),
  });
}

export const getPostsRelations = (table: SQLiteTableFn) => {
  const posts = getPosts(table);
  const users = getUsers(table);
  return relations(posts, ({ one }) => ({
    author: one(users, { fields: [posts.authorId], references: [users.id], relationName: "author" }),
  }));
};

export function getSchema(table: SQLiteTableFn) {
  return {
    users: getUsers(table),
    usersRelations: getUsersRelations(table),
    posts: getPosts(table),
    postsRelations: getPostsRelations(table),
  };
}
