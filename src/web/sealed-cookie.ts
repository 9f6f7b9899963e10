import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'
import { decrypt, type EncryptionKeys, encrypt } from '../platform/encryption.ts'
import { deriveKeyFrom, type SigningKey, type SigningKeys } from '../platform/keys.ts'

/** A cookie that only the server can read, so that a device and a copy of the database together prove nothing. */
export type SealedCookie = {
  /** Returns null if there is none, or if it is not ours or was altered. Never throws. */
  read: (request: Pick<Request, 'headers'>) => string | null
  /** Without `maxAgeMs` the cookie ends with the browser's session. */
  write: (response: Response, text: string, maxAgeMs?: number) => void
  clear: (response: Response) => void
}

type Options = {
  /** A neutral letter: cookies of a seized device must not tell what they are for. */
  name: string
  keys: SigningKeys
  https: boolean
}

const cookieKey = (each: SigningKey): SigningKey => ({ id: each.id, key: deriveKeyFrom(each, 'cookie') })

export const sealedCookie = ({ name, keys, https }: Options): SealedCookie => {
  const fullName = https ? `__Host-${name}` : name
  const options = { httpOnly: true, secure: https, sameSite: 'lax', path: '/' } as const
  const [first, ...others] = keys
  const sealing: EncryptionKeys = [cookieKey(first), ...others.map(cookieKey)]
  const place = { table: 'cookie', column: name, row: '' }
  return {
    read: (request) => {
      const value = parseCookie(request.headers.cookie ?? '')[fullName]
      if (value === undefined) return null
      const opened = decrypt(sealing, Buffer.from(value, 'base64url'), place)
      return opened.ok ? opened.text : null
    },
    write: (response, text, maxAgeMs) => {
      const value = encrypt(sealing, text, place).toString('base64url')
      response.cookie(fullName, value, maxAgeMs === undefined ? options : { ...options, maxAge: maxAgeMs })
    },
    clear: (response) => void response.clearCookie(fullName, options),
  }
}
