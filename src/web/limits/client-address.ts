import ipaddr from 'ipaddr.js'

/** Stands for everything that is no address, so that changing it gains no second count. */
const NO_ADDRESS = 'none'

const parse = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (!ipaddr.IPv6.isValid(text)) return null
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

// Some proxies append the client's port: `203.0.113.9:51001`, `[2001:db8::1]:51001`.
const withoutPort = (text: string): string =>
  /^\[(.*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? text.replace(/:\d{1,5}$/, '')

const read = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | null => {
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const address = parse(bare) ?? parse(withoutPort(bare))
  // A zone names an interface of this machine, not of the client.
  if (address instanceof ipaddr.IPv6) delete address.zoneId
  return address
}

/**
 * Returns the one spelling of a network address: without port, brackets or zone, in lower case, and an IPv4
 * address in IPv6 as IPv4. Returns `none` for other text.
 */
export const clientAddress = (text: string): string => read(text)?.toString() ?? NO_ADDRESS

/** Returns an IPv4 address, or the /64 network of an IPv6 address: one connection usually has all of it. */
export const connectionOf = (text: string): string => prefixOf(text, { ipv4: 32, ipv6: 64 })

/** Returns the network that an address belongs to: /24 in IPv4, /48 in IPv6. Many people may share it. */
export const networkOf = (text: string): string => prefixOf(text, { ipv4: 24, ipv6: 48 })

const prefixOf = (text: string, bits: Record<'ipv4' | 'ipv6', number>): string => {
  const address = read(text)
  if (address === null) return NO_ADDRESS
  const kept = bits[address.kind()] / 8
  const bytes = address.toByteArray().map((byte, index) => (index < kept ? byte : 0))
  return `${ipaddr.fromByteArray(bytes)}/${bits[address.kind()]}`
}
