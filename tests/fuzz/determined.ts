import { relationsOf, tableOf, type Level, type Order, type OrderItem, type Table, type World } from './model.ts';

/** The items that count, as the flags have it. */
export function effectiveItems({ form, flag: value, items }: Order): OrderItem[] {
  if (['when', 'config-spread', 'early', 'callback-choice'].includes(form) && !value) return [];
  return form === 'spread' && !value ? items.slice(1) : items;
}

/** Whether the order of a level leaves no two rows beside each other by chance. */
export function isTotal(level: Level, table: Table): boolean {
  const items = level.order ? effectiveItems(level.order) : [];
  return table.primary.every((key) => items.some(({ column, form }) => column === key && form !== 'function'));
}

/** Whether a query's result is determined by the data alone: whatever cuts rows off must have ordered them. */
export function isDetermined(world: World, level: Level, isFirst: boolean): boolean {
  const table = tableOf(world, level.table);
  const isCut = isFirst || level.limit !== undefined || level.offset !== undefined;
  if (isCut && !isTotal(level, table)) return false;
  return (level.with ?? []).every(({ key, level: nested }) => {
    return (
      relationsOf(world, level.table).some((relation) => relation.key === key) && isDetermined(world, nested, false)
    );
  });
}
