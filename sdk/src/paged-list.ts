export interface PageFilters {
  /** Entries on one page; 20 unless told. */
  readonly limit?: number;
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

/** All of a list, page by page as they are asked for: `for await (const room of list)`. */
export interface PagedList<T> extends AsyncIterable<T> {
  /** One page; for a list that continues elsewhere. */
  page(cursor?: string): Promise<Page<T>>;
  /** The first of a list, at most `limit`, over as many pages as that takes. */
  toArray(options: { readonly limit: number }): Promise<T[]>;
}

export function createPagedList<T>(page: PagedList<T>['page']): PagedList<T> {
  const list: PagedList<T> = {
    page,
    async toArray({ limit }) {
      const found: T[] = [];
      if (limit <= 0) return found;
      for await (const one of list) {
        found.push(one);
        if (found.length >= limit) break;
      }
      return found;
    },
    async *[Symbol.asyncIterator]() {
      let cursor: string | undefined;
      do {
        const { data, nextCursor } = await page(cursor);
        yield* data;
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
    },
  };
  return list;
}
