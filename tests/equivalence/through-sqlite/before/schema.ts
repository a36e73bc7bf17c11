import { relations } from 'drizzle-orm';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const recipes = sqliteTable('recipes', {
  id: integer('id').primaryKey(),
  title: text('title').notNull(),
  added: integer('added', { mode: 'timestamp' }).notNull(),
});

export const labels = sqliteTable('labels', {
  id: integer('id').primaryKey(),
  name: text('name').notNull(),
  hot: integer('hot', { mode: 'boolean' }).notNull(),
  icon: text('icon', { mode: 'json' }).$type<{ shape: string }>(),
});

export const recipeLabels = sqliteTable(
  'recipe_labels',
  {
    recipeId: integer('recipe_id')
      .notNull()
      .references(() => recipes.id),
    labelId: integer('label_id')
      .notNull()
      .references(() => labels.id),
  },
  (t) => [primaryKey({ columns: [t.recipeId, t.labelId] })],
);

/** Which recipe goes with which other. */
export const pairings = sqliteTable('pairings', {
  id: integer('id').primaryKey(),
  recipeId: integer('recipe_id')
    .notNull()
    .references(() => recipes.id),
  sideId: integer('side_id')
    .notNull()
    .references(() => recipes.id),
});

export const recipesRelations = relations(recipes, ({ many }) => ({
  recipeLabels: many(recipeLabels),
  pairings: many(pairings, { relationName: 'recipe' }),
}));

export const labelsRelations = relations(labels, ({ many }) => ({ recipeLabels: many(recipeLabels) }));

export const recipeLabelsRelations = relations(recipeLabels, ({ one }) => ({
  recipe: one(recipes, { fields: [recipeLabels.recipeId], references: [recipes.id] }),
  label: one(labels, { fields: [recipeLabels.labelId], references: [labels.id] }),
}));

export const pairingsRelations = relations(pairings, ({ one }) => ({
  recipe: one(recipes, { fields: [pairings.recipeId], references: [recipes.id], relationName: 'recipe' }),
  side: one(recipes, { fields: [pairings.sideId], references: [recipes.id], relationName: 'side' }),
}));
