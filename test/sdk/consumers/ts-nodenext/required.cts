import sdk = require('@parley/sdk');

const parley = sdk.createParley({ baseUrl: 'https://parley.example', apiKey: 'k' });
// @ts-expect-error a host is needed
void parley.rooms.create({ startUtc: '', durationMinutes: 60 });
export = parley.rooms;
