import { relations } from "drizzle-orm";
import { integer } from "drizzle-orm/sqlite-core";
import { appTable } from "./table";
import { getSchema } from "./tables";

export const { users, usersRelations, posts, postsRelations } = getSchema(appTable);

export const votes = appTable("votes", {
  id: integer("id").primaryKey(),
  userId: integer("user_id").notNull(),
  postId: integer("post_id").notNull(),
});

export const votesRelations = relations(votes, ({ one }) => ({
  user: one(users, { fields: [votes.userId], references: [users.id] }),
  post: one(posts, { fields: [votes.postId], references: [posts.id] }),
}));
