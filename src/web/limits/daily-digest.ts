import { createHmac, type KeyObject } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'

/** Hashes a text with the day as part of the key, so the hash is useless tomorrow. */
export type DailyDigest = (text: string) => string

export const dailyDigest =
  (key: KeyObject, now: Clock): DailyDigest =>
  (text) =>
    createHmac('sha256', key)
      .update(`${now().toISOString().slice(0, 10)} ${text}`)
      .digest('base64url')
      .slice(0, 22)
