const sdk = require('@parley/sdk');
const { takeJourney } = require('./journey.cjs');

takeJourney(sdk, process.env.BASE_URL, process.env.API_KEY).then(console.log);
