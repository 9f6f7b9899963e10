import { randomBytes } from 'node:crypto'

const FORM_TOKEN = /^[A-Za-z0-9_-]{22}$/

/**
 * Returns the form's own random token, or a new one if it has none. It identifies a form that is sent twice.
 */
export const formTokenOf = (given: string): string =>
  FORM_TOKEN.test(given) ? given : randomBytes(16).toString('base64url')
