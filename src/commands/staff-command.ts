import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { hashPassword, SHORTEST_PASSWORD } from '../staff/password.ts'
import { addStaff, disableStaff, listStaff, ROLES, type Role, setRole } from '../staff/staff-store.ts'
import { type Environment, withDatabase } from './opening.ts'
import { type Command, done, failed, type Outcome, wrongUsage } from './outcome.ts'

const HELP = `npm run mainstay -- staff add <name> [role]  a member who may sign in; asks for the password, or reads it from a pipe.
                                             role: finance (all), or report (sees reports, acts for nobody); finance if absent
npm run mainstay -- staff role <name> <role> gives a member another role
npm run mainstay -- staff disable <name>   ends every session of a member and lets nobody in by that name
npm run mainstay -- staff list             who there is
`

export const staffCommand = (environment: Environment): Command => ({
  usage: 'staff add|disable|role <name>, staff list',
  help: HELP,
  run: async (words) => {
    const [command, name, named, ...rest] = words
    const role = ROLES.find((each) => each === named)
    if (rest.length > 0 || (named !== undefined && !role)) return wrongUsage(HELP)
    if (command === 'role' && name !== undefined && role) return give(environment, name, role)
    if (command === 'add' && name !== undefined) return add(environment, name, role ?? 'finance')
    if (named !== undefined) return wrongUsage(HELP)
    if (command === 'list' && name === undefined) return list(environment)
    if (command === 'disable' && name !== undefined) return disable(environment, name)
    return wrongUsage(HELP)
  },
})

const list = (environment: Environment): Promise<Outcome> =>
  withDatabase(environment, async (database) => {
    const members = await listStaff(database)
    if (members.length === 0) return done('There is no staff yet: npm run mainstay -- staff add <name>')
    return done(
      members
        .map((member) => `${member.name} ${member.role}${member.disabledAt ? ' (disabled)' : ''}`)
        .join('\n'),
    )
  })

const give = (environment: Environment, name: string, role: Role): Promise<Outcome> =>
  withDatabase(environment, async (database) =>
    (await setRole(database, name, role))
      ? done(`${name} has the role ${role} now.`)
      : failed(`There is no member named ${name}.`),
  )

const disable = (environment: Environment, name: string): Promise<Outcome> =>
  withDatabase(environment, async (database) =>
    (await disableStaff(database, name, new Date()))
      ? done(`${name} is disabled.`)
      : failed(`There is no member named ${name}.`),
  )

const STAFF_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u

const add = async (environment: Environment, name: string, role: Role): Promise<Outcome> => {
  if (!STAFF_NAME.test(name))
    return failed('A name has letters, digits, spaces and . _ - and at most 64 of them.')
  const password = await askPassword()
  if (password.length < SHORTEST_PASSWORD)
    return failed(`A password has at least ${SHORTEST_PASSWORD} characters.`)
  return withDatabase(environment, async (database) => {
    const member = { id: randomUUID(), name, passwordHash: await hashPassword(password), role }
    const isNew = await addStaff(database, member, new Date())
    return isNew
      ? done(`${name} may sign in at /staff/sign-in.`)
      : failed(`There is already a member named ${name}.`)
  })
}

const askPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '')
  }
  process.stdout.write('Password: ')
  const silent = new Writable({ write: (_chunk, _encoding, next) => next() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await terminal.question('')
  terminal.close()
  process.stdout.write('\n')
  return password
}
