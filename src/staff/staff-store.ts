import { DAY_MS } from '../platform/clock.ts'
import type { Queryable } from '../platform/database/database.ts'
import { tokenHash as hashOfToken, newToken } from '../platform/token.ts'
import type { Role } from './roles.ts'
import { inOneForm } from './typed-text.ts'

export type StaffMember = {
  id: string
  name: string
  passwordHash: string | null
  disabledAt: Date | null
  roles: readonly Role[]
}

const COLUMNS =
  'id, name, password_hash as "passwordHash", disabled_at as "disabledAt", to_json(roles) as roles'

type NewMember = Omit<StaffMember, 'disabledAt' | 'roles'> & { roles?: readonly Role[] }

/** Returns false if the name is taken. */
export const addStaff = async (
  queryable: Queryable,
  { id, name, passwordHash, roles = ['finance'] }: NewMember,
  now: Date,
): Promise<boolean> => {
  const rows = await queryable.query(
    'insert into staff (id, name, password_hash, created_at, roles) values ($1, $2, $3, $4, $5) on conflict (name) do nothing returning 1',
    [id, inOneForm(name), passwordHash, now, roles],
  )
  return rows.length > 0
}

export const findStaffByName = async (queryable: Queryable, name: string): Promise<StaffMember | null> => {
  const [row] = await queryable.query<StaffMember>(`select ${COLUMNS} from staff where name = $1`, [
    inOneForm(name),
  ])
  return row ?? null
}

/** Replaces a password hash. */
export const setPasswordHash = async (
  queryable: Queryable,
  { id, passwordHash }: Pick<StaffMember, 'id'> & { passwordHash: string },
): Promise<void> => {
  await queryable.query('update staff set password_hash = $2 where id = $1', [id, passwordHash])
}

export const listStaff = (queryable: Queryable): Promise<StaffMember[]> =>
  queryable.query<StaffMember>(`select ${COLUMNS} from staff order by name`)

/** Replaces all roles of a member. Returns false if there is no such name. */
export const setRoles = async (
  queryable: Queryable,
  name: string,
  roles: readonly Role[],
): Promise<boolean> =>
  (await queryable.query('update staff set roles = $2 where name = $1 returning 1', [inOneForm(name), roles]))
    .length > 0

/** Disables a member and ends all sessions at once. Returns false if there is no such name. */
export const disableStaff = async (queryable: Queryable, name: string, now: Date): Promise<boolean> => {
  const rows = await queryable.query(
    `with gone as (update staff set disabled_at = coalesce(disabled_at, $2) where name = $1 returning id),
     ended as (delete from staff_sessions where staff_id in (select id from gone))
     select id from gone`,
    [inOneForm(name), now],
  )
  return rows.length > 0
}

/** Sessions and links expire in real time, so advancing the sandbox's clock signs nobody out. */
export const openSession = async (
  queryable: Queryable,
  session: { tokenHash: Uint8Array; staffId: string; lastsMs: number },
): Promise<void> => {
  await queryable.query(
    `insert into staff_sessions (token_hash, staff_id, created_at, expires_at)
     values ($1, $2, now(), now() + $3 * interval '1 millisecond')`,
    [session.tokenHash, session.staffId, session.lastsMs],
  )
}

export const findSession = async (
  queryable: Queryable,
  tokenHash: Uint8Array,
): Promise<StaffMember | null> => {
  const [row] = await queryable.query<StaffMember>(
    `select ${COLUMNS} from staff where disabled_at is null and id =
       (select staff_id from staff_sessions where token_hash = $1 and expires_at > now())`,
    [tokenHash],
  )
  return row ?? null
}

export const endSession = async (queryable: Queryable, tokenHash: Uint8Array): Promise<void> => {
  await queryable.query('delete from staff_sessions where token_hash = $1', [tokenHash])
}

/** Makes a link that signs in once within a day. Returns its path. */
export const createSignInLink = async (queryable: Queryable, staffId: string): Promise<string> => {
  const token = newToken()
  await addLink(queryable, { tokenHash: hashOfToken(token), staffId, lastsMs: DAY_MS })
  return `/staff/sign-in/${token}`
}

export const addLink = async (
  queryable: Queryable,
  link: { tokenHash: Uint8Array; staffId: string; lastsMs: number },
): Promise<void> => {
  // A new link replaces unused ones.
  await queryable.query('delete from staff_links where staff_id = $1', [link.staffId])
  await queryable.query(
    `insert into staff_links (token_hash, staff_id, expires_at) values ($1, $2, now() + $3 * interval '1 millisecond')`,
    [link.tokenHash, link.staffId, link.lastsMs],
  )
}

/** Uses a link. Returns null if it was used before, has expired or never existed. */
export const redeemLink = async (
  queryable: Queryable,
  tokenHash: Uint8Array,
): Promise<{ staffId: string } | null> => {
  const [row] = await queryable.query<{ staffId: string }>(
    `update staff_links set used_at = now() where token_hash = $1 and used_at is null and expires_at > now()
     returning staff_id as "staffId"`,
    [tokenHash],
  )
  return row ?? null
}
