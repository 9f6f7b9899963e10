import { hash, verify } from '@node-rs/argon2'
import { inOneForm } from './typed-text.ts'

// OWASP's parameters for argon2id, the library's default algorithm: 19 MiB, two passes. See
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const SHORTEST_PASSWORD = 12

export const hashPassword = (password: string): Promise<string> => hash(inOneForm(password), COST)

let decoy: Promise<string> | undefined

/** `correct-as-typed`: the hash is older than `inOneForm` and must be replaced. */
export type PasswordMatch = 'correct' | 'correct-as-typed' | 'wrong'

/**
 * Checks a password. An unknown name (a null hash) takes as long as a wrong password.
 * A hash made before passwords were written in one form is tried with the password as typed.
 */
export const matchPassword = async (
  passwordHash: string | null,
  password: string,
): Promise<PasswordMatch> => {
  decoy ??= hashPassword('a password nobody has')
  const fallback = await decoy
  const tried = passwordHash ?? fallback
  const isMatch = await verify(tried, inOneForm(password))
  const isMatchAsTyped = !isMatch && password !== inOneForm(password) && (await verify(tried, password))
  if (passwordHash === null || !(isMatch || isMatchAsTyped)) return 'wrong'
  return isMatch ? 'correct' : 'correct-as-typed'
}
