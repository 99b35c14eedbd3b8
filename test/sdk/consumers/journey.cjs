/** What each consumer does with the package, however it came by it. */
exports.takeJourney = async (sdk, baseUrl, apiKey) => {
  const parley = sdk.createParley({ baseUrl, apiKey });
  const host = { name: 'Helen Hart', email: 'helen@host.example' };
  const guest = { name: 'Gil Grant', email: 'gil@guest.example' };
  const reference = crypto.randomUUID();
  const startUtc = '2099-03-10T14:00:00Z';
  const room = await parley.rooms.create({ startUtc, durationMinutes: 60, host, reference });
  await parley.rooms.book(room.id, { guest });
  const again = await parley.rooms.book(room.id, { guest }).catch((error) => error);
  if (!(again instanceof sdk.ConflictError)) throw new Error('booked twice');
  const rooms = await parley.rooms.list({ reference }).toArray({ limit: 5 });
  if (rooms.length !== 1 || rooms[0].status !== 'booked') throw new Error('not listed as booked');
  const event = { id: 'e1', type: 'webhook.test' };
  const secret = `whsec_${btoa('a secret of thirty-two bytes ...')}`;
  const { body, headers } = await sdk.signTestEvent(event, secret);
  const verified = await sdk.verifyWebhook(body, headers, secret);
  if (verified.id !== 'e1') throw new Error('another event was verified');
  const forged = await sdk.verifyWebhook(`${body} `, headers, secret).catch((error) => error);
  if (!(forged instanceof sdk.SignatureVerificationError)) throw new Error('a forgery passed');
  return 'ok';
};
