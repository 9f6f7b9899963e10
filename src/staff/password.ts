import { hash, verify } from '@node-rs/argon2'

// OWASP's parameters for argon2id, the library's default algorithm: 19 MiB, two passes. See
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const SHORTEST_PASSWORD = 12

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let decoy: Promise<string> | undefined

/** Checks a password. An unknown name (a null hash) takes as long as a wrong password. */
export const isPasswordCorrect = async (passwordHash: string | null, password: string): Promise<boolean> => {
  decoy ??= hashPassword('a password nobody has')
  const isMatch = await verify(passwordHash ?? (await decoy), password)
  return isMatch && passwordHash !== null
}
