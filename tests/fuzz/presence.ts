import type { Condition } from './model-condition.ts';

/** Whether a condition is there at all once its flags are known. */
export function isPresent(condition: Condition): boolean {
  switch (condition.is) {
    case 'group':
      return partsOf(condition).some(isPresent);
    case 'not':
      return isPresent(condition.member);
    case 'when':
      if (condition.flag) return isPresent(condition.member);
      return condition.form === 'else' && condition.otherwise !== undefined && isPresent(condition.otherwise);
    case 'nothing':
      return false;
    case 'optional':
      return condition.flag || condition.form === 'or-null';
    case 'fallback':
      return (condition.flag && isPresent(condition.member)) || isPresent(condition.otherwise);
    case 'held':
      if (isBuilt(condition)) return condition.flag;
      if (['grown', 'list-helper'].includes(condition.form) && condition.flag) return true;
      if (condition.form === 'rest-helper' || (condition.form === 'chain' && !condition.flag)) return true;
      return (!isSetLater(condition) || condition.flag) && isPresent(condition.member);
    case 'mapped':
      return condition.form !== 'words' || condition.words.length > 0;
    case 'collected':
      return (
        condition.form === 'with-more' ||
        condition.form === 'from-map' ||
        condition.form === 'loop' ||
        condition.first.some(isPresent) ||
        condition.pushed.some((pushed) => pushed.flag && isPresent(pushed.member))
      );
    default:
      return true;
  }
}

/** One kind of condition. */
export type Of<K extends Condition['is']> = Extract<Condition, { is: K }>;

/** The members of a group that are there once its flag is known. */
const partsOf = ({ form, flag: isOn, members }: Of<'group'>) =>
  form === 'conditional-spread' && !isOn ? members.slice(0, -1) : members;

/** What a function that builds the condition out of an object asks for; any other condition it takes as it is. */
export function comparisonsOf({ form, member: part }: Of<'held'>): Of<'compare'>[] {
  if (form !== 'builder') return [];
  const members = part.is === 'group' ? part.members : [part];
  return members.filter((each) => each.is === 'compare');
}

/** Whether it is such a condition. */
export const isBuilt = (condition: Of<'held'>) => comparisonsOf(condition).length > 0;

/** Whether it may be set or not. */
const isSetLater = ({ form }: Of<'held'>) =>
  ['assigned', 'switch', 'early', 'early-held', 'iife', 'guard-helper'].includes(form);

/** Whether its type holds undefined. */
export function isOptional(condition: Condition): boolean {
  if (condition.is === 'held') {
    const { form, member: held } = condition;
    return (
      isBuilt(condition) ||
      isSetLater(condition) ||
      ['typed', 'grown', 'twice', 'chain', 'rest-helper', 'list-helper', 'column-helper'].includes(form) ||
      isOptional(held)
    );
  }
  if (condition.is === 'group' && condition.form === 'sql-join') return !isJoinable(condition.members);
  if (condition.is === 'not') return !isPresent(condition.member);
  return ['group', 'when', 'optional', 'fallback', 'nothing', 'collected', 'mapped'].includes(condition.is);
}

/** Whether `sql.join` takes all of these. */
export const isJoinable = (members: Condition[]) =>
  members.length > 0 && members.every((part) => isPresent(part) && !isOptional(part));

/** A condition's text where SQL is wanted that is there. */
export const sure = (condition: Condition, text: string) =>
  isOptional(condition)
    ? `${['when', 'optional', 'fallback', 'collected'].includes(condition.is) ? `(${text})` : text}!`
    : text;
