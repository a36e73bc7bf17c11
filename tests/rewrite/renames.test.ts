import { expect, test } from 'vitest';
import { migrate } from '../../src/migrate.ts';
import { UserError } from '../../src/user-error.ts';
import { tempDir } from '../temp-dir.ts';

const project = {
  'package.json': '{ "dependencies": { "drizzle-orm": "^0.45.4" } }',
  'schema.ts': `import { relations } from 'drizzle-orm';
import { integer, pgTable, serial } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial('id').primaryKey() });
export const orders = pgTable('orders', { id: serial('id').primaryKey(), customer: integer('customer') });
export const ordersRelations = relations(orders, ({ one }) => ({
  customer: one(users, { fields: [orders.customer], references: [users.id] }),
  seller: one(users, { fields: [orders.id], references: [users.id] }),
}));
`,
  'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres';
import * as schema from './schema';
export const db = drizzle(process.env.DATABASE_URL!, { schema });
`,
};

test.each([
  ['carts.customer', 'buyer', 'no schema has a table `carts`; tables are named by their key in the schema'],
  ['orders.buyer', 'customer', '`orders` has no relation `buyer`'],
  ['orders.customer', 'id', '`orders` has a column `id`, and v2 refuses a relation with that name'],
  ['orders.customer', 'seller', '`orders` has another relation `seller`'],
  ['orders.customer', 'the buyer', '`the buyer` is not a name that can follow a dot'],
  ['orders.seller', 'vendor', '`seller` is not the name of a column of `orders`, so it needs no other name'],
  ['customer', 'buyer', 'it must be written as table.relation=name'],
])('%s=%s is refused', async (from, to, problem) => {
  const run = migrate({ cwd: tempDir(project), renames: { [from]: to } });
  await expect(run).rejects.toThrow(new UserError(`--rename ${from}=${to}: ${problem}.`));
});

test('all refused names are told at once', async () => {
  const renames = { 'carts.customer': 'buyer', 'orders.customer': 'id' };
  const run = migrate({ cwd: tempDir(project), renames });
  await expect(run).rejects.toThrow(/carts[^\n]*\n--rename orders/);
});

test('a chosen name is taken', async () => {
  const { changes } = await migrate({ cwd: tempDir(project), renames: { 'orders.customer': 'buyer' } });
  expect(changes.map(({ after }) => after).join('')).toContain('buyer: r.one.users({ from: r.orders.customer');
});

test('a relation through a junction table takes a chosen name', async () => {
  const junction = `export const orderUsers = pgTable('order_users', {
  orderId: integer('order_id').references(() => orders.id),
  userId: integer('user_id').references(() => users.id),
});
`;
  const cwd = tempDir({ ...project, 'schema.ts': project['schema.ts'] + junction });
  const { changes } = await migrate({ cwd, through: true, renames: { 'orders.users': 'buyers' } });
  const text = changes.map(({ after }) => after).join('');
  expect(text).toMatch(/buyers: r\.many\.users\(\{\s+from: r\.orders\.id\.through\(r\.orderUsers\.orderId\)/);
  expect(text).toMatch(/orders: r\.many\.orders\(\{\s+from: r\.users\.id\.through\(r\.orderUsers\.userId\)/);
  expect(text.match(/\.through\(/g)).toHaveLength(4);
  await expect(migrate({ cwd, renames: { 'orders.users': 'buyers' } })).rejects.toThrow(/has no relation `users`/);
});
