/** Marks our own mail, so that one that comes back to us is never answered. */
export const loopHeader = 'X-Parley-Loop';
