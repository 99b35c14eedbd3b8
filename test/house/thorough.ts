/**
 * Whether there is time for what `npm test` leaves out to stay under five minutes: the same
 * guarantees over more scenes and sizes. `npm run test:thorough` takes it.
 */
export const isThorough = process.env.THOROUGH === 'true';
