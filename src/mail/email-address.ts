import { domainToASCII } from 'node:url'

/** An email address. */
export type EmailAddress = {
  /** The address as typed, without what cannot be seen. Mails go here. */
  address: string
  /**
   * Equal for addresses that are the same in practice: `Name@BÜCHER.example` is `name@xn--bcher-kva.example`.
   */
  canonical: string
}

const MAX_BYTES = 254
// Everything but controls, spaces and what RFC 5321 allows in quotes only. Dots may stand anywhere: Japanese
// carriers and a Russian provider gave out such addresses.
const LOCAL_PART = /^[^\p{Cc}\p{Cs}\p{Z}"(),:;<>@[\\\]]+$/u
const DOMAIN = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/

// The conversion to ASCII would silently drop a port or a path.
const TYPED_DOMAIN = /^[\p{L}\p{N}\p{M}._-]+$/u

// Zero-width characters, byte order marks, bidi marks, soft hyphens, and spaces that phones and pages insert.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu
const FULL_WIDTH = /[\uff01-\uff5e]/g
const FULL_WIDTH_OFFSET = 0xff01 - 0x21
const IDEOGRAPHIC_DOTS = /[\u3002\uff61]/g

/** Drops what cannot be seen, and writes full-width characters as ASCII. */
const cleaned = (typed: string): string =>
  typed
    .replace(UNSEEN, '')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/\ufe6b/g, '@')
    .replace(IDEOGRAPHIC_DOTS, '.')
    .trim()
    .normalize('NFC')

/**
 * Parses typed text. Returns null only if it cannot be an email address: what was paid with must be able to sign in.
 * Accepts local parts in any script (RFC 6531). Quotes around a local part are dropped: they do not change it.
 */
export const parseEmailAddress = (typed: string): EmailAddress | null => {
  const text = cleaned(typed)
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(0, at)).replace(/^"(.+)"$/, '$1')
  const typedDomain = text.slice(at + 1)
  const domain = domainToASCII(typedDomain).toLowerCase()
  const isValid =
    Buffer.byteLength(text) <= MAX_BYTES &&
    LOCAL_PART.test(local) &&
    TYPED_DOMAIN.test(typedDomain) &&
    DOMAIN.test(domain)
  return isValid
    ? { address: `${local}@${typedDomain}`, canonical: `${local.toLowerCase()}@${domain}` }
    : null
}

/** Converts the domain to ASCII (RFC 5891), because few servers accept other letters. */
export const withAsciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`
}

/** Returns whether two addresses differ at most in how their domain is written. */
export const isSameSpelling = (one: string, other: string): boolean => inAscii(one) === inAscii(other)

const inAscii = (address: string): string => {
  const ascii = withAsciiDomain(address)
  const at = ascii.lastIndexOf('@')
  return `${ascii.slice(0, at)}${ascii.slice(at).toLowerCase()}`
}

const DOT_ATOM = /^[^.]+(\.[^.]+)*$/

/**
 * Writes an address as SMTP takes it: the domain in ASCII, and quotes around a local part whose dots need them
 * (RFC 5321): `"a..b"@example.com` is the address `a..b@example.com`.
 */
export const smtpAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  return withAsciiDomain(DOT_ATOM.test(local) ? address : `"${local}"${address.slice(at)}`)
}

/** Parses `Name <address>` or an address alone. Returns null for anything else. */
export const parseSender = (text: string): { name: string; address: string } | null => {
  const [, name = '', inBrackets] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? []
  const address = parseEmailAddress(inBrackets ?? text)
  return address ? { name, address: address.address } : null
}
