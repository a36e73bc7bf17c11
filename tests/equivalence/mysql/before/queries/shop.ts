import { and, asc, between, desc, eq, exists, gt, gte, inArray, isNotNull, isNull, like, lt, ne, not, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '../db.js';
import { customers, items, orders } from '../schema.js';

const since = new Date('2024-02-01T00:00:00Z');

function search(db: Db, q?: string, tier?: 'gold') {
  return db.query.customers
    .findMany({ where: and(q ? like(customers.email, `%${q}%`) : undefined, tier ? eq(customers.tier, tier) : undefined) })
    .toSQL();
}

function pushed(db: Db, total?: number) {
  const conditions = [isNotNull(orders.paidAt)];
  if (total) conditions.push(gte(orders.total, total));
  return db.query.orders.findMany({ where: and(...conditions) }).toSQL();
}

export const queries = {
  'eq': (db: Db) => db.query.customers.findFirst({ where: eq(customers.id, 7) }).toSQL(),
  'eq-boolean': (db: Db) => db.query.customers.findMany({ where: eq(customers.active, false) }).toSQL(),
  'eq-date': (db: Db) => db.query.orders.findMany({ where: eq(orders.paidAt, since) }).toSQL(),
  'eq-json': (db: Db) => db.query.orders.findMany({ where: eq(orders.details, { gift: true }) }).toSQL(),
  'and': (db: Db) => db.query.customers.findMany({ where: and(eq(customers.tier, 'gold'), ne(customers.email, 'a@b.test')) }).toSQL(),
  'or': (db: Db) => db.query.orders.findMany({ where: or(isNull(orders.note), gt(orders.total, 100)) }).toSQL(),
  'or-in-and': (db: Db) =>
    db.query.orders.findMany({ where: and(gt(orders.total, 10), or(isNull(orders.paidAt), lt(orders.paidAt, since))) }).toSQL(),
  'in-array': (db: Db) => db.query.orders.findMany({ where: inArray(orders.id, [3, 1, 2]) }).toSQL(),
  'not-in-array': (db: Db) => db.query.orders.findMany({ where: notInArray(orders.customerId, [9]) }).toSQL(),
  'between': (db: Db) => db.query.orders.findMany({ where: between(orders.total, 5, 50) }).toSQL(),
  'not': (db: Db) => db.query.customers.findMany({ where: not(like(customers.email, '%test')) }).toSQL(),
  'callback': (db: Db) => db.query.orders.findMany({ where: (t, { eq, and, gte }) => and(eq(t.customerId, 4), gte(t.total, 1)) }).toSQL(),
  'sql': (db: Db) => db.query.customers.findMany({ where: sql`lower(${customers.email}) = ${'x@y.test'}` }).toSQL(),
  'exists': (db: Db) =>
    db.query.orders.findMany({ where: exists(db.select().from(items).where(and(eq(items.orderId, orders.id), eq(items.sku, 'S1')))) }).toSQL(),
  'search-none': (db: Db) => search(db),
  'search-both': (db: Db) => search(db, 'acme', 'gold'),
  'pushed': (db: Db) => pushed(db, 20),
  'nested': (db: Db) =>
    db.query.customers
      .findMany({
        where: eq(customers.tier, 'gold'),
        orderBy: [desc(customers.createdAt), asc(customers.id)],
        limit: 10,
        offset: 20,
        with: { orders: { where: gt(orders.total, 99), orderBy: desc(orders.id), limit: 3, with: { items: { where: eq(items.sku, 'S2') } } } },
      })
      .toSQL(),
  'self': (db: Db) => db.query.customers.findMany({ where: isNotNull(customers.referrerId), with: { referrer: true, referred: true } }).toSQL(),
};
