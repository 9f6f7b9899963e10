import express, { type RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

const urlencoded = express.urlencoded({ extended: false, limit: 16 * 1024, parameterLimit: 50 })

/** Parses form bodies up to 16 kB as flat text fields. Rejects other bodies; larger ones get 413. */
export const formBody: RequestHandler = (request, response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (hasBody && !request.is('application/x-www-form-urlencoded')) return next(new Refusal('malformed'))
  urlencoded(request, response, next)
}

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
