import { createParley, type ParleyEvent, type Room, verifyWebhook } from '@parley/sdk';

const parley = createParley({ baseUrl: 'https://parley.example', apiKey: 'k' });
const status: Room['status'] = (await parley.rooms.get('x')).status;
const event: ParleyEvent = await verifyWebhook('{}', new Headers(), 'whsec_AAAA');
if (event.type === 'room.booked') event.room.version.toFixed();
// @ts-expect-error 45 is no length that a session can have
await parley.rooms.reschedule('x', { startUtc: '', durationMinutes: 45 });

export { status };
