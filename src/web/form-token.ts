import { randomBytes } from 'node:crypto'

const FORM_TOKEN = /^[A-Za-z0-9_-]{22}$/

/** A form's own random token, by which the same form sent twice is known: the one that came with it, or a new one. */
export const formTokenOf = (given: string): string =>
  FORM_TOKEN.test(given) ? given : randomBytes(16).toString('base64url')
