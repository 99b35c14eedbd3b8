const sdk = require('@parley/sdk');
const { takeJourney } = require('./journey.cjs');

test('a plain Jest suite can use the package', async () => {
  expect(await takeJourney(sdk, process.env.BASE_URL, process.env.API_KEY)).toBe('ok');
});
