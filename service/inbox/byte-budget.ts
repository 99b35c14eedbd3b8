/** How many bytes of unfinished mail one mail holds in memory; it shares a budget with others. */
interface ByteHold {
  /** False when there is no room for `bytes` more; the hold then stays as it is. */
  grow(bytes: number): boolean;
  /** Gives everything back; may be called again. */
  letGo(): void;
}

export interface ByteBudget {
  open(): ByteHold;
}

/**
 * A budget of `total` bytes for all mails in transfer together. The first `freeBytes` of each are
 * not counted (how many mails there are at once is bounded elsewhere): a few large mails, or slow
 * ones, must not keep out an answer, which is small.
 */
export function createByteBudget(total: number, freeBytes: number): ByteBudget {
  let taken = 0;
  return {
    open() {
      let bytes = 0;
      const counted = (all: number) => Math.max(0, all - freeBytes);
      return {
        grow(more) {
          const added = counted(bytes + more) - counted(bytes);
          if (added > 0 && taken + added > total) return false;
          taken += added;
          bytes += more;
          return true;
        },
        letGo() {
          taken -= counted(bytes);
          bytes = 0;
        },
      };
    },
  };
}
