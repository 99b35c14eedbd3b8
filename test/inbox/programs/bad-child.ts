/** A mail reader that does what the mail says: hang, die, eat memory, fail or read. */
interface Question {
  readonly id: number;
  readonly raw: Uint8Array;
}

const tell = (answer: unknown) => process.send?.(answer);

process.on('message', ({ id, raw }: Question) => {
  const wish = Buffer.from(raw).toString();
  if (wish === 'hang') for (;;);
  if (wish === 'die') process.exit(3);
  if (wish === 'eat') {
    const eaten: string[][] = [];
    for (;;) eaten.push(Array.from({ length: 100_000 }, (_one, index) => `${index}`));
  }
  const reading = { kind: 'human', subject: wish, environment: Object.keys(process.env) };
  tell(wish === 'fail' ? { id, failure: 'on purpose' } : { id, reading });
});
tell({ ready: true });
