import { isNearby, networkOf } from '../../service/inbox/smtp/network-address.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::2:0:0:0:1', '0:0:0:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each([
  ...['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['100.64.0.1', '169.254.1.1', '::1', 'fd00::1', 'fe80::1%eth0', '::ffff:10.0.0.1'],
])('%s is nearby', (address) => {
  expect(isNearby(address)).toBe(true);
});

it.each([
  ...['8.8.8.8', '172.32.0.1', '192.0.2.1', '2001:db8::1', '::ffff:8.8.8.8', '100.128.0.1'],
  ...['', 'unknown', 'localhost'],
])('%s is not nearby', (address) => {
  expect(isNearby(address)).toBe(false);
});
