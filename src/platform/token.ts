import { createHash, randomBytes } from 'node:crypto'

/** Returns a secret of 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Returns the hash to store instead of the token. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
