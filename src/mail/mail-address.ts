import { domainToASCII } from 'node:url'

/** An address that mail can be sent to. */
export type MailAddress = {
  /** As it was typed, but for the spaces around it. What mail is sent to. */
  address: string
  /** Equal for addresses that nobody tells apart: `Name@BÜCHER.example` is `name@xn--bcher-kva.example`. */
  canonical: string
}

const LONGEST = 254
const LONGEST_LOCAL = 64
// RFC 5321 allows more in quotes, which nobody has and mail programs get wrong.
const LOCAL = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/

// What is not a name (a port, a path) would be cut off unseen.
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u

/** Reads what somebody typed; null where it is no address. Local parts in any script (RFC 6531). */
export const readMailAddress = (typed: string): MailAddress | null => {
  const address = typed.trim().normalize('NFC')
  const at = address.lastIndexOf('@')
  const [local, domain] = [
    address.slice(0, Math.max(0, at)),
    domainToASCII(address.slice(at + 1)).toLowerCase(),
  ]
  const isAddress =
    Buffer.byteLength(address) <= LONGEST &&
    Buffer.byteLength(local) <= LONGEST_LOCAL &&
    LOCAL.test(local) &&
    TYPED_DOMAIN.test(address.slice(at + 1)) &&
    DOMAIN.test(domain)
  return isAddress ? { address, canonical: `${local.toLowerCase()}@${domain}` } : null
}

/** Few servers take a domain in other letters than ASCII; each has a name in ASCII as well (RFC 5891). */
export const asciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`
}

/** `Name <address>`, or an address alone; null where it is neither. */
export const readSender = (text: string): { name: string; address: string } | null => {
  const [, name = '', inBrackets] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const address = readMailAddress(inBrackets ?? text)
  return address ? { name, address: address.address } : null
}
