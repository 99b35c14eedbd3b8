/** Remembers what has to be undone in the end, the last thing first, however the end comes. */
export type FinallyDo = (close: () => Promise<unknown>) => void;
