import { eq } from 'drizzle-orm';
import type { Db } from '../db';
import { recipes } from '../schema';

export const queries = {
  labels: async (db: Db) => {
    const rows = await db.query.recipes.findMany({ with: { recipeLabels: { with: { label: true } } } });
    return rows.map(({ recipeLabels, ...recipe }) => ({ ...recipe, labels: recipeLabels.map((it) => it.label) }));
  },
  sync: (db: Db) => {
    const recipe = db.query.recipes
      .findFirst({ where: eq(recipes.id, 2), with: { recipeLabels: { with: { label: { columns: { icon: true } } } } } })
      .sync();
    return recipe?.recipeLabels.map(({ label }) => label);
  },
  recipes: async (db: Db) => {
    const rows = await db.query.labels.findMany({ with: { recipeLabels: { with: { recipe: true } } } });
    return rows.filter((row) => row.hot).map((row) => ({ id: row.id, recipes: row.recipeLabels.map((it) => it.recipe) }));
  },
  sides: async (db: Db) => {
    const rows = await db.query.recipes.findMany({
      with: { pairings: { with: { side: { with: { recipeLabels: { with: { label: true } } } } } } },
    });
    return rows.map((row) => ({
      id: row.id,
      sides: row.pairings.map((pairing) => ({
        title: pairing.side.title,
        labels: pairing.side.recipeLabels.map((it) => it.label),
      })),
    }));
  },
};
