import { relations } from 'drizzle-orm';
import { boolean, datetime, int, json, mysqlEnum, mysqlTable, timestamp, varchar } from 'drizzle-orm/mysql-core';

export const customers = mysqlTable('customers', {
  id: int('id').primaryKey().autoincrement(),
  email: varchar('email', { length: 255 }).notNull(),
  tier: mysqlEnum('tier', ['basic', 'gold']).notNull().default('basic'),
  active: boolean('active').notNull().default(true),
  referrerId: int('referrer_id'),
  createdAt: timestamp('created_at').notNull().defaultNow(),
});

export const orders = mysqlTable('orders', {
  id: int('id').primaryKey().autoincrement(),
  customerId: int('customer_id').notNull(),
  total: int('total').notNull(),
  note: varchar('note', { length: 255 }),
  details: json('details').$type<{ gift: boolean }>(),
  paidAt: datetime('paid_at'),
});

export const items = mysqlTable('order_items', {
  id: int('id').primaryKey().autoincrement(),
  orderId: int('order_id').notNull(),
  sku: varchar('sku', { length: 40 }).notNull(),
  quantity: int('quantity').notNull(),
});

export const customersRelations = relations(customers, ({ one, many }) => ({
  orders: many(orders),
  referrer: one(customers, { fields: [customers.referrerId], references: [customers.id], relationName: 'referral' }),
  referred: many(customers, { relationName: 'referral' }),
}));

export const ordersRelations = relations(orders, ({ one, many }) => ({
  customer: one(customers, { fields: [orders.customerId], references: [customers.id] }),
  items: many(items),
}));

export const itemsRelations = relations(items, ({ one }) => ({
  order: one(orders, { fields: [items.orderId], references: [orders.id] }),
}));
