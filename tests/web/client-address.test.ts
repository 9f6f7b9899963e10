import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clientAddress, connectionOf, networkOf } from '../../src/web/limits/client-address.ts'

test('a connection is an IPv4 address or the /64 network of an IPv6 address', () => {
  const cases: [string, string][] = [
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7:51001', '203.0.113.7/32'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::FFFF:cb00:7107', '203.0.113.7/32'],
    ['[::ffff:203.0.113.7]:51001', '203.0.113.7/32'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:3:4:5:6:51001', '2001:db8:1:2::/64'],
    ['"[2001:0db8:0001:0002::9]:51001"', '2001:db8:1:2::/64'],
    ['[2001:db8::1]', '2001:db8::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['fe80::1%eth1', 'fe80::/64'],
  ]
  for (const [address, connection] of cases) assert.equal(connectionOf(address), connection, address)
})

test('a network is the /24 of an IPv4 address or the /48 of an IPv6 address', () => {
  assert.equal(networkOf('203.0.113.7:51001'), '203.0.113.0/24')
  assert.equal(networkOf('[2001:db8:1:2::9]'), '2001:db8:1::/48')
})

test('everything that is no address counts as one', () => {
  for (const text of [
    '',
    'unknown',
    '_a1',
    '_a2',
    '203.0.113',
    '0xcb007107',
    '010.0.0.1',
    '1.2.3.4:x',
    '[]:1',
  ])
    for (const read of [clientAddress, connectionOf, networkOf]) assert.equal(read(text), 'none', text)
})

const port = fc.integer({ min: 1, max: 65_535 })

const spellingsOf = (address: string): string[] => {
  const groups = address.split(':')
  return [
    address,
    address.toUpperCase(),
    groups.map((group) => group.padStart(4, '0')).join(':'),
    address.replace(/(^|:)0(:0)*(:|$)/, '::'),
  ]
}

test('each spelling of an address, with or without port, brackets and zone, is the same address', () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })).map((n) => n.toString(16))
  const groups = fc.array(group, { minLength: 8, maxLength: 8 }).map((parts) => parts.join(':'))
  fc.assert(
    fc.property(groups, port, fc.stringMatching(/^[a-z0-9]{1,8}$/), (address, number, zone) => {
      for (const spelling of spellingsOf(address))
        for (const text of [
          spelling,
          `[${spelling}]`,
          `[${spelling}]:${number}`,
          `${spelling}%${zone}`,
          `[${spelling}%${zone}]:${number}`,
        ])
          assert.equal(clientAddress(text), clientAddress(address), text)
    }),
    { numRuns: 100 },
  )
})

test('an IPv4 address is the same with a port and within IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), port, (address, number) => {
      for (const text of [`${address}:${number}`, `::ffff:${address}`, `[::FFFF:${address}]:${number}`])
        assert.equal(clientAddress(text), address, text)
    }),
    { numRuns: 100 },
  )
})

test('reading twice changes nothing, and no text throws', () => {
  const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.%[\]]{0,40}$/))
  fc.assert(
    fc.property(text, (each) => {
      assert.equal(clientAddress(clientAddress(each)), clientAddress(each))
      assert.equal(connectionOf(clientAddress(each)), connectionOf(each))
      assert.equal(networkOf(clientAddress(each)), networkOf(each))
    }),
    { numRuns: 300 },
  )
})
