import { createHash, randomBytes } from 'node:crypto'

/** A secret that only its holder knows: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
