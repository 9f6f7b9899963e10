import { domainToASCII } from 'node:url'

/** An email address. */
export type EmailAddress = {
  /** The address as typed, without surrounding spaces. Mails go here. */
  address: string
  /**
   * Equal for addresses that are the same in practice: `Name@BÜCHER.example` is `name@xn--bcher-kva.example`.
   */
  canonical: string
}

const MAX_BYTES = 254
const MAX_LOCAL_BYTES = 64
// RFC 5321 allows quoted local parts. Nobody has one, and mail programs mishandle them.
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/

// The conversion to ASCII would silently drop a port or a path.
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}.-]+$/u

/**
 * Parses typed text. Returns null if it is no email address. Accepts local parts in any script (RFC 6531).
 */
export const parseEmailAddress = (typed: string): EmailAddress | null => {
  const address = typed.trim().normalize('NFC')
  const at = address.lastIndexOf('@')
  const [local, domain] = [
    address.slice(0, Math.max(0, at)),
    domainToASCII(address.slice(at + 1)).toLowerCase(),
  ]
  const isValid =
    Buffer.byteLength(address) <= MAX_BYTES &&
    Buffer.byteLength(local) <= MAX_LOCAL_BYTES &&
    LOCAL_PART.test(local) &&
    TYPED_DOMAIN.test(address.slice(at + 1)) &&
    DOMAIN.test(domain)
  return isValid ? { address, canonical: `${local.toLowerCase()}@${domain}` } : null
}

/** Converts the domain to ASCII (RFC 5891), because few servers accept other letters. */
export const withAsciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`
}

/** Parses `Name <address>` or an address alone. Returns null for anything else. */
export const parseSender = (text: string): { name: string; address: string } | null => {
  const [, name = '', inBrackets] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const address = parseEmailAddress(inBrackets ?? text)
  return address ? { name, address: address.address } : null
}
