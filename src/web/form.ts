import express, { type RequestHandler } from 'express'

/** Form bodies up to 16 kB, as flat text fields. Beyond that the error page answers 413. */
export const formBody: RequestHandler = express.urlencoded({
  extended: false,
  limit: 16 * 1024,
  parameterLimit: 50,
})

/** One field of a parsed form: trimmed text, or '' where it is absent or sent several times. */
export const field = (body: unknown, name: string): string => {
  if (typeof body !== 'object' || body === null) return ''
  const value = (body as Record<string, unknown>)[name]
  return typeof value === 'string' ? value.trim() : ''
}
