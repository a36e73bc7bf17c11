import { expect, test } from 'vitest';
import { plural } from '../../../src/rewrite/through/plural.ts';

test.each([
  ['group', 'groups'],
  ['category', 'categories'],
  ['day', 'days'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['class', 'classes'],
  ['person', 'people'],
  ['teamPerson', 'teamPeople'],
  ['child', 'children'],
  ['groups', 'groups'],
  ['people', 'people'],
  ['media', 'media'],
  ['following', 'following'],
  ['blocked', 'blocked'],
  ['feed', 'feeds'],
  ['likedBy', 'likedBy'],
  ['hobby', 'hobbies'],
  ['user_group', 'user_groups'],
])('%s, %s', (one, many) => {
  expect(plural(one)).toBe(many);
});
