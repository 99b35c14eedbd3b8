/** A mail reader that does what the mail says: hang, die, eat memory, babble, ask, fail or read. */
interface Question {
  readonly id: number;
  readonly do?: 'read' | 'authenticate';
  readonly raw: Uint8Array;
}

const tell = (answer: unknown) => process.send?.(answer);

process.on('message', ({ id, raw, do: task }: Question) => {
  // An answer of DNS: nothing is done with it.
  if (task === undefined) return;
  const text = Buffer.from(raw).toString();
  const wish = task === 'authenticate' ? text.replace(/ later$/, '') : text;
  if (wish === 'hang') for (;;);
  if (wish === 'die') process.exit(3);
  if (wish === 'eat') {
    const eaten: string[][] = [];
    for (;;) eaten.push(Array.from({ length: 100_000 }, (_one, index) => `${index}`));
  }
  // What a child says that a mail has taken over.
  if (wish === 'babble') for (const word of [null, 5, 'x', [], { dns: {} }, { id: 0 }]) tell(word);
  if (wish === 'ask') {
    for (let dns = 0; dns < 500; dns++) tell({ dns, name: 'a.example', type: 'TXT' });
    return;
  }
  const reading = { kind: 'human', subject: wish, environment: Object.keys(process.env) };
  tell(wish === 'fail' ? { id, failure: 'on purpose' } : { id, reading });
});
tell({ ready: true });
