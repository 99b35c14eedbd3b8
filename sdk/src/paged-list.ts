/** One page of a list; `nextCursor` is null on the last. */
interface Page<T> {
  readonly data: T[];
  readonly nextCursor: string | null;
}

/** All of a list, page by page as they are asked for: `for await (const room of list)`. */
export interface PagedList<T> extends AsyncIterable<T> {
  /** One page; for a list that continues elsewhere. */
  page(cursor?: string): Promise<Page<T>>;
}

export function createPagedList<T>(page: PagedList<T>['page']): PagedList<T> {
  return {
    page,
    async *[Symbol.asyncIterator]() {
      let cursor: string | undefined;
      do {
        const { data, nextCursor } = await page(cursor);
        yield* data;
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
    },
  };
}
