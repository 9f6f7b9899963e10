/**
 * Writes a typed name or password in one form (RFC 8265, OpaqueString). Keyboards write a letter such as `й` as one
 * or two code points, and some type a space that is not U+0020.
 */
export const inOneForm = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')
