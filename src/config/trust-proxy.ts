import { isIP } from 'node:net'

/** More proxies than this do not stand in front of a newsroom. A count that is too high trusts what readers send. */
const MAX_PROXIES = 5
/** The widest networks that a CDN or a private network has. Wider ones trust strangers. */
const MIN_BITS = { 4: 8, 6: 16 } as const
/** 96 bits stand before an IPv4 address that is written as an IPv6 address. */
const MAPPED_BITS = 96

/** True if Express can use it and it trusts no stranger: a number of proxies, or their networks. */
export const isProxyTrust = (text: string): boolean =>
  /^\d{1,2}$/.test(text) ? Number(text) <= MAX_PROXIES : text.split(',').every(isProxy)

const isProxy = (part: string): boolean => {
  const [address = '', bits, ...others] = part.trim().split('/')
  if (others.length > 0) return false
  if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return bits === undefined
  const family = isIP(address)
  if (family === 0) return false
  if (bits === undefined) return true
  if (!/^\d{1,3}$/.test(bits)) return false
  if (family === 4) return isWithin(Number(bits), MIN_BITS[4], 32)
  const written = `http://[${address}]`
  if (!URL.canParse(written)) return false
  // Unique local and link local addresses are no stranger's, however wide the network.
  if (/^f[cde]/i.test(address) && Number(bits) >= 7) return Number(bits) <= 128
  const isMapped = new URL(written).hostname.startsWith('[::ffff:')
  return isWithin(Number(bits), isMapped ? MAPPED_BITS + MIN_BITS[4] : MIN_BITS[6], 128)
}

const isWithin = (bits: number, least: number, most: number): boolean => bits >= least && bits <= most

/** Express accepts a number of proxies or their addresses. */
export const trustProxyFrom = (text: string | undefined): string | number | false => {
  if (text === undefined) return false
  return /^\d+$/.test(text) ? Number(text) : text
}
