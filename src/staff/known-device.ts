import type { SigningKeys } from '../platform/keys.ts'
import { isMacOf, macOf, type Signed } from '../platform/mac.ts'

const ID_LENGTH = 22

/** Makes the token of a browser in which a staff member signed in. It does not say whose it is. */
export const deviceToken = (keys: SigningKeys, staffId: string, deviceId: string): string =>
  `${deviceId}.${macOf(keys, signedOf(staffId, deviceId))}`

/** Returns the browser's id. Null if the token was not made for this member. */
export const deviceOfToken = (keys: SigningKeys, staffId: string, token: string): string | null => {
  const [id = '', mac = '', ...rest] = token.split('.')
  if (id.length !== ID_LENGTH || rest.length > 0) return null
  return isMacOf(keys, signedOf(staffId, id), mac) ? id : null
}

const signedOf = (staffId: string, deviceId: string): Signed => ({
  use: 'staff-device',
  text: `${staffId} ${deviceId}`,
})
