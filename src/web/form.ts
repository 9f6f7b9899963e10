import express, { type RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

const formBodyUpTo = (limit: number, parameterLimit: number): RequestHandler => {
  const urlencoded = express.urlencoded({ extended: false, limit, parameterLimit })
  return (request, response, next) => {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
    if (hasBody && !request.is('application/x-www-form-urlencoded')) return next(new Refusal('malformed'))
    urlencoded(request, response, next)
  }
}

/** Parses form bodies up to 16 kB as flat text fields. Rejects other bodies; larger ones get 413. */
export const formBody: RequestHandler = formBodyUpTo(16 * 1024, 50)

/** Parses the long texts of signed-in staff: a letter in several alphabets takes nine bytes a character. */
export const longFormBody: RequestHandler = formBodyUpTo(512 * 1024, 500)

/**
 * Returns one trimmed field of a parsed form, '' if absent. Throws if it was sent twice or contains a NUL
 * character.
 */
export const field = (body: unknown, name: string): string => {
  if (typeof body !== 'object' || body === null) return ''
  const value = (body as Record<string, unknown>)[name]
  if (value === undefined) return ''
  if (typeof value !== 'string' || value.includes('\0')) throw new Refusal('malformed')
  return value.trim()
}
