import { asc, desc, eq, isNull, type SQL } from 'drizzle-orm';
import { comments, posts } from '../schema.js';

export const isPublished = eq(posts.status, 'published');

export const notDeleted = () => isNull(posts.deletedAt);

export const authorCard = { columns: { id: true, name: true } } as const;

export const withComments = {
  with: {
    comments: {
      where: eq(comments.hidden, false),
      orderBy: desc(comments.createdAt),
      columns: { id: true, body: true },
      with: { author: authorCard },
    },
  },
} as const;

export const topComments = {
  comments: {
    orderBy: [desc(comments.likes), asc(comments.id)],
    limit: 2,
  },
};

export const newestFirst = desc(posts.createdAt);

export const postColumns = { id: true, title: true } as const;

export const sorts: Record<string, SQL[]> = { views: [desc(posts.views), asc(posts.id)], title: [asc(posts.title)] };
export const namedSorts = { views: [desc(posts.views), asc(posts.id)], title: [asc(posts.title)] } satisfies Record<string, SQL[]>;
