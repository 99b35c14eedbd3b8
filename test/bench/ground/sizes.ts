/** How much each workload does in a round. */
export interface Sizes {
  readonly rounds: number;
  /** B1: open rooms in the database, bookings a round. */
  readonly openRooms: number;
  readonly bookings: number;
  /** B2: bookings through the whole chain a round. */
  readonly chains: number;
  /** B3: how long 20 bookings a second go on. */
  readonly latencySeconds: number;
  /** B4 to B6: booked rooms (two mails and two people each) of the seed. */
  readonly bookedRooms: number;
  /** B6: replies a round, B5 sends one from everybody. */
  readonly appliedReplies: number;
  /** B7: rooms of the large database. */
  readonly grownRooms: number;
  readonly grownWork: number;
  /** B8: rounds, bookings in each. */
  readonly memoryRounds: number;
  readonly memoryWork: number;
}

const usual: Sizes = {
  rounds: 5,
  openRooms: 10_000,
  bookings: 1_000,
  chains: 500,
  latencySeconds: 5,
  bookedRooms: 1_000,
  appliedReplies: 600,
  grownRooms: 50_000,
  grownWork: 400,
  memoryRounds: 10,
  memoryWork: 200,
};

export const sizesOf: Readonly<Record<'quick' | 'usual' | 'full', Sizes>> = {
  /** Whether everything runs; its figures mean little. */
  quick: {
    ...usual,
    rounds: 1,
    openRooms: 1_000,
    bookings: 200,
    chains: 100,
    latencySeconds: 2,
    bookedRooms: 100,
    appliedReplies: 100,
    grownRooms: 2_000,
    grownWork: 50,
    memoryRounds: 2,
    memoryWork: 50,
  },
  usual,
  /** The sizes the goals speak of; half an hour and 15 GB of disk. */
  full: {
    ...usual,
    openRooms: 60_000,
    bookings: 8_000,
    chains: 5_000,
    latencySeconds: 30,
    bookedRooms: 10_000,
    appliedReplies: 10_000,
    grownRooms: 1_000_000,
    grownWork: 1_000,
    memoryWork: 1_000,
  },
};
